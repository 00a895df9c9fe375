"""Test main() with a mock in place of g4f's client."""

import asyncio
import unittest
from io import StringIO
from unittest.mock import AsyncMock, Mock, patch

from g4f.errors import G4FError

import main

MESSAGES = [
    {"role": "system", "content": "You are a helpful assistant."},
    {"role": "user", "content": "how does a court case get to the Supreme Court?"},
]
ANSWER = "\n- By certiorari.\n- Four of nine justices agree to hear it.\n"


class MainTest(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.stdout = self.enterContext(patch("sys.stdout", new_callable=StringIO))
        # Patch the name where it is used: main.py has imported it.
        self.client_class = self.enterContext(patch("main.AsyncClient"))
        self.response = Mock(choices=[Mock(message=Mock(content=ANSWER)), Mock()])
        self.create = AsyncMock(return_value=self.response)
        self.client_class.return_value.chat.completions.create = self.create

    async def test_only_the_answer_is_printed_and_it_is_unchanged(self):
        await main.main()
        self.assertEqual(self.stdout.getvalue(), ANSWER + "\n")

    async def test_gpt_4o_is_asked_once_with_only_the_two_messages(self):
        await main.main()
        self.client_class.assert_called_once_with()
        self.create.assert_awaited_once_with(model="gpt-4o", messages=MESSAGES)

    async def test_an_error_reaches_the_caller_without_a_second_request(self):
        for error in G4FError, ConnectionError, TimeoutError, ValueError:
            # If main() asked again, it would get the answer, and raise nothing.
            self.create.side_effect = [error, self.response]
            with self.subTest(error=error), self.assertRaises(error):
                await main.main()

    async def test_main_stops_waiting_after_120_seconds(self):
        async def answer_late(**_):
            await asyncio.sleep(1)
            return self.response

        self.create.side_effect = answer_late
        expired = asyncio.timeout(0)  # main() gets this in place of 120 seconds.
        patched = patch("main.asyncio.timeout", return_value=expired)
        with patched as timeout, self.assertRaises(TimeoutError):
            await main.main()
        timeout.assert_called_once_with(120)
