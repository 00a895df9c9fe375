"""Ask gpt-4o one question through g4f, asynchronously, and print the answer."""

import asyncio
from traceback import format_exception_only

from g4f.client import AsyncClient  # type: ignore[import-untyped]


async def main() -> None:
    """Send the two messages to a provider of g4f's choice and print the answer.

    Raises:
        TimeoutError: If there is no answer within 120 seconds.
        Exception: Whatever g4f or its HTTP library raised, unchanged.

    """
    client = AsyncClient()
    messages = [
        {"role": "system", "content": "You are a helpful assistant."},
        {"role": "user", "content": "how does a court case get to the Supreme Court?"},
    ]
    # g4f sets no deadline: a provider that never answers would be waited for forever.
    async with asyncio.timeout(120):
        response = await client.chat.completions.create(
            model="gpt-4o",
            messages=messages,
        )
    print(response.choices[0].message.content)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    # No narrower class covers what g4f and the libraries below it raise.
    except Exception as error:
        reason = "No answer: " + "".join(format_exception_only(error)).rstrip()
        raise SystemExit(reason) from error
