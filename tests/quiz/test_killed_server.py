"""A server killed in the middle of saving loses no answer that it had acknowledged."""

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from sqlalchemy import select

from courseware import db
from courseware.quiz.models import AnswerStep, Attempt
from tests.quiz.living import server
from tests.quiz.papers import SLUG

BROWSERS = 4
ROUNDS = 2


def send(port: int, method: str, path: str, *, cookie: str, body: object = None) -> tuple[int, str]:
    """Status and place or body; 0 when the line was cut before the answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        headers = {
            "Cookie": cookie,
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body="step=0123456789abcdef", headers=headers)
        else:
            connection.request(method, path, body=json.dumps(body), headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location") or answer.read().decode()
    except (OSError, HTTPException):
        return 0, ""
    finally:
        connection.close()


def test_what_was_acknowledged_is_there(place: db.Database, cookie: str, tmp_path: Path):
    acknowledged: dict[str, str] = {}
    cut: dict[str, tuple[str, object]] = {}
    attempt = ""

    def answer_until_cut(browser: int, port: int, round_: int) -> None:
        for n in range(10_000):
            step, words = f"browser-{browser}-{round_}-{n}", f"words {browser} {round_} {n}"
            url = f"{attempt}/answers/{questions[n % len(questions)]}"
            number = n % len(questions) + 1
            sent = {"step": step, "fields": {f"q{number}": [words]}}
            status, _ = send(port, "PUT", url, cookie=cookie, body=sent)
            if status != 200:
                cut[step] = (url, sent)
                return
            acknowledged[step] = words

    for round_ in range(ROUNDS):
        with server(place, tmp_path) as (port, process):
            status, attempt = send(port, "POST", f"/quizzes/{SLUG}/attempts", cookie=cookie)
            assert status == 303
            with db.reading(place) as rows:
                questions = [q["id"] for q in rows.scalars(select(Attempt.questions)).one()]
            with ThreadPoolExecutor(BROWSERS) as browsers:
                for browser in range(BROWSERS):
                    browsers.submit(answer_until_cut, browser, port, round_)
                time.sleep(0.7)
                os.kill(process.pid, signal.SIGKILL)

    assert len(acknowledged) > 10
    assert len(cut) == BROWSERS * ROUNDS
    assert acknowledged.keys() <= stored(place)
    with server(place, tmp_path) as (port, _):
        for url, sent in cut.values():  # the browsers try again what was cut off
            assert send(port, "PUT", url, cookie=cookie, body=sent)[0] == 200
        assert send(port, "POST", f"{attempt}/submission", cookie=cookie)[0] == 303
        assert send(port, "GET", attempt, cookie=cookie)[0] == 200
    assert stored(place) == acknowledged.keys() | cut.keys()
    place.dispose()


def stored(place: db.Database) -> set[str]:
    """The steps in the database."""
    with db.reading(place) as rows:
        steps = rows.execute(select(AnswerStep.client_id)).scalars().all()
    assert len(steps) == len(set(steps))
    return set(steps)
