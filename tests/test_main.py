"""Run main.py with a mock in place of g4f's client."""

import asyncio
import runpy
import unittest
from io import StringIO
from unittest.mock import AsyncMock, Mock, patch

from g4f.errors import G4FError

MESSAGES = [
    {"role": "system", "content": "You are a helpful assistant."},
    {"role": "user", "content": "how does a court case get to the Supreme Court?"},
]
ANSWER = "\n- **Certiorari**: суд, 最高裁判所 🏛️\n- Four of nine justices hear it\n"
REASON = """First: ClientConnectorError: Cannot connect to host one.example:443 (занято)
Second: RateLimitError: Response 429: 制限に達しました. Log in, or come back tomorrow"""


class Script(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.stdout = self.enterContext(patch("sys.stdout", new_callable=StringIO))
        # runpy runs main.py anew. If your test imports main, patch "main.AsyncClient".
        self.client_class = self.enterContext(patch("g4f.client.AsyncClient"))
        self.response = Mock(choices=[Mock(message=Mock(content=ANSWER)), "not this"])
        self.create = AsyncMock(return_value=self.response)
        self.client_class.return_value.chat.completions.create = self.create

    def test_only_the_answer_is_printed_and_it_is_unchanged(self):
        runpy.run_module("main", run_name="__main__")
        self.assertEqual(self.stdout.getvalue(), ANSWER + "\n")

    def test_gpt_4o_is_asked_once_with_only_the_two_messages(self):
        runpy.run_module("main", run_name="__main__")
        self.client_class.assert_called_once_with()
        self.create.assert_awaited_once_with(model="gpt-4o", messages=MESSAGES)

    def test_an_import_asks_nothing(self):
        runpy.run_module("main")
        self.client_class.assert_not_called()

    def test_a_failure_ends_the_script_with_its_reason(self):
        for error, text in (
            (G4FError(REASON), "No answer (G4FError). " + REASON),
            (OSError("no network"), "No answer (OSError). no network"),
            (TimeoutError(), "No answer (TimeoutError). "),
        ):
            # If main.py asked again, it would get the answer, and this test would fail.
            self.create.side_effect = [error, self.response]
            with self.assertRaises(SystemExit) as raised:
                runpy.run_module("main", run_name="__main__")
            # Python prints the text of a SystemExit on stderr; the exit status is 1.
            self.assertEqual(raised.exception.code, text)
            self.assertEqual(self.stdout.getvalue(), "")

    def test_a_bug_and_ctrl_c_are_not_hidden(self):
        for error in AttributeError, ValueError, KeyboardInterrupt:
            self.create.side_effect = [error, self.response]
            with self.assertRaises(error):
                runpy.run_module("main", run_name="__main__")

    async def test_an_error_reaches_whoever_awaits_main(self):
        main = runpy.run_module("main")["main"]
        self.create.side_effect = [G4FError, self.response]
        with self.assertRaises(G4FError):
            await main()

    async def test_main_stops_waiting_after_120_seconds(self):
        async def answer_late(**_):
            await asyncio.sleep(1)

        self.create.side_effect = answer_late
        no_time = asyncio.timeout(0)  # main gets this in place of 120 seconds.
        timeout = self.enterContext(patch("asyncio.timeout", return_value=no_time))
        main = runpy.run_module("main")["main"]
        with self.assertRaises(TimeoutError):
            await main()
        timeout.assert_called_once_with(120)
