"""The platform as an installation runs it: a web process and a worker on a scratch folder."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from courseware import config, db
from courseware.kit import clock
from courseware.learning.models import Obligation

#: seconds within which a process must be up, and a command done
PATIENCE = 60


class Platform:
    """A web server and a worker of their own, ended by their handles."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "INSTANCE": str(folder / "instance"),
            "DATABASE_URL": database_url,
            "COURSE_ROOT": os.environ.get("COURSE_ROOT", str(config.ROOT)),
            "PORT": str(self.port),
            "PUBLIC_URL": self.base,
            "LOG_LEVEL": "WARNING",
            "PYTHONUNBUFFERED": "1",
        }
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.start_web()
        self.worker = self._process("worker", "-m", "flask", "--app", "app", "courseware", "worker")

    def start_web(self) -> None:
        """Start the web process and wait until it is ready to answer."""
        self.web = self._process("web", "app.py")
        deadline = time.monotonic() + PATIENCE
        while not self._is_ready():
            ended = _ends_within(self.web, 0.05)
            assert not ended, f"The web process ended:\n{self.log('web')}"
            assert time.monotonic() < deadline, f"The web process is not ready:\n{self.log('web')}"

    def kill_web(self) -> None:
        """As a power cut would end it: nothing can be written any more."""
        assert self.web is not None
        self.web.kill()
        self.web.wait(PATIENCE)

    def stop(self) -> None:
        for process in (self.web, self.worker):
            if process is not None and process.poll() is None:
                process.terminate()
                if not _ends_within(process, 10):
                    process.kill()
                    process.wait(PATIENCE)

    def command(self, *words: str) -> str:
        """What `flask courseware …` prints."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", "courseware", *words],
            cwd=config.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def let_dates_pass(self) -> None:
        """Everything that is open was due yesterday: nobody can wait for that here."""
        database = db.Database(self.environment["DATABASE_URL"])
        yesterday = clock.now() - timedelta(days=1)
        with db.transaction(database) as session:
            session.execute(
                update(Obligation)
                .where(Obligation.due_at.is_not(None))
                .values(due_at=yesterday, due_on=yesterday.date())
            )
        database.dispose()

    def log(self, name: str) -> str:
        """What a process has said so far; a restarted one goes on in the same file."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _process(self, name: str, *words: str) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *words],
                cwd=config.ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _ends_within(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True
