"""Ask gpt-4o one question through g4f, asynchronously, and print the answer."""

import asyncio
import sys

from g4f.client import AsyncClient
from g4f.errors import G4FError


async def main() -> None:
    """Ask the question and print the answer.

    Raises:
        G4FError: If no provider gave an answer.
        OSError: If g4f couldn't connect, or couldn't write to its folder.
        TimeoutError: If no answer came within 120 seconds.
    """
    client = AsyncClient()
    question = "how does a court case get to the Supreme Court?"
    async with asyncio.timeout(120):  # A provider may never answer.
        response = await client.chat.completions.create(
            model="gpt-4o",
            messages=[
                {"role": "system", "content": "You are a helpful assistant."},
                {"role": "user", "content": question},
            ],
        )
    print(response.choices[0].message.content)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except TimeoutError:  # Must stand before OSError, its base class.
        sys.exit("No answer in time.")
    except (G4FError, OSError) as error:
        sys.exit(f"No answer: {type(error).__name__}: {error}")
