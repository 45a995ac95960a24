"""A language model for tests: a server on this machine that speaks the chat protocol and says what it was told to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Say:
    """One scripted answer; `words` is the content, `body` replaces the whole body."""

    words: str = ""
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0  # seconds

    def bytes(self) -> bytes:
        if self.body is not None:
            return self.body
        message = {"role": "assistant", "content": self.words}
        usage = {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10}
        return json.dumps({"choices": [{"index": 0, "message": message}], "usage": usage}).encode()


def as_json(**found: Any) -> Say:
    return Say(json.dumps(found, ensure_ascii=False))


class Model:
    """What it was asked, and what it will say: scripted answers in order, then by `think`, if that is set."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.script: list[Say] = []
        self.think: Callable[[dict[str, Any]], Say] | None = None

    def answer(self, body: dict[str, Any]) -> Say:
        if self.script:
            return self.script.pop(0)
        return self.think(body) if self.think else Say("ready")

    def data(self, number: int = -1) -> Any:
        """What stood between the boundaries of a request."""
        lines = self.asked[number]["messages"][-1]["content"].split("\n")
        assert len(lines) == 3
        assert lines[0] == lines[2]
        return json.loads(lines[1])


@contextmanager
def serving() -> Iterator[Model]:
    """Serve a model on a free port until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length))
            model.asked.append({**body, "path": self.path})
            model.headers.append(dict(self.headers))
            say = model.answer(body)
            if say.delay:
                time.sleep(say.delay)
            sent = say.bytes()
            try:
                self.send_response(say.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                for name, value in say.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(sent)
            except OSError:  # whoever asked has gone
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model = Model(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
