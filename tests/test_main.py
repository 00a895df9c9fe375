"""What somebody who runs main.py, or copies it, would notice."""

import asyncio
import functools
import json
import subprocess
import sys
import threading
import unittest
from contextlib import redirect_stdout
from http.server import BaseHTTPRequestHandler
from io import StringIO
from socketserver import TCPServer
from types import SimpleNamespace
from unittest.mock import AsyncMock, patch

from g4f.client import AsyncClient, create_custom_provider

import main

MESSAGES = [
    {"role": "system", "content": "You are a helpful assistant."},
    {"role": "user", "content": "how does a court case get to the Supreme Court?"},
]
ANSWER = "Certiorari:\n\n- суд\n- 最高裁判所\n- المحكمة العليا 🏛️"


def run_script(prepare: str) -> tuple[int, str, str]:
    """Run main.py as `python main.py` does, in a new Python that ran `prepare` first.

    Returns:
        The exit status, stdout and stderr.
    """
    run = f"import runpy; runpy.run_path({main.__file__!r}, run_name='__main__')"
    script = subprocess.run(
        # Warnings of g4f's own, which PYTHONWARNINGS may show, are no part of stderr.
        [sys.executable, "-X", "utf8", "-W", "ignore", "-c", f"{prepare}\n{run}"],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    return script.returncode, script.stdout, script.stderr


class MockedClient(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.stdout = self.enterContext(redirect_stdout(StringIO()))
        self.client = self.enterContext(patch("main.AsyncClient"))
        self.create = AsyncMock()
        self.create.return_value.choices = [
            SimpleNamespace(message=SimpleNamespace(content=content))
            for content in (ANSWER, "a second choice")
        ]
        self.client.return_value.chat.completions.create = self.create

    async def test_the_answer_is_printed_and_nothing_else(self):
        await main.main()
        self.assertEqual(self.stdout.getvalue(), ANSWER + "\n")

    async def test_gpt_4o_is_asked_once_with_the_two_messages_alone(self):
        await main.main()
        self.create.assert_awaited_once_with(model="gpt-4o", messages=MESSAGES)

    async def test_the_client_is_built_once_and_bare(self):
        await main.main()
        self.client.assert_called_once_with()

    async def test_an_error_comes_out_as_it_was_and_prints_nothing(self):
        self.create.side_effect = error = UnboundLocalError("no model")
        with self.assertRaises(UnboundLocalError) as raised:
            await main.main()
        self.assertIs(raised.exception, error)
        self.assertEqual(self.stdout.getvalue(), "")

    async def test_a_client_that_never_answers_is_given_up_after_120_seconds(self):
        async def never(**_: object) -> None:
            await asyncio.Event().wait()

        self.create.side_effect = never
        with patch("asyncio.timeout", return_value=asyncio.timeout(0)) as timeout:
            request = asyncio.create_task(main.main())
            await asyncio.wait([request], timeout=1)
        timeout.assert_called_once_with(120)
        with self.assertRaises(TimeoutError):
            request.result()


class ScriptWithMockedClient(unittest.TestCase):
    def run_mocked(self, error: BaseException | None = None) -> tuple[int, str, str]:
        return run_script(f"""
import sys
from unittest.mock import AsyncMock, Mock

create = AsyncMock(side_effect={error!r})
create.return_value.choices = [Mock()]
create.return_value.choices[0].message.content = {ANSWER!r}
client = Mock()
client.chat.completions.create = create
sys.modules["g4f.client"] = Mock(AsyncClient=Mock(return_value=client))
""")

    def test_the_answer_alone_is_on_stdout(self):
        self.assertEqual(self.run_mocked(), (0, ANSWER + "\n", ""))

    def test_an_error_is_a_reason_on_stderr_with_its_lines_kept(self):
        error = Exception("RetryProvider failed:\nOne: busy\nTwo: no account")
        reason = f"No answer: Exception: {error}\n"
        self.assertEqual(self.run_mocked(error), (1, "", reason))

    def test_an_error_without_text_is_a_reason_too(self):
        reason = "No answer: TimeoutError\n"
        self.assertEqual(self.run_mocked(TimeoutError()), (1, "", reason))

    def test_ctrl_c_stays_pythons_own(self):
        _, stdout, stderr = self.run_mocked(KeyboardInterrupt())
        self.assertEqual(stdout, "")
        self.assertTrue(stderr.startswith("Traceback "))
        self.assertTrue(stderr.endswith("\nKeyboardInterrupt\n"))


class OpenAIHandler(BaseHTTPRequestHandler):
    """Gives the server's `status` and `reply` to each request, and keeps the request."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, json.loads(body)))
        reply = json.dumps(self.server.reply).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_: object) -> None:
        """Keep the requests out of the tests' output."""


class RealG4f(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.stdout = self.enterContext(redirect_stdout(StringIO()))
        # Unlike HTTPServer, TCPServer looks up no host name.
        self.server = self.enterContext(TCPServer(("127.0.0.1", 0), OpenAIHandler))
        self.server.requests = []
        self.server.status = 200
        self.server.reply = {"choices": [{"message": {"content": ANSWER}}]}
        thread = threading.Thread(target=self.server.serve_forever, args=[0.01])
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.shutdown)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def patch_client(self):
        provider = create_custom_provider(self.url, api_key="k", models=["gpt-4o"])
        client = functools.partial(AsyncClient, provider=provider)
        self.enterContext(patch("main.AsyncClient", client))

    async def test_the_server_gets_the_question_and_its_answer_is_printed(self):
        self.patch_client()
        await main.main()
        [(path, request)] = self.server.requests
        self.assertEqual(path, "/v1/chat/completions")
        self.assertEqual(request["model"], "gpt-4o")
        self.assertEqual(request["messages"], MESSAGES)
        self.assertFalse(request.get("stream"))
        self.assertEqual(self.stdout.getvalue(), ANSWER + "\n")

    async def test_an_error_of_the_server_is_raised_and_prints_nothing(self):
        self.patch_client()
        self.server.reply = {"error": {"message": "out of order"}}
        for self.server.status in (500, 429):
            with self.subTest(status=self.server.status):
                with self.assertRaisesRegex(Exception, "out of order"):
                    await main.main()
                self.assertEqual(self.stdout.getvalue(), "")

    def test_g4f_adds_nothing_to_the_answer_on_stdout_and_nothing_on_stderr(self):
        # Real servers keep the connection open, which g4f could report at exit.
        self.enterContext(patch.object(OpenAIHandler, "protocol_version", "HTTP/1.1"))
        script = run_script(f"""
import functools
from g4f import client

provider = client.create_custom_provider({self.url!r}, models=["gpt-4o"])
client.AsyncClient = functools.partial(client.AsyncClient, provider=provider)
""")
        self.assertEqual(script, (0, ANSWER + "\n", ""))
