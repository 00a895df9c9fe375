"""What somebody who runs main.py would notice if g4f changed."""

import json
import os
import subprocess
import sys
import threading
import unittest
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from tempfile import TemporaryDirectory

import main
from tests.test_main import ANSWER, MESSAGES

SCRIPT = """
import functools, runpy, sys
from g4f import client

provider = client.create_custom_provider(sys.argv[1], models=["gpt-4o"])
client.AsyncClient = functools.partial(client.AsyncClient, provider=provider)
runpy.run_path(sys.argv[2], run_name="__main__")
"""


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


class ScriptWithG4f(unittest.TestCase):
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
        # No setting of Python but its path: others could change what is printed.
        env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        env["PYTHONPATH"] = os.pathsep.join(sys.path)
        # Keeps g4f's usage log out of the home folder.
        env["G4F_CONFIG_DIR"] = self.enterContext(TemporaryDirectory())
        script = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", SCRIPT, url, main.__file__],
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

    def test_an_error_of_the_server_is_a_reason_on_stderr(self):
        reply = {"error": {"message": "out of order"}}
        status, stdout, stderr = self.run_script(500, reply)
        self.assertEqual((status, stdout), (1, ""))
        self.assertRegex(stderr, r"\ANo answer: g4f\.errors\.\w+: .*out of order\n\Z")
