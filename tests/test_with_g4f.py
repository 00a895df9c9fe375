"""Check that main.py and g4f's real client work together."""

import runpy
import unittest
from tempfile import TemporaryDirectory
from unittest.mock import Mock, patch

from g4f.client import AsyncClient
from g4f.cookies import set_cookies_dir
from g4f.errors import RetryProviderError
from g4f.providers.any_model_map import model_map
from g4f.providers.base_provider import AsyncGeneratorProvider as Provider

from tests.test_main import MESSAGES


class ScriptWithG4f(unittest.TestCase):
    def run_script(self, generate):
        # g4f logs beside its cookies: keep both out of the home folder.
        set_cookies_dir(self.enterContext(TemporaryDirectory()))
        # g4f calls this method on the class, so generate takes no self.
        self.enterContext(patch.object(Provider, "create_async_generator", generate))
        client = AsyncClient(provider=Provider)
        with patch("g4f.client.AsyncClient", return_value=client):
            runpy.run_module("main", run_name="__main__")

    def test_the_provider_gets_the_question_and_its_whole_answer_is_printed(self):
        async def generate(model, messages, **_):
            yield f"{model} was asked "
            yield f"{messages}."

        with patch("builtins.print") as printed:
            self.run_script(generate)
        printed.assert_called_once_with(f"gpt-4o was asked {MESSAGES}.")

    def test_a_failing_provider_ends_the_script_with_its_reason(self):
        with self.assertRaisesRegex(SystemExit, "out of order"):
            self.run_script(Mock(side_effect=RetryProviderError("out of order")))

    def test_the_client_needs_no_arguments_and_gpt_4o_is_known(self):
        AsyncClient()
        self.assertIn("gpt-4o", model_map)
