"""What somebody who runs main.py, or copies it, would notice."""

import asyncio
import json
import os
import runpy
import subprocess
import sys
import threading
import unittest
from contextlib import redirect_stdout
from http.server import BaseHTTPRequestHandler
from io import StringIO
from socketserver import TCPServer
from tempfile import TemporaryDirectory
from unittest.mock import AsyncMock, Mock, patch

from g4f.errors import G4FError

import main

MESSAGES = [
    {"role": "system", "content": "You are a helpful assistant."},
    {"role": "user", "content": "how does a court case get to the Supreme Court?"},
]
ANSWER = "\n Certiorari:\n\n- суд\n- 最高裁判所\n- المحكمة العليا 🏛️ \n"


class MockedClient(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.stdout = self.enterContext(redirect_stdout(StringIO()))
        self.client = self.enterContext(patch("main.AsyncClient"))
        self.create = self.client.return_value.chat.completions.create = AsyncMock()
        self.create.return_value.choices = [Mock(), Mock()]
        self.create.return_value.choices[0].message.content = ANSWER

    async def test_the_answer_is_printed_as_it_is_and_nothing_else(self):
        await main.main()
        self.assertEqual(self.stdout.getvalue(), ANSWER + "\n")

    async def test_gpt_4o_is_asked_once_with_the_two_messages_alone(self):
        await main.main()
        self.client.assert_called_once_with()
        self.create.assert_awaited_once_with(model="gpt-4o", messages=MESSAGES)

    async def test_a_client_that_never_answers_is_given_up_after_120_seconds(self):
        completions = self.client.return_value.chat.completions
        completions.create = lambda **_: asyncio.Event().wait()
        with patch("asyncio.timeout", return_value=asyncio.timeout(0)) as timeout:
            request = asyncio.create_task(main.main())
            await asyncio.wait([request], timeout=1)
        timeout.assert_called_once_with(120)
        with self.assertRaises(TimeoutError):
            request.result()


class Script(unittest.TestCase):
    def setUp(self):
        self.stdout = self.enterContext(redirect_stdout(StringIO()))
        self.client = self.enterContext(patch("g4f.client.AsyncClient"))

    def run_script(self, error):
        create = AsyncMock(side_effect=error)
        self.client.return_value.chat.completions.create = create
        runpy.run_path(main.__file__, run_name="__main__")

    def test_a_failure_is_a_reason_with_its_type_and_lines(self):
        lines = "All failed:\nOne: busy\nTwo: no account"
        for error, reason in (
            (G4FError(lines), f"g4f.errors.G4FError: {lines}"),
            (OSError(lines), f"OSError: {lines}"),
            (TimeoutError(), "TimeoutError"),
        ):
            with self.assertRaises(SystemExit) as raised:
                self.run_script(error)
            # Python prints a code that is a text on stderr, and exits with status 1.
            self.assertEqual(raised.exception.code, f"No answer: {reason}")
        self.assertEqual(self.stdout.getvalue(), "")

    def test_a_bug_and_ctrl_c_keep_their_traceback(self):
        bugs = AttributeError, LookupError, NameError, TypeError, ValueError
        for error in *bugs, RuntimeError, KeyboardInterrupt:
            with self.assertRaises(error):
                self.run_script(error)


class OpenAIHandler(BaseHTTPRequestHandler):
    """Keeps each request, and gives it the server's `status` and `reply`."""

    # Real servers keep the connection open, which g4f could report at exit.
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, json.loads(body)))
        reply = json.dumps(self.server.reply).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        """Keep the requests out of the tests' output."""


SCRIPT = """
import functools, runpy, sys
from g4f import client

provider = client.create_custom_provider(sys.argv[1], models=["gpt-4o"])
client.AsyncClient = functools.partial(client.AsyncClient, provider=provider)
runpy.run_path(sys.argv[2], run_name="__main__")
"""


class RealG4f(unittest.TestCase):
    def setUp(self):
        # Unlike HTTPServer, TCPServer looks up no host name.
        self.server = self.enterContext(TCPServer(("127.0.0.1", 0), OpenAIHandler))
        self.server.requests = []
        thread = threading.Thread(target=self.server.serve_forever, args=[0.01])
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.shutdown)

    def run_script(self, status, reply):
        """Run main.py in a new Python where the server is g4f's one provider."""
        self.server.status, self.server.reply = status, reply
        url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        # Keeps g4f's usage log out of the home folder.
        env = os.environ | {"G4F_CONFIG_DIR": self.enterContext(TemporaryDirectory())}
        script = subprocess.run(
            # With -E, no Python setting in the environment changes what is printed.
            [sys.executable, "-E", "-X", "utf8", "-c", SCRIPT, url, main.__file__],
            capture_output=True,
            check=False,
            env=env,
            encoding="utf-8",
            timeout=60,
        )
        return script.returncode, script.stdout, script.stderr

    def test_the_server_gets_the_question_and_its_answer_alone_is_printed(self):
        script = self.run_script(200, {"choices": [{"message": {"content": ANSWER}}]})
        # g4f itself strips the answer of such a server.
        self.assertEqual(script, (0, ANSWER.strip() + "\n", ""))
        [(path, request)] = self.server.requests
        self.assertEqual(path, "/v1/chat/completions")
        self.assertEqual(request["model"], "gpt-4o")
        self.assertEqual(request["messages"], MESSAGES)
        self.assertFalse(request.get("stream"))

    def test_an_error_of_the_server_is_a_reason_on_stderr(self):
        reply = {"error": {"message": "out of order"}}
        status, stdout, stderr = self.run_script(500, reply)
        self.assertEqual((status, stdout), (1, ""))
        self.assertRegex(stderr, r"\ANo answer: g4f\.errors\.\w+: .*out of order\n\Z")
