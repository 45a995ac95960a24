"""How fast answers are saved, as a ratio to a bare view that inserts one row.

The server has one core to itself; the load, and PostgreSQL, have another. Sixty-four people
each answer a quiz of their own, as a browser does: with its cookie, the form's token, a new
step, and the newest step that its page knows of.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from benchmarks.load import Line, answer_in_turns
from benchmarks.serving import free_port, wait_for
from courseware import config, db
from courseware.accounts.models import Person
from courseware.content import current
from courseware.factory import create_app
from courseware.quiz.types import type_of
from tests.postgres import Server
from tests.quiz.papers import fields_of
from tests.schema import build_schema

CONNECTIONS = (16, 64)
ROUNDS = 3
SECONDS = 2.0
GOAL = 0.40
SLOWEST = 0.5  #: seconds, for ninety-nine of a hundred answers at 64 connections
MODULE = "08-internal-resources-and-capabilities"
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, OTHER_CORE = CORES[0], CORES[-1]
TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')


@dataclass(frozen=True)
class Browser:
    """Somebody in the middle of a quiz."""

    cookie: str
    token: str
    attempt: int
    #: by question: the fields of its right answer, and the name of its number
    answers: list[tuple[str, dict[str, list[str]], str]]


def measure() -> list[dict[str, Any]]:
    """Three results for each database: answers a second at 16 and at 64 connections, the slowest at 64."""
    results = []
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(
        0, {OTHER_CORE}
    )  # and whatever is started from here, unless it says otherwise
    try:
        for kind in ("sqlite", "postgresql"):
            with _servers(kind) as (floor, app, browsers):
                results += _compared(kind, floor, app, [_line(browser) for browser in browsers])
    finally:
        os.sched_setaffinity(0, allowed)
    return results


def _compared(kind: str, floor: int, app: int, lines: list[Line]) -> list[dict[str, Any]]:
    results, slowest = [], 0.0
    for connections in CONNECTIONS:
        rates: tuple[list[float], list[float]] = ([], [])
        slow = []
        for round_ in range(ROUNDS + 1):  # in turns, so that a noisy moment hits both
            bare = answer_in_turns(floor, _bare_lines(connections), SECONDS)
            ours = answer_in_turns(app, lines[:connections], SECONDS)
            if round_:  # the first warms up
                rates[0].append(len(bare) / SECONDS)
                rates[1].append(len(ours) / SECONDS)
                slow.append(sorted(ours)[int(len(ours) * 0.99)])
        ratio = statistics.median(b / a for a, b in zip(*rates, strict=True))
        slowest = statistics.median(slow)
        results.append(
            {
                "name": f"answers saved, {connections} connections, {kind}",
                "value": round(statistics.median(rates[1])),
                "unit": "requests a second on one core",
                "against": f"a view that inserts one row: {statistics.median(rates[0]):.0f}",
                "ratio": round(ratio, 3),
                "goal": GOAL,
            }
        )
    results.append(
        {
            "name": f"slowest of a hundred answers (p99), {CONNECTIONS[-1]} connections, {kind}",
            "value": round(slowest, 3),
            "unit": "s",
            "against": f"bound {SLOWEST} s",
            "ratio": round(SLOWEST / slowest, 2),
            "goal": 1,
        }
    )
    return results


def _line(browser: Browser) -> Line:
    """The requests of one browser: one question after the other, each knowing what was saved before."""
    seen = dict.fromkeys((question for question, _, _ in browser.answers), "0")
    numbers = count()
    asked = ""

    def following(reply: bytes) -> bytes:
        nonlocal asked
        if reply:
            seen[asked] = str(json.loads(reply)["seen"])
        number = next(numbers)
        question, fields, name = browser.answers[number % len(browser.answers)]
        asked = question
        step = f"{time.monotonic_ns():016x}{number:016x}"
        body = {"step": step, "fields": fields | {f"seen-{name}": [seen[question]]}}
        return _request(
            f"/attempts/{browser.attempt}/answers/{question}",
            json.dumps(body),
            f"Cookie: {browser.cookie}\r\nX-CSRFToken: {browser.token}\r\n",
        )

    return following


def _bare_lines(connections: int) -> list[Line]:
    def line(attempt: int) -> Line:
        numbers = count()

        def following(_reply: bytes) -> bytes:
            step = f"{time.monotonic_ns():016x}{next(numbers):016x}"
            body = {"attempt": attempt, "question": "q", "response": "a", "step": step}
            return _request("/answers", json.dumps(body), "")

        return following

    return [line(number + 1) for number in range(connections)]


def _request(path: str, body: str, headers: str) -> bytes:
    return (
        f"PUT {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n{headers}"
        f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}"
    ).encode()


@contextmanager
def _servers(kind: str) -> Iterator[tuple[int, int, list[Browser]]]:
    """The ports of the bare view and of the application, and people in the middle of a quiz."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = _maker_of_urls(kind, folder, stack)
        settings = config.from_environment(
            {
                "INSTANCE": str(folder),
                "SECRET_KEY": "bench",
                "DATABASE_URL": url("app"),
                "LOG_LEVEL": "ERROR",
            }
        )
        browsers = _prepare(settings)
        ports = free_port(), free_port()
        environment = {
            **os.environ,
            "INSTANCE": str(folder),
            "SECRET_KEY": "bench",
            "DATABASE_URL": settings.database_url,
            "PORT": str(ports[1]),
            "LOG_LEVEL": "INFO",
        }
        bare = [sys.executable, "-m", "benchmarks.floor_insert", url("floor"), str(ports[0])]
        log = stack.enter_context((folder / "log").open("w"))
        for command in (bare, [sys.executable, "app.py"]):
            process = subprocess.Popen(
                ["taskset", "-c", str(SERVER_CORE), *command],
                cwd=config.ROOT,
                env=environment,
                stderr=log,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
        for port in ports:
            wait_for(port)
        yield *ports, browsers


def _maker_of_urls(kind: str, folder: Path, stack: ExitStack) -> Callable[[str], str]:
    """How to name a new database of a kind."""
    if kind == "sqlite":
        return lambda name: f"sqlite:///{folder}/{name}.db"
    server = stack.enter_context(Server.start(durable=True))
    return server.create


def _prepare(settings: config.Settings) -> list[Browser]:
    """People who have each begun a quiz."""
    app = create_app(settings)
    database: db.Database = app.extensions["database"]
    build_schema(database)
    with db.transaction(database) as session:
        people = [
            Person(email=f"p{n}@test.example", name=f"学员{n}", password_hash=None)
            for n in range(max(CONNECTIONS))
        ]
        session.add_all(people)
        session.flush()
        ids = [person.id for person in people]
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # to begin; the server of the measurement checks
    browsers = [_begun(app.test_client(), person_id) for person_id in ids]
    database.dispose()
    return browsers


def _begun(client: FlaskClient, person_id: int) -> Browser:
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"], cookie["lang"] = f"{person_id}.1", True, "zh"
    place = client.post(f"/quizzes/{MODULE}/attempts").headers["Location"]
    page = client.get(place).text
    found, token = client.get_cookie("session"), TOKEN.search(page)
    assert found is not None
    assert token is not None
    quiz = current.course().quizzes[MODULE]
    answers = []
    for number, question_id in enumerate(re.findall(r'data-question="([^"]+)"', page), 1):
        question = quiz.question(question_id)
        fields = fields_of(question, type_of(question).key(question), number)
        answers.append((question_id, fields, f"q{number}"))
    return Browser(f"session={found.value}", token[1], int(place.rpartition("/")[2]), answers)


if __name__ == "__main__":
    for result in measure():
        print(result, flush=True)
