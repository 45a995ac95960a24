"""A server in a process of its own, for tests that kill it or look at it with a browser."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from courseware import config, db
from courseware.factory import create_app, serve_locally
from tests.conftest import DATA


@contextmanager
def server(
    place: db.Database, tmp_path: Path, *, course: Path = DATA / "course"
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {
        "INSTANCE": str(tmp_path), "DATABASE_URL": place.url, "COURSE_ROOT": str(course),
        "SECRET_KEY": "test", "PORT": str(port), "LOG_LEVEL": "ERROR", "PUBLIC_URL": "http://localhost",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.quiz.living"]
    process = subprocess.Popen(command, cwd=config.ROOT, env=env)
    try:
        for _ in range(1200):  # a minute, on a busy machine
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port, process
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    app = create_app()
    app.config["WTF_CSRF_ENABLED"] = "CSRF" in os.environ  # killing a server is not about forms
    serve_locally(app)
