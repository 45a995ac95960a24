"""What a signed-in lesson page costs the server, as a ratio to the floor."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.load import milliseconds_a_request
from benchmarks.serving import free_port, wait_for
from courseware import config, db
from courseware.content import current
from courseware.factory import create_app
from courseware.kit import passwords
from courseware.learning.actions import open_module
from courseware.notices.actions import tell
from tests import world
from tests.schema import build_schema

ROUNDS = 5
#: both servers share one core, the load has the others
_ON_ONE_CORE = ["taskset", "-c", str(min(os.sched_getaffinity(0)))]
GOAL = 0.40
#: a module whose page weighs what a full lesson weighs
MODULE = "08-internal-resources-and-capabilities"


def measure() -> list[dict[str, Any]]:
    """One result: how many lesson pages cost as much as one request to the floor."""
    with tempfile.TemporaryDirectory() as folder, _servers(Path(folder)) as (floor, page, cookie):
        path = f"/modules/{MODULE}"
        for server, where in ((floor, "/"), (page, path)):
            milliseconds_a_request(server[0], server[1], where, cookie=cookie, times=320)
        floors, pages = [], []
        for _ in range(ROUNDS):  # in turns, so that a noisy moment hits both
            floors.append(milliseconds_a_request(floor[0], floor[1], "/"))
            pages.append(milliseconds_a_request(page[0], page[1], path, cookie=cookie))
    ratios = [low / high for low, high in zip(floors, pages, strict=True)]
    return [
        {
            "name": "signed-in lesson page, 16 connections",
            "value": round(statistics.median(pages), 3),
            "unit": "CPU ms a request",
            "against": f"floor {statistics.median(floors):.3f} ms",
            "ratio": round(statistics.median(ratios), 3),
            "goal": GOAL,
        }
    ]


@contextmanager
def _servers(folder: Path) -> Iterator[tuple[Any, Any, str]]:
    settings = config.from_environment({"INSTANCE": str(folder), "SECRET_KEY": "bench"})
    cookie = prepare_learner(settings)
    ports = free_port(), free_port()
    environment = {
        **os.environ,
        "INSTANCE": str(folder),
        "SECRET_KEY": "bench",
        "PORT": str(ports[1]),
        "LOG_LEVEL": "INFO",
    }
    floor = [sys.executable, "-m", "benchmarks.floor", settings.database_url, str(ports[0])]
    with (folder / "log").open("w") as log:
        started = [
            subprocess.Popen(
                [*_ON_ONE_CORE, *command], cwd=config.ROOT, env=environment, stderr=log
            )
            for command in (floor, [sys.executable, "app.py"])
        ]
        try:
            for port in ports:
                wait_for(port)
            yield *((p.pid, ("127.0.0.1", n)) for p, n in zip(started, ports, strict=True)), cookie
        finally:
            for process in started:
                process.terminate()
                process.wait()


def prepare_learner(settings: config.Settings) -> str:
    """A database with the cast, five unread notices, and a cookie of the learner."""
    app = create_app(settings)
    database: db.Database = app.extensions["database"]
    build_schema(database)
    with db.transaction(database) as session:
        cast = world.populate(session, passwords.hash_password(world.PASSWORD))
        for module in current.course().modules:  # a learner on the way: all fifty have a state
            open_module(cast.lin, module.slug)
        for number in range(5):
            tell(cast.lin, "Saved.", "/", key=f"bench:{number}")
    client = app.test_client()
    with client.session_transaction() as session_cookie:
        session_cookie["_user_id"], session_cookie["_fresh"] = f"{cast.lin}.1", True
        session_cookie["lang"] = "zh"
    client.get("/account")  # a browser has been on a page before: its session holds the form token
    found = client.get_cookie("session")
    database.dispose()
    assert found is not None
    return f"session={found.value}"


if __name__ == "__main__":
    print(measure())
