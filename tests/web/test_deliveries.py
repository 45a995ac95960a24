"""What a device sends late takes effect once, however often it arrives, and for nobody but its owner."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from secrets import token_hex

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from courseware import db
from courseware.kit import clock, deliveries
from courseware.learning.models import Note
from courseware.web.deliveries import made_at

Browser = Callable[[str], FlaskClient]
NOTES = "/modules/01-first-talk/notes"
#: as the outbox asks, which goes nowhere
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def notes(database: db.Database) -> Callable[[], list[str]]:
    def texts() -> list[str]:
        with db.transaction(database) as session:
            return list(session.scalars(select(Note.text).order_by(Note.id)))

    return texts


def _send(client: FlaskClient, key: str, text: str = "Ask first.", **more: str) -> TestResponse:
    headers = {"Idempotency-Key": key} | {n.replace("_", "-"): v for n, v in more.items()}
    return client.post(NOTES, data={"text": text}, headers=headers)


def test_the_same_key_is_done_once_and_answered_alike(
    client_of: Browser, notes: Callable[[], list[str]]
):
    lin = client_of("lin")
    first, second = _send(lin, "k1"), _send(lin, "k1")
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert first.status_code == 303
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(notes()) == 1


def test_another_key_or_another_person_is_another_request(
    client_of: Browser, notes: Callable[[], list[str]]
):
    _send(client_of("lin"), "k1")
    _send(client_of("lin"), "k2")
    _send(client_of("otto"), "k1")
    assert len(notes()) == 3


def test_what_was_refused_may_come_again(client_of: Browser, notes: Callable[[], list[str]]):
    lin = client_of("lin")
    assert _send(lin, "k1", "").status_code == 422
    assert _send(lin, "k1").status_code == 303
    assert len(notes()) == 1


@given(arrivals=st.lists(st.integers(0, 4), min_size=1, max_size=12))
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_in_whatever_order_and_however_often_they_arrive_each_takes_effect_once(
    client_of: Browser, notes: Callable[[], list[str]], arrivals: list[int]
):
    lin, series, before = client_of("lin"), token_hex(4), len(notes())
    answers: dict[int, set[str]] = {}
    for one in arrivals:
        answer = _send(lin, f"{series}-{one}", f"{series} {one}", **SCRIPT)
        answers.setdefault(one, set()).add(answer.text)
    assert notes()[before:] == [f"{series} {one}" for one in dict.fromkeys(arrivals)]
    assert all(len(heard) == 1 for heard in answers.values())


def test_a_script_is_told_where_to_go_on_and_loads_no_page(client_of: Browser):
    lin, reading = client_of("lin"), NOTES.replace("/notes", "/readings")
    for _ in range(2):
        answer = lin.post(reading, headers={"Idempotency-Key": "k1", **SCRIPT})
        assert answer.status_code == 200
        assert answer.json == {"location": "/quizzes/01-first-talk"}


def test_nobody_sends_what_somebody_else_wrote(client_of: Browser, notes: Callable[[], list[str]]):
    lin, otto = client_of("lin"), client_of("otto")
    mark = lin.get("/deliveries/sender").json["person"]  # type: ignore[index]  # a dict
    assert mark != otto.get("/deliveries/sender").json["person"]  # type: ignore[index]  # a dict
    refused = _send(otto, "k1", Sent_By=mark, **SCRIPT)
    assert refused.status_code == 412
    assert "Somebody else wrote this" in (refused.json or {})["error"]
    keyless = {"Sent-By": mark, **SCRIPT}
    assert otto.post(NOTES, data={"text": "Ask first."}, headers=keyless).status_code == 412
    assert notes() == []
    assert _send(lin, "k1", Sent_By=mark).status_code == 303


def test_the_sender_is_asked_only_when_signed_in(app: Flask, client_of: Browser):
    assert app.test_client().get("/deliveries/sender", headers=SCRIPT).status_code == 401
    told = client_of("lin").get("/deliveries/sender")
    assert set(told.json or {}) == {"person", "token"}
    assert told.headers["Cache-Control"] == "private, no-store"
    assert client_of("lin").post("/deliveries/sender").status_code == 405


def test_what_comes_late_leaves_no_words_for_the_next_page(client_of: Browser):
    lin = client_of("lin")
    reading = NOTES.replace("/notes", "/readings")
    lin.post(reading, headers={"Idempotency-Key": "k1", "Sent-Late": "yes", **SCRIPT})
    assert "Read. Now show" not in lin.get("/modules?lang=en").text


def test_the_same_at_one_moment_is_told_to_come_again(
    client_of: Browser, notes: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
):
    lin = client_of("lin")
    _send(lin, "k1")
    monkeypatch.setattr(
        deliveries, "answer_to", lambda _key: None
    )  # not seen yet: the other is at work
    answer = _send(lin, "k1", **SCRIPT)
    assert (answer.status_code, answer.headers["Retry-After"]) == (409, "1")
    assert len(notes()) == 1


@pytest.mark.parametrize(
    ("said", "is_taken"),
    [
        ("2026-09-01T08:00:00.000Z", True),
        ("2999-01-01T08:00:00.000+00:00", False),
        ("yesterday", False),
        ("", False),
    ],
)
def test_a_device_may_say_when_but_not_later_than_now(app: Flask, said: str, is_taken: bool):
    now = datetime(2026, 9, 7, 8, tzinfo=UTC)
    with clock.frozen(now), app.test_request_context(headers={"Made-At": said}):
        assert (made_at() == now) is not is_taken
        assert now - timedelta(days=999) < made_at() <= now
