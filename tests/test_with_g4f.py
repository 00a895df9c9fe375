"""What somebody who runs main.py would notice if g4f changed."""

import asyncio
import os
import subprocess
import sys
import unittest
from tempfile import TemporaryDirectory

# aiohttp is installed with g4f, which requires it.
from aiohttp import web
from aiohttp.test_utils import TestServer

import main
from tests.test_main import ANSWER, MESSAGES

SCRIPT = """
import functools, runpy, sys
from g4f import client

client.AsyncClient()  # as main.py builds it: no provider, no account
provider = client.create_custom_provider(sys.argv[1], models=["gpt-4o"])
client.AsyncClient = functools.partial(client.AsyncClient, provider=provider)
runpy.run_path(sys.argv[2], run_name="__main__")
"""


class ScriptWithG4f(unittest.IsolatedAsyncioTestCase):
    async def run_script(self, status, reply):
        """Run main.py in a new Python where a local server is g4f's one provider."""
        self.requests = []

        async def answer(request):
            self.requests.append(await request.json())
            return web.json_response(reply, status=status)

        app = web.Application()
        app.router.add_post("/v1/chat/completions", answer)
        server = await self.enterAsyncContext(TestServer(app))
        # No setting of Python but its path: others could change what is printed.
        env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        env["PYTHONPATH"] = os.pathsep.join(sys.path)
        # Keeps g4f's usage log out of the home folder.
        env["G4F_CONFIG_DIR"] = self.enterContext(TemporaryDirectory())
        url = str(server.make_url("/v1"))
        script = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-X", "utf8", "-c", SCRIPT, url, main.__file__],
            capture_output=True,
            check=False,
            env=env,
            encoding="utf-8",
            timeout=30,
        )
        return script.returncode, script.stdout, script.stderr

    async def test_the_server_gets_the_question_and_only_its_answer_is_printed(self):
        reply = {"choices": [{"message": {"content": ANSWER}}]}
        # g4f itself strips the answer of such a server.
        printed = (0, ANSWER.strip() + "\n", "")
        self.assertEqual(await self.run_script(200, reply), printed)
        [request] = self.requests
        self.assertEqual(request["model"], "gpt-4o")
        self.assertEqual(request["messages"], MESSAGES)

    async def test_an_error_from_the_server_is_printed_on_stderr(self):
        reply = {"error": {"message": "out of order"}}
        status, stdout, stderr = await self.run_script(500, reply)
        self.assertEqual((status, stdout), (1, ""))
        self.assertRegex(stderr, r"\ANo answer \(\w+\)\. .*out of order\n\Z")
