"""One command serves web and worker, and ends both."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from courseware import cli, config, db
from courseware.kit import jobs


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _get(port: int, path: str) -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", path)
        return line.getresponse().status
    except OSError:
        return 0
    finally:
        line.close()


def _until(seconds: float, happens: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.1)  # nothing tells us: another process has to get there
    return False


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int, db.Database]]:
    settings = config.from_environment({"INSTANCE": str(tmp_path)})
    database = db.Database(settings.database_url)
    cli.migrate(database)
    with db.transaction(database):
        jobs.put("remind_due")
    port = _free_port()
    environment = {**os.environ, "INSTANCE": str(tmp_path), "PORT": str(port), "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "flask", "--app", "app", "courseware", "serve"]
    process = subprocess.Popen(command, cwd=config.ROOT, env=environment)
    yield process, port, database
    process.kill()
    process.wait()
    database.dispose()


def test_web_answers_and_the_worker_works_until_both_are_ended(
    served: tuple["subprocess.Popen[bytes]", int, db.Database],
):
    process, port, database = served
    assert _until(40, lambda: _get(port, "/readyz") == 200)
    assert _until(20, lambda: _done(database) >= 1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert _get(port, "/healthz") == 0


def _done(database: db.Database) -> int:
    with db.reading(database) as rows:
        query = select(func.count()).where(jobs.Job.done_at.is_not(None))
        return rows.scalar(query) or 0
