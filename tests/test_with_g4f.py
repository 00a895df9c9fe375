"""What somebody who runs main.py would notice if g4f changed."""

import runpy
import unittest
from io import StringIO
from tempfile import TemporaryDirectory
from unittest.mock import Mock, patch

from g4f.client import AsyncClient
from g4f.cookies import set_cookies_dir
from g4f.errors import RetryProviderError
from g4f.providers.any_model_map import model_map
from g4f.providers.base_provider import AsyncGeneratorProvider as Provider

from tests.test_main import MESSAGES


class ScriptWithG4f(unittest.TestCase):
    def run_script(self, generator):
        set_cookies_dir(self.enterContext(TemporaryDirectory()))  # g4f logs there.
        self.enterContext(patch.object(Provider, "create_async_generator", generator))
        with patch("g4f.client.AsyncClient", lambda: AsyncClient(provider=Provider)):
            runpy.run_module("main", run_name="__main__")

    def test_the_provider_gets_the_question_and_its_whole_answer_is_printed(self):
        async def generator(model, messages, **_):
            yield f"{model} was asked "
            yield f"{messages}."

        with patch("sys.stdout", new_callable=StringIO) as stdout:
            self.run_script(generator)
        self.assertEqual(stdout.getvalue(), f"gpt-4o was asked {MESSAGES}.\n")

    def test_a_failing_provider_ends_the_script_with_its_reason(self):
        with self.assertRaisesRegex(SystemExit, "out of order"):
            self.run_script(Mock(side_effect=RetryProviderError("out of order")))

    def test_g4f_has_what_main_py_asks_for(self):
        AsyncClient()  # Without a provider.
        self.assertIn("gpt-4o", model_map)
