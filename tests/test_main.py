"""What somebody who runs main.py, or copies it, would notice."""

import asyncio
import runpy
import unittest
from contextlib import redirect_stdout
from io import StringIO
from unittest.mock import AsyncMock, Mock, patch

from g4f.errors import G4FError

import main

MESSAGES = [
    {"role": "system", "content": "You are a helpful assistant."},
    {"role": "user", "content": "how does a court case get to the Supreme Court?"},
]
ANSWER = "\n Certiorari:\n\n- суд\n- 最高裁判所\n- المحكمة العليا 🏛️ \n"


class Main(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.stdout = self.enterContext(redirect_stdout(StringIO()))
        # `import main` has already taken the class from g4f: replace it in main.
        self.client_class = self.enterContext(patch("main.AsyncClient"))
        first, second = Mock(), Mock()
        first.message.content = ANSWER
        # A second choice shows that the first one is printed.
        self.create = AsyncMock(return_value=Mock(choices=[first, second]))
        self.client_class.return_value.chat.completions.create = self.create

    async def test_only_the_answer_is_printed_and_nothing_in_it_is_changed(self):
        await main.main()
        self.assertEqual(self.stdout.getvalue(), ANSWER + "\n")

    async def test_gpt_4o_is_asked_once_with_only_the_two_messages(self):
        await main.main()
        self.client_class.assert_called_once_with()
        self.create.assert_awaited_once_with(model="gpt-4o", messages=MESSAGES)

    async def test_an_error_reaches_the_caller_of_main(self):
        for error in G4FError, OSError:
            self.create.side_effect = error
            with self.assertRaises(error):
                await main.main()

    async def test_main_stops_waiting_for_an_answer_after_120_seconds(self):
        async def answer_late(**_):
            await asyncio.sleep(5)

        self.create.side_effect = answer_late
        expired = asyncio.timeout(0)
        timeout = self.enterContext(patch("asyncio.timeout", return_value=expired))
        with self.assertRaises(TimeoutError):
            await main.main()
        timeout.assert_called_once_with(120)


class Script(unittest.TestCase):
    def run_script(self, error):
        """Run main.py as `python main.py` does, with a client that raises the error."""
        self.create = AsyncMock(side_effect=error)
        # Here main.py imports the class anew: replace it where it is taken from.
        with patch("g4f.client.AsyncClient") as client_class:
            client_class.return_value.chat.completions.create = self.create
            runpy.run_path(main.__file__, run_name="__main__")

    def test_a_failure_ends_the_script_with_the_reason_and_is_not_retried(self):
        lines = "All failed:\nOne: занято\nTwo: no account"
        for error, reason in (
            (G4FError(lines), f"No answer (G4FError). {lines}"),
            (OSError(lines), f"No answer (OSError). {lines}"),
            (TimeoutError(), "No answer (TimeoutError). "),
        ):
            with self.assertRaises(SystemExit) as raised:
                self.run_script(error)
            # Python prints a code that is a text on stderr, and exits with status 1.
            self.assertEqual(raised.exception.code, reason)
            self.create.assert_awaited_once()

    def test_a_bug_and_ctrl_c_keep_their_traceback(self):
        bugs = AttributeError, KeyError, NameError, RuntimeError, TypeError, ValueError
        for error in (*bugs, KeyboardInterrupt):
            with self.assertRaises(error):
                self.run_script(error)
