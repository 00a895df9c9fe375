"""Run the whole script with g4f's own client and a fake provider."""

import runpy
import unittest
from io import StringIO
from tempfile import TemporaryDirectory
from unittest.mock import Mock, patch

from g4f.client import AsyncClient
from g4f.errors import G4FError, RetryProviderError
from g4f.providers.base_provider import AsyncGeneratorProvider

from tests.test_main import MESSAGES


class FakeProvider(AsyncGeneratorProvider):
    fail = Mock()  # Does nothing, unless a test gives it an error to raise.

    @classmethod
    async def create_async_generator(cls, model, messages, **_):
        yield f"{model} was asked "
        cls.fail()
        yield f"{messages}."


class ScriptTest(unittest.TestCase):
    def setUp(self):
        FakeProvider.fail.side_effect = None
        client = AsyncClient(provider=FakeProvider)
        # runpy runs main.py anew, with its imports: patch the name where it comes from.
        patched = patch("g4f.client.AsyncClient", return_value=client)
        self.client_class = self.enterContext(patched)
        # g4f logs token counts beside its cookies: keep them out of the home folder.
        folder = self.enterContext(TemporaryDirectory())
        self.enterContext(patch("g4f.cookies.CookiesConfig.cookies_dir", folder))
        self.stdout = self.enterContext(patch("sys.stdout", new_callable=StringIO))

    def test_the_whole_answer_is_printed(self):
        runpy.run_module("main", run_name="__main__")
        self.assertEqual(self.stdout.getvalue(), f"gpt-4o was asked {MESSAGES}.\n")

    def test_a_failure_ends_the_script_with_its_reason(self):
        reasons = "First: busy\nSecond: needs an account"
        for error, text in (
            (RetryProviderError(reasons), "No answer: RetryProviderError: " + reasons),
            (G4FError("no model"), "No answer: G4FError: no model"),
            (PermissionError("read-only"), "No answer: PermissionError: read-only"),
            (TimeoutError(), "No answer in time."),
        ):
            FakeProvider.fail.side_effect = [error, None]
            with self.subTest(text):
                with self.assertRaises(SystemExit) as raised:
                    runpy.run_module("main", run_name="__main__")
                # Python prints this text on stderr, and the exit status is 1.
                self.assertEqual(raised.exception.code, text)
                self.assertEqual(self.stdout.getvalue(), "")

    def test_a_bug_and_ctrl_c_are_not_hidden(self):
        errors = AttributeError, KeyError, RuntimeError, ValueError, KeyboardInterrupt
        for error in errors:
            FakeProvider.fail.side_effect = [error, None]
            with self.subTest(error=error), self.assertRaises(error):
                runpy.run_module("main", run_name="__main__")

    def test_an_import_asks_nothing(self):
        runpy.run_module("main")
        self.client_class.assert_not_called()

    def test_g4f_needs_no_arguments_for_a_client(self):
        AsyncClient()

    def test_g4f_still_has_providers_of_gpt_4o(self):
        # Imported here, so that only this test fails if g4f moves it.
        from g4f.providers.any_model_map import model_map

        self.assertTrue(model_map.get("gpt-4o"), "g4f has no provider of gpt-4o")
