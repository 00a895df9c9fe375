"""What somebody who runs main.py, or copies it, would notice."""

import asyncio
import runpy
import unittest
from io import StringIO
from unittest.mock import AsyncMock, MagicMock, Mock, patch

from g4f.errors import G4FError, RetryProviderError

import main

MESSAGES = [
    {"role": "system", "content": "You are a helpful assistant."},
    {"role": "user", "content": "how does a court case get to the Supreme Court?"},
]
ANSWER = 9 * "\n Certiorari:\n\n- суд\n- 最高裁判所\n- المحكمة العليا 🏛️ \n"
# A mock fails once, then answers, then raises this, so that a loop in main.py ends.
WENT_ON = SystemExit("main.py went on")


class Main(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.stdout = self.enterContext(patch("sys.stdout", new_callable=StringIO))
        # `import main` has already taken the class from g4f: replace it in main.
        self.client_class = self.enterContext(patch("main.AsyncClient"))
        # A second choice shows that the first one is printed.
        self.response = Mock(choices=[Mock(), Mock()])
        self.response.choices[0].message.content = ANSWER
        self.create = AsyncMock(side_effect=[self.response, WENT_ON])
        self.client_class.return_value.chat.completions.create = self.create

    async def test_only_the_answer_is_printed_and_nothing_in_it_is_changed(self):
        await main.main()
        self.assertEqual(self.stdout.getvalue(), ANSWER + "\n")

    async def test_gpt_4o_is_asked_once_with_only_the_two_messages(self):
        await main.main()
        self.client_class.assert_called_once_with()
        self.create.assert_awaited_once_with(model="gpt-4o", messages=MESSAGES)

    async def test_an_error_reaches_the_caller_of_main(self):
        for error in G4FError, ConnectionError, PermissionError:
            self.create.side_effect = [error, self.response, WENT_ON]
            with self.subTest(error=error), self.assertRaises(error):
                await main.main()

    async def test_main_stops_waiting_for_an_answer_after_120_seconds(self):
        async def answer_late(**_):
            await asyncio.sleep(0)
            return self.response

        self.create.side_effect = answer_late
        # The deadline is over at once; a loop that tries again meets what comes then.
        timeout = Mock(side_effect=[asyncio.timeout(0), asyncio.timeout(9), WENT_ON])
        with patch("asyncio.timeout", timeout), self.assertRaises(TimeoutError):
            await main.main()
        timeout.assert_called_once_with(120)


class Script(unittest.TestCase):
    def run_script(self, error):
        """Run main.py as `python main.py` does, with a client that raises the error."""
        create = AsyncMock(side_effect=[error, MagicMock(), WENT_ON])
        # Here main.py imports the class anew: replace it where it is taken from.
        with patch("g4f.client.AsyncClient") as client_class:
            client_class.return_value.chat.completions.create = create
            runpy.run_path(main.__file__, run_name="__main__")

    def test_a_failure_ends_the_script_with_the_reason_and_is_not_retried(self):
        text = "All failed:" + 99 * "\nOne: занято"
        for error, reason in (
            (RetryProviderError(text), f"No answer (RetryProviderError). {text}"),
            (ConnectionError(text), f"No answer (ConnectionError). {text}"),
            (PermissionError(13, "no"), "No answer (PermissionError). [Errno 13] no"),
            (TimeoutError(), "No answer (TimeoutError). "),
        ):
            with self.subTest(error=error):
                with self.assertRaises(SystemExit) as raised:
                    self.run_script(error)
                # Python prints a text given to SystemExit on stderr; the status is 1.
                self.assertEqual(raised.exception.code, reason)

    def test_any_other_error_and_ctrl_c_keep_their_traceback(self):
        bugs = AttributeError, IndexError, KeyError, TypeError, UnboundLocalError
        for error in (*bugs, NotImplementedError, UnicodeError, KeyboardInterrupt):
            with self.subTest(error=error), self.assertRaises(error):
                self.run_script(error)
