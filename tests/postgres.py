"""A PostgreSQL server that lives as long as the tests.

Every pytest process has its own: it is up in a second, and no process has to know
whether another still needs it.

    python -m tests.postgres    tries it out: silent when all is well
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import sql

USER = "courseware"
START_SECONDS = 30

SETTINGS = {
    # Reached by its socket only: no port to collide with, and nothing on the network.
    "listen_addresses": "",
    # Two test processes with a web server, a worker and threads of their own.
    "max_connections": "200",
    # The data is thrown away: nothing has to survive a power cut.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Compiling a query takes longer than a test's few rows.
    "jit": "off",
}
#: for what is measured: a commit is on the disk, as PostgreSQL has it by itself
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


class PostgresError(Exception):
    """The server could not be started; the message says why."""


@dataclass
class Server:
    """A running server; all its files lie in `folder`."""

    folder: Path
    process: subprocess.Popen[bytes]
    #: a child of ours by fork must not stop it when it exits
    owner: int = field(default_factory=os.getpid)

    @classmethod
    def start(cls, *, durable: bool = False) -> Self:
        """Start a server that ends with this process, at the latest."""
        # Not in TMPDIR: a socket's path may have 107 bytes, and "nobody" must reach it.
        folder = Path(tempfile.mkdtemp(prefix="courseware-postgres-", dir="/tmp"))
        try:
            server = cls(folder, _start_in(folder, SETTINGS | (DURABLE if durable else {})))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        atexit.register(server.stop)
        try:
            server._wait_until_ready()
        except BaseException:
            server.stop()
            raise
        return server

    def url(self, database: str) -> str:
        """SQLAlchemy's address of a database on this server."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}"

    def create(self, name: str, template: str | None = None) -> str:
        """Make a database, empty or a copy of `template`, and return its address.

        Nobody may be connected to the template.
        """
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._execute(command.format(sql.Identifier(name), sql.Identifier(template or "template0")))
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it. It may be missing already."""
        self._execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )

    def stop(self) -> None:
        """End the server and remove its files. May be called twice."""
        if os.getpid() != self.owner:
            return
        atexit.unregister(self.stop)
        if self.process.poll() is None:
            # At once, whoever is connected.
            self.process.send_signal(signal.SIGQUIT)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _execute(self, command: sql.Composed) -> None:
        with self._connect() as connection:
            connection.execute(command)

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(host=str(self.folder), user=USER, dbname="postgres", autocommit=True)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self._connect().close()
            except psycopg.OperationalError as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    log = (self.folder / "log").read_text(errors="replace")[-2000:]
                    message = f"PostgreSQL did not start: {error}\n{log}"
                    raise PostgresError(message) from None
                time.sleep(0.02)
            else:
                return


def _start_in(folder: Path, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    """Make a cluster in the folder and start a server on it."""
    programs = find_programs()
    owner: dict[str, Any] = {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        shutil.chown(folder, "nobody", "nogroup")
        owner = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    data = folder / "data"
    initdb: list[str | Path] = [programs / "initdb", "--pgdata", data, "--no-sync"]
    initdb += ["--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
    made = subprocess.run(
        initdb,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **owner,
    )
    if made.returncode:
        raise PostgresError(f"initdb failed: {made.stderr or made.stdout}")

    command: list[str | Path] = [programs / "postgres", "-D", data, "-k", folder]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    if setpriv := shutil.which("setpriv"):
        # atexit does not run in a process that is killed; the kernel ends the server then.
        command = [setpriv, "--pdeathsig", "QUIT", *command]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # A Ctrl-C at the terminal is for pytest, which then stops the server itself.
            start_new_session=True,
            **owner,
        )


def find_programs() -> Path:
    """The folder of PostgreSQL's server programs: PATH first, else the newest of Debian."""
    folders = []
    if on_path := shutil.which("initdb"):
        # The real folder: a link on PATH lies apart from the server's own files.
        folders.append(Path(on_path).resolve().parent)
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(versions, key=lambda folder: folder.parent.name.zfill(4), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresError("No PostgreSQL server programs here: bin/setup --test installs them")


def _try_out() -> None:
    with Server.start() as server:
        server.create("words")
        with psycopg.connect(host=str(server.folder), user=USER, dbname="words") as connection:
            connection.execute("CREATE TABLE word AS SELECT '销售' AS text")
        server.create("copy", template="words")
        connection = psycopg.connect(host=str(server.folder), user=USER, dbname="copy")
        row = connection.execute("SELECT text, length(text) FROM word").fetchone()
        assert row == ("销售", 2), row
        server.drop("copy")
        server.drop("copy")
        connection.close()
    assert not server.folder.exists()

    # A process that is killed takes its server with it.
    program = (
        "import time; from tests.postgres import Server; server = Server.start();"
        "print(server.folder, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        folder = other.stdout.readline().decode().strip()
        other.kill()
    time.sleep(1)
    try:
        psycopg.connect(host=folder, user=USER, dbname="postgres").close()
    except psycopg.OperationalError:
        shutil.rmtree(folder)
    else:
        raise AssertionError("the server outlived its process")


if __name__ == "__main__":
    _try_out()
