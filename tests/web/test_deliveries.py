"""What a device sends late takes effect once, however often it arrives."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from courseware import db
from courseware.learning.models import Note


@pytest.fixture
def count(database: db.Database) -> Callable[[], int]:
    def notes() -> int:
        with db.transaction(database) as session:
            return session.scalar(select(func.count()).select_from(Note)) or 0

    return notes


def _send(client: FlaskClient, key: str) -> TestResponse:
    course_page = "/modules/01-first-talk/notes"
    return client.post(course_page, data={"text": "Ask first."}, headers={"Idempotency-Key": key})


def test_the_same_key_is_done_once_and_answered_alike(
    client_of: Callable[[str], FlaskClient], count: Callable[[], int]
):
    lin = client_of("lin")
    first, second = _send(lin, "k1"), _send(lin, "k1")
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert first.status_code == 303
    assert second.headers["Idempotency-Replayed"] == "true"
    assert count() == 1


def test_another_key_or_another_person_is_another_request(
    client_of: Callable[[str], FlaskClient], count: Callable[[], int]
):
    _send(client_of("lin"), "k1")
    _send(client_of("lin"), "k2")
    _send(client_of("otto"), "k1")
    assert count() == 3


def test_what_was_refused_may_come_again(
    client_of: Callable[[str], FlaskClient], count: Callable[[], int]
):
    lin = client_of("lin")
    refused = lin.post(
        "/modules/01-first-talk/notes", data={"text": ""}, headers={"Idempotency-Key": "k1"}
    )
    assert refused.status_code == 422
    assert _send(lin, "k1").status_code == 303
    assert count() == 1
