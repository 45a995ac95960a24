"""`make soak`: the full numbers, which the tests check in small; the result lies in benchmarks/soak.json.

python -m benchmarks.soak attempts    only that part
"""

import json
import os
import platform
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks import matrix, orders, pages
from courseware import config, db
from courseware.accounts.models import Person, Team
from courseware.cohorts.models import Cohort
from courseware.content import current
from courseware.content.library import Library
from tests.postgres import Server
from tests.quiz.papers import SLUG
from tests.quiz.simulated import kept, play, problems
from tests.schema import build_schema

RESULT = Path(__file__).parent / "soak.json"
THREADS, ROUNDS = 16, 100
ATTEMPTS, KILLS = 1000, 40
WORLDS, WORLDS_A_RUN = 200, 20
PEOPLE, CLASSES = 1000, 60
ROOT = Path(__file__).parent.parent
COURSE = ROOT / "tests" / "data" / "course"


def main(names: list[str]) -> int:
    """All parts, or those named; what another run found about the other parts stays in the file."""
    results = [
        result
        for name in names or PARTS
        for kind in ("sqlite", "postgresql")
        for result in PARTS[name](kind)
    ]
    new = {result["name"]: result for result in results}
    old = json.loads(RESULT.read_text())["results"] if names and RESULT.exists() else []
    facts = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
        "results": [*(result for result in old if result["name"] not in new), *results],
    }
    RESULT.write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    for result in results:
        print(f"{result['name']}: {result['found']} of {result['wanted']} in {result['seconds']} s")
    return 0 if all(result["found"] == result["wanted"] for result in results) else 1


def lost_updates(kind: str) -> list[dict[str, Any]]:
    """Sixteen threads each read a number and write it back one higher, a hundred times: none may be lost."""
    with _database(kind) as database:
        with db.transaction(database) as session:
            counter = Team(name="0")
            session.add(counter)
        started = time.monotonic()
        threads = [
            threading.Thread(target=_count, args=(database, counter.id)) for _ in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with db.transaction(database):
            found = int(db.load(Team, counter.id).name)
    return [
        {
            "name": f"concurrent read-then-writes kept, {kind}",
            "found": found,
            "wanted": THREADS * ROUNDS,
            "seconds": round(time.monotonic() - started, 1),
        }
    ]


def _count(database: db.Database, key: int) -> None:
    for _ in range(ROUNDS):
        with db.transaction(database):
            team = db.load(Team, key)
            team.name = str(int(team.name) + 1)


def attempts(kind: str) -> list[dict[str, Any]]:
    """A thousand quizzes over lines that are cut, at a server that is killed: all that was acknowledged is there."""
    current.serve(Library(COURSE))
    quiz = current.course().quizzes[SLUG]
    seed = secrets.randbits(32)
    with _database(kind) as database, tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        story = play(database, Path(folder), quiz, (ATTEMPTS, KILLS), seed)
        seconds = round(time.monotonic() - started, 1)
        wrong, there = problems(database, story, quiz), kept(database, story)
    for problem in wrong:
        print(problem)
    facts = {
        "seconds": seconds,
        "lines cut": story.cuts,
        "server killed": story.kills,
        "seed": seed,
    }
    return [
        {
            "name": f"acknowledged answers stored exactly once, {kind}",
            "found": there,
            "wanted": story.acknowledged,
            **facts,
        },
        {
            "name": f"attempts handed in once, marked by their last acknowledged answers, {kind}",
            "found": ATTEMPTS - len(wrong),
            "wanted": ATTEMPTS,
            **facts,
        },
    ]


def scope(kind: str) -> list[dict[str, Any]]:
    """In two hundred random worlds of teams, everybody sees exactly the people below them."""
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "tests/accounts/test_scope.py", "-q", "-k", kind]
    worlds = {"COURSEWARE_WORLDS": str(WORLDS_A_RUN)}
    runs = 0
    for _ in range(WORLDS // WORLDS_A_RUN):
        if subprocess.run(command, cwd=ROOT, env=os.environ | worlds, check=False).returncode:
            break
        runs += 1
    return [
        {
            "name": f"random worlds of teams in which the scope is right, {kind}",
            "found": runs * WORLDS_A_RUN,
            "wanted": WORLDS,
            "seconds": round(time.monotonic() - started, 1),
        }
    ]


def whole_matrix(kind: str) -> list[dict[str, Any]]:
    """A thousand people by fifty modules: how many of the bounds of time are kept."""
    started = time.monotonic()
    lines = matrix.measure_on(kind)
    return [
        {
            "name": f"bounds of time kept by the matrix of 1,000 × 50, {kind}",
            "found": sum(line["ratio"] >= line["goal"] for line in lines),
            "wanted": len(lines),
            "seconds": round(time.monotonic() - started, 1),
            "milliseconds": {line["name"]: line["value"] for line in lines},
        }
    ]


def large_world(kind: str) -> list[dict[str, Any]]:
    """A world of a thousand people in sixty classes, made by the command."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        values = {"INSTANCE": folder, "SECRET_KEY": "soak", "LOG_LEVEL": "ERROR"}
        if kind != "sqlite":
            values["DATABASE_URL"] = stack.enter_context(Server.start()).create("world")
        settings = config.from_environment(values)
        database = db.Database(settings.database_url)
        build_schema(database)
        started = time.monotonic()
        command = [sys.executable, "-m", "flask", "--app", "app", "courseware", "demo"]
        subprocess.run(
            [*command, "--size", str(PEOPLE)], cwd=ROOT, env=os.environ | values, check=True
        )
        seconds = round(time.monotonic() - started, 1)
        with database.readers.connect() as connection:
            people = connection.scalar(select(func.count()).select_from(Person)) or 0
            classes = connection.scalar(select(func.count()).select_from(Cohort)) or 0
        database.dispose()
    return [
        {
            "name": f"people and classes of a large demo world, {kind}",
            "found": [min(people, PEOPLE), min(classes, CLASSES)],
            "wanted": [PEOPLE, CLASSES],
            "seconds": seconds,
        }
    ]


@contextmanager
def _database(kind: str) -> Iterator[db.Database]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            database = db.Database(f"sqlite:///{folder}/soak.db")
            build_schema(database)
            yield database
            database.dispose()
        return
    with Server.start() as server:
        database = db.Database(server.create("soak"))
        build_schema(database)
        yield database
        database.dispose()


def many_certificates(kind: str) -> list[dict[str, Any]]:
    """A thousand certificates ordered as one archive: signed and zipped by two workers in half a minute."""
    with _database(kind) as database:
        return [orders.measure(database, kind)]


def every_page(kind: str) -> list[dict[str, Any]]:
    """Every page a link leads to, in both languages and schemes, narrow and enlarged; one database is enough."""
    if kind != "sqlite":
        return []
    started = time.monotonic()
    found = pages.measure()
    name = "views of pages without a fault of access, width or language"
    return [{"name": name, **found, "seconds": round(time.monotonic() - started, 1)}]


PARTS = {
    "lost_updates": lost_updates,
    "attempts": attempts,
    "scope": scope,
    "matrix": whole_matrix,
    "world": large_world,
    "orders": many_certificates,
    "pages": every_page,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
