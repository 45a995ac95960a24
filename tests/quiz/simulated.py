"""People who take whole quizzes at a server that is killed, over lines that are cut.

Each browser does what static/js/quiz-save.js does: one answer after the other, the same step
until it is acknowledged, and the newest step that it knows of with every answer. Afterwards
`problems` compares the database with what the browsers were told.
"""

import json
import os
import random
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from math import floor
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.content.definitions import QuestionDefinition, QuizDefinition
from courseware.journal.models import Entry
from courseware.learning.models import Enrolment
from courseware.quiz.models import AnswerStep, Attempt, QuestionMark
from courseware.quiz.types import counts
from tests.quiz.living import server

BROWSERS = 8
#: how often the line is cut: before half of the request was sent, or before the reply was read
CUT = 0.12
CUT_AT_THE_END = 0.5  #: when it is handed in, so that two sendings of one page meet at the server
PATIENCE = 90  #: seconds after which a browser that still has no answer is a failure
WRONG = "zzz"


@dataclass(frozen=True)
class Step:
    """An answer that a browser was told is saved."""

    id: int
    client_id: str
    question: str
    response: str  # as JSON


@dataclass
class Played:
    """One attempt as its browser saw it."""

    person: int
    attempt: int = 0
    acknowledged: list[Step] = field(default_factory=list)
    #: by question, the share of the mark that the last acknowledged answer is worth
    worth: dict[str, float] = field(default_factory=dict)
    #: of the page that handed it in
    last_page: str = ""


@dataclass
class Story:
    """What happened: for the assertion, and for the line in the result."""

    seed: int
    played: list[Played] = field(default_factory=list)
    kills: int = 0
    cuts: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        return sum(len(played.acknowledged) for played in self.played)


class Cut(Exception):
    """The line broke before the reply was there."""


class Living:
    """A server that is killed now and then, and comes back on another port."""

    def __init__(self, place: db.Database, folder: Path) -> None:
        self.place, self.folder = place, folder
        self.port, self.requests = 0, 0
        self.is_lost = False  # it does not start any more
        self.finished = threading.Event()

    @contextmanager
    def up(self, after: Sequence[int], story: Story) -> Iterator[None]:
        """Running; killed after so many requests each time, and started again."""
        started = threading.Event()
        keeper = threading.Thread(target=self._keep_up, args=(after, story, started))
        keeper.start()
        started.wait(30)
        try:
            yield
        finally:
            self.finished.set()
            keeper.join()

    def _keep_up(self, after: Sequence[int], story: Story, started: threading.Event) -> None:
        try:
            for more in [*after, 0]:
                with server(self.place, self.folder) as (port, process):
                    self.port = port
                    started.set()
                    wanted = self.requests + more
                    while not self.finished.is_set() and not (more and self.requests >= wanted):
                        time.sleep(0.002)
                    if self.finished.is_set():
                        return
                    os.kill(process.pid, signal.SIGKILL)
                    story.kills += 1
        except Exception as error:  # nobody waits for a server that does not start
            story.failures.append(f"server: {error!r}")
            self.is_lost = True


class Browser:
    """Somebody's browser: sends again until there is a reply."""

    def __init__(self, living: Living, cookie: str, chance: random.Random, story: Story) -> None:
        self.living, self.cookie, self.chance, self.story = living, cookie, chance, story
        self.cut = CUT

    def until_answered(self, method: str, path: str, body: str, kind: str) -> tuple[int, str, str]:
        """Status, place and body of the first reply that arrives."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not self.living.is_lost:
            try:
                status, place, reply = self._send(method, path, body, kind)
            except (Cut, OSError, HTTPException):
                time.sleep(0.01)
                continue
            if status < 500:
                return status, place, reply
            self.story.failures.append(f"{status} for {method} {path}")
        raise TimeoutError(f"{method} {path}")

    def _send(self, method: str, path: str, body: str, kind: str) -> tuple[int, str, str]:
        whole = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {self.cookie}\r\n"
            f"Accept: application/json\r\nContent-Type: application/{kind}\r\n"
            f"Content-Length: {len(body.encode())}\r\n\r\n{body}"
        ).encode()
        fate = self.chance.random()
        with socket.create_connection(("127.0.0.1", self.living.port), timeout=10) as line:
            self.living.requests += 1
            if fate < self.cut / 2:
                line.sendall(whole[: len(whole) // 2])
                self._cut()
            line.sendall(whole)
            if fate < self.cut:
                time.sleep(self.chance.random() * 0.01)
                self._cut()
            reply = HTTPResponse(line, method=method)
            reply.begin()
            return reply.status, reply.headers.get("Location", ""), reply.read().decode()

    def _cut(self) -> None:
        self.story.cuts += 1
        raise Cut


def play(
    place: db.Database, folder: Path, quiz: QuizDefinition, size: tuple[int, int], seed: int
) -> Story:
    """So many attempts, with the server killed so often; the same seed makes the same choices."""
    attempts, kills = size
    chance, story = random.Random(seed), Story(seed)
    waiting: SimpleQueue[tuple[Played, int]] = SimpleQueue()
    for person in _people(place, attempts):
        story.played.append(Played(person))
        waiting.put((story.played[-1], chance.getrandbits(32)))
    # Between two kills, so many requests that the last one comes before the end of it all.
    share = attempts * 15 // (kills + 1)
    after = [chance.randint(share // 2, share) for _ in range(kills)]
    living = Living(place, folder)

    def take_one_after_the_other() -> None:
        while not living.is_lost:
            try:
                played, own_seed = waiting.get_nowait()
            except Empty:
                return
            try:
                own = random.Random(own_seed)
                browser = Browser(living, cookie_of(played.person), own, story)
                _take(browser, played, quiz)
            except Exception as error:  # a thread tells nobody; `problems` does
                story.failures.append(f"person {played.person}: {error!r}")

    with living.up(after, story):
        threads = [threading.Thread(target=take_one_after_the_other) for _ in range(BROWSERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return story


def _take(browser: Browser, played: Played, quiz: QuizDefinition) -> None:
    """Begin, answer everything and change one's mind about some of it, hand in."""
    form = "x-www-form-urlencoded"
    status, where, reply = browser.until_answered(
        "POST", f"/quizzes/{quiz.slug}/attempts", "", form
    )
    assert status == 303, reply
    played.attempt = int(where.rpartition("/")[2])
    with db.reading(browser.living.place) as rows:
        drawn = rows.scalars(select(Attempt.questions).where(Attempt.id == played.attempt)).one()
    numbers = {q["id"]: n for n, q in enumerate(drawn, 1)}
    chance = browser.chance
    order = [q for q in numbers for _ in range(chance.choice((1, 1, 2, 3)))]
    chance.shuffle(order)
    seen: dict[str, int] = {}
    page: dict[str, list[str]] = {}
    for turn, question_id in enumerate(order):
        question, name = quiz.question(question_id), f"q{numbers[question_id]}"
        response, worth, fields = choose(question, name, chance)
        known = {f"seen-{name}": [str(seen.get(question_id, 0))]}
        client_id = f"{played.attempt:08}-{turn:04}-{chance.getrandbits(64):016x}"
        body = json.dumps({"step": client_id, "fields": fields | known})
        status, _, reply = browser.until_answered(
            "PUT", f"{where}/answers/{question_id}", body, "json"
        )
        assert status == 200, reply
        assert json.loads(reply)["counts"], reply
        seen[question_id] = json.loads(reply)["seen"]
        played.acknowledged.append(
            Step(seen[question_id], client_id, question_id, json.dumps(response))
        )
        played.worth[question_id] = worth
        page = {n: v for n, v in page.items() if n != name and not n.startswith(f"{name}-")}
        page |= fields | {f"seen-{name}": [str(seen[question_id])]}
    # The page itself carries every answer once more, as a browser's form does.
    page["step"] = [f"{played.attempt:08}-page"]
    sent = urlencode(page, doseq=True)
    browser.cut = CUT_AT_THE_END
    status, _, reply = browser.until_answered("POST", f"{where}/submission", sent, form)
    assert status == 303, reply
    status, _, played.last_page = browser.until_answered("GET", where, "", form)
    assert status == 200, played.last_page


def choose(
    question: QuestionDefinition, name: str, chance: random.Random
) -> tuple[Any, float, dict[str, list[str]]]:
    """An answer, the share it is worth, and its fields: worked out here from the file, not by the engine."""
    how = chance.choice(("right", "right", "wrong", "none"))
    if how == "none":
        return None, 0.0, {}
    if question.type in ("single", "multiple"):
        rights = [option.id for option in question.options if option.correct]
        wrongs = [option.id for option in question.options if not option.correct]
        if question.type == "single":
            picked = chance.choice(rights if how == "right" else wrongs)
            return picked, float(how == "right"), {name: [picked]}
        chosen = rights if how == "right" else rights[:1]
        return chosen, len(chosen) / len(rights), {name: chosen}
    if question.type == "true_false":
        said = str(question.body["answer"] == (how == "right")).lower()
        return said, float(how == "right"), {name: [said]}
    return _placed(question, name, how) or _typed(question, name, how)


def _placed(question: QuestionDefinition, name: str, how: str) -> Any:
    body = question.body
    if question.type == "ordering":
        ids = [item["id"] for item in body["items"]]
        ids = ids if how == "right" else ids[::-1]
        fields = {f"{name}-{item}": [str(place)] for place, item in enumerate(ids, 1)}
        return ids, float(how == "right"), fields
    if question.type == "matching":
        homes = {pair["id"]: pair["id"] for pair in body["pairs"]}
    elif question.type == "categorize":
        homes = {item["id"]: item["in"] for item in body["items"]}
    else:
        return None
    given = dict(homes if how == "right" else list(homes.items())[:1])
    return (
        given,
        len(given) / len(homes),
        {f"{name}-{key}": [value] for key, value in given.items()},
    )


def _typed(question: QuestionDefinition, name: str, how: str) -> Any:
    if question.type == "numeric":
        right = str(question.body["answer"])
    elif question.type == "fill_in":
        right = question.body["answers"]["zh"][0]
    else:
        right = WRONG  # a text for a trainer
    words = right if how == "right" else WRONG
    return words, float(how == "right"), {name: [words]}


def problems(place: db.Database, story: Story, quiz: QuizDefinition) -> list[str]:
    """Everything in which the database differs from what the browsers were told; empty when nothing was lost."""
    found = list(story.failures)
    for played in story.played:
        stored = _stored(place, played)
        wanted = {
            "one attempt": [a.id for a in stored.attempts] == [played.attempt],
            "handed in by its person": [a.ended_by for a in stored.attempts] == ["person"],
            "begun and handed in once": stored.told == {"began": 1, "handed in": 1},
            "every acknowledged answer once, and no other": stored.steps == played.acknowledged,
            "all of them count": stored.outcomes == {"counted"},
            "marks": _are_as_earned(stored, played, quiz),
        }
        found += [
            f"attempt {played.attempt} of person {played.person} fails: {what}"
            for what, holds in wanted.items()
            if not holds
        ]
    return found


def kept(place: db.Database, story: Story) -> int:
    """How many of the acknowledged answers are there, each exactly once."""
    return sum(
        Counter(_stored(place, played).steps)[step] == 1
        for played in story.played
        for step in played.acknowledged
    )


@dataclass(frozen=True)
class _Stored:
    """What the database holds of one attempt and its person."""

    attempts: list[Any]
    steps: list[Step]
    outcomes: set[str]
    marks: list[Any]
    told: Counter[str]  # in the journal


def _stored(place: db.Database, played: Played) -> _Stored:
    step, mark = AnswerStep.__table__, QuestionMark.__table__
    own = Entry.object_kind == "attempt", Entry.object_id == str(played.attempt)
    with db.reading(place) as rows:
        query = select(Attempt.__table__).where(Attempt.person_id == played.person)
        attempts = list(rows.execute(query))
        query = select(step).where(step.c.attempt_id == played.attempt).order_by(step.c.id)
        steps = list(rows.execute(query))
        marks = list(rows.execute(select(mark).where(mark.c.attempt_id == played.attempt)))
        told = Counter(rows.scalars(select(Entry.verb).where(*own)))
    return _Stored(
        attempts,
        [Step(s.id, s.client_id, s.question, json.dumps(s.response)) for s in steps],
        {s.outcome for s in steps},
        marks,
        told,
    )


def _are_as_earned(stored: _Stored, played: Played, quiz: QuizDefinition) -> bool:
    """Each question marked once, by the last acknowledged answer, and the result is their mean, rounded down."""
    entering = {q: worth for q, worth in played.worth.items() if counts(quiz.question(q))}
    given = {mark.question: mark.fraction for mark in stored.marks if mark.counts}
    asked_once = sorted(mark.question for mark in stored.marks) == sorted(played.worth)
    if not (entering and asked_once and given.keys() == entering.keys()):
        return False
    score = floor(round(sum(entering.values()) / len(entering) * 1000, 6)) / 10
    same = all(abs(given[question] - worth) < 1e-9 for question, worth in entering.items())
    return same and [attempt.score for attempt in stored.attempts] == [score]


def cookie_of(person: int) -> str:
    """What tests.quiz.living's server takes for a signed-in person."""
    app = Flask("cookies")
    app.secret_key = "test"
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return f"session={serializer.dumps({'_user_id': f'{person}.1', '_fresh': True})}"


def _people(place: db.Database, number: int) -> list[int]:
    with db.transaction(place) as session:
        people = [Person(email=f"s{n}@test.example", name=f"学员{n}") for n in range(number)]
        session.add_all(people)
        session.flush()
        ids = [person.id for person in people]
        session.add_all(Enrolment(person_id=i, track="new-seller", edition="2026-1") for i in ids)
    return ids
