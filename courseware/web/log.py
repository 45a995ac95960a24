"""One structured line a request, with an id that an error page shows too."""

import atexit
import json
import logging
import secrets
import sys
import threading
import time
from collections import deque
from typing import Any, cast

from flask import Flask, Response, g, request

access = logging.getLogger("courseware.access")
#: seconds for which ordinary lines are gathered
MOMENT = 0.2


class JsonLines(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "event": record.getMessage(),
        }
        line.update(getattr(record, "facts", {}))
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        if request_id := getattr(record, "request_id", None):
            line["request_id"] = request_id
        return json.dumps(line, ensure_ascii=False, default=str)


class Lines(logging.Handler):
    """Writes to standard error; ordinary lines are gathered for a moment, so that no request waits for another's.

    Writing each line at once cost a fifth of a page: threads met at the handler's lock.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[str] = deque()
        self._writer = threading.Thread(target=self._write_on, name="log", daemon=True)
        self._writer.start()
        atexit.register(self.flush)

    def createLock(self) -> None:  # noqa: N802 - logging's name
        """None: appending to a deque is atomic."""
        self.lock = None

    def emit(self, record: logging.LogRecord) -> None:
        self._waiting.append(self.format(record) + "\n")
        if record.levelno >= logging.WARNING:
            self.flush()

    def flush(self) -> None:
        lines: list[str] = []
        while self._waiting:
            try:
                lines.append(self._waiting.popleft())
            except IndexError:  # another thread was quicker
                break
        if lines:
            sys.stderr.write("".join(lines))
            sys.stderr.flush()

    def _write_on(self) -> None:
        while True:
            time.sleep(MOMENT)
            self.flush()


def configure(level: str) -> None:
    """Send the log of this process to standard error as JSON lines."""
    logger = logging.getLogger("courseware")
    if logger.handlers:
        return
    handler = Lines()
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    # One line for every request that waited for a thread tells nobody anything.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def install(app: Flask) -> None:
    @app.before_request
    def start() -> None:
        g.request_id = secrets.token_hex(6)
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        # The things themselves: each look through a proxy costs as much as the rest of the line.
        kept = cast(Any, g)._get_current_object()  # noqa: SLF001 - the documented way out of a proxy
        asked = cast(Any, request)._get_current_object()  # noqa: SLF001 - the same
        response.headers["X-Request-Id"] = kept.request_id
        facts = {
            "method": asked.method,
            "path": asked.path,
            "status": response.status_code,
            "ms": round((time.perf_counter() - kept.started) * 1000, 1),
            "person": _who(),
            "request_id": kept.request_id,
        }
        access.info("request", extra={"facts": facts})
        return response


def _who() -> int | None:
    """The signed-in person, if the request asked who it is; a file does not, and the log must not."""
    found = g.get("_login_user")
    return found.id if found is not None and found.is_authenticated else None
