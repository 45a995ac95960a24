"""One person's page: for themselves, their trainers, the managers up the line, administrators; never an answer."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from courseware import db
from courseware.certificates.models import Certificate
from courseware.exercise.models import Submission
from courseware.kit import clock
from courseware.learning.models import Step
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lin", 200),
        ("tara", 200),
        ("mei", 200),
        ("bo", 200),
        ("ada", 200),
        ("otto", 404),
        ("oda", 404),
        ("omar", 404),
        ("sam", 404),
        ("ann", 404),
    ],
)
def test_who_sees_a_person(client_of: ClientOf, cast: Cast, who: str, status: int):
    answer = client_of(who).get(f"/people/{cast.lin}")
    assert answer.status_code == status
    assert ("林夏" in answer.text) == (status == 200)


def test_a_manager_is_not_seen_by_their_people(client_of: ClientOf, cast: Cast):
    assert client_of("lin").get(f"/people/{cast.mei}").status_code == 404
    assert client_of("mei").get(f"/people/{cast.bo}").status_code == 404


def test_bad_ids_wrong_method_and_signed_out(client_of: ClientOf, cast: Cast):
    for path in ("/people/999", "/people/x", "/people"):
        assert client_of("ada").get(path).status_code == 404
    assert client_of("ada").post(f"/people/{cast.lin}").status_code == 405
    answer = client_of("nobody").get(f"/people/{cast.lin}", headers={"Accept": "text/html"})
    assert "/login" in answer.location


@pytest.fixture
def steps(database: db.Database, cast: Cast) -> None:
    """lin took a quiz, failed one role-play and passed another, and handed in two forms of which one is accepted."""
    rows: list[dict[str, Any]] = [
        {"kind": "quiz", "item": "01-first-talk", "score": 71, "source_kind": "attempt"},
        {"kind": "roleplay", "item": "deck-talk", "score": 37, "source_kind": "session"},
        {"kind": "roleplay", "item": "long-talk", "score": 93, "source_kind": "session"},
        {"kind": "exercise", "item": "plan", "grade": "accepted", "source_kind": "submission"},
        {"kind": "exercise", "item": "review", "grade": "submitted", "source_kind": "submission"},
    ]
    with db.transaction(database) as session:
        for number, exercise in ((1, "plan"), (2, "review")):
            form = Submission(id=900 + number, exercise=exercise, module="02-team-plan")
            form.owner_id, form.version, form.wording = cast.lin, "x", "x"
            form.submitted_at, form.round, form.done_at = clock.now(), 1, clock.now()
            if number == 1:
                form.accepted_at, form.accepted_by_id = clock.now(), cast.tara
            session.add(form)
        for number, row in enumerate(rows):
            usual = {"person_id": cast.lin, "module": "02-team-plan", "score": None, "grade": None}
            own = {"passed": row.get("score", 100) > 75, "source_id": 898 + number}
            session.execute(insert(Step), [{**usual, **own, "at": clock.now(), **row}])


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize("who", ["tara", "mei", "ada"])
def test_practice_that_was_not_passed_stays_private(client_of: ClientOf, cast: Cast, who: str):
    own, theirs = (client_of(name).get(f"/people/{cast.lin}").text for name in ("lin", who))
    assert "37%" in own
    assert "Role-play not passed" in own
    assert "37%" not in theirs
    assert "93%" not in theirs
    assert "Role-play not passed" not in theirs
    assert "Role-play passed" in theirs
    assert "71%" in theirs


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize(
    ("who", "attempt", "accepted", "handed_in"),
    [
        ("lin", True, True, True),
        ("tara", True, True, True),
        ("mei", False, True, False),
        ("ada", False, False, False),
    ],
)
def test_links_lead_only_where_the_reader_may_go(
    client_of: ClientOf, cast: Cast, who: str, attempt: bool, accepted: bool, handed_in: bool
):
    page = client_of(who).get(f"/people/{cast.lin}").text
    assert ("/attempts/898" in page) == attempt
    assert ("/submissions/901" in page) == accepted
    assert ("/submissions/902" in page) == handed_in
    assert ("/sessions/" in page) == (who == "lin")


def test_certificates_and_dates_are_there(client_of: ClientOf, cast: Cast, database: db.Database):
    with db.transaction(database) as session:
        certificate = Certificate(serial="SSM-2026-000001", kind="course", person_id=cast.lin)
        certificate.source_id, certificate.subject, certificate.edition = 1, "new-seller", "test-1"
        certificate.facts = {"title": {"zh": "课程", "en": "The course"}}
        certificate.issued_at = clock.now()
        session.add(certificate)
    page = client_of("mei").get(f"/people/{cast.lin}").text
    assert "/certificates/" in page
    assert "The course" in page


def test_a_page_takes_so_many_statements_however_much_was_done(
    client_of: ClientOf, cast: Cast, database: db.Database, count_sql: Callable[[], int]
):
    client = client_of("mei")

    def statements() -> int:
        before = count_sql()
        assert client.get(f"/people/{cast.lin}").status_code == 200
        return count_sql() - before

    statements()
    few = statements()
    row = {"person_id": cast.lin, "kind": "quiz", "item": "01-first-talk", "score": 80}
    row |= {"module": "01-first-talk", "at": clock.now(), "passed": True}
    with db.transaction(database) as session:
        session.execute(insert(Step), [row] * 200)
    assert statements() == few
    assert "Older steps are not shown." in client.get(f"/people/{cast.lin}").text
