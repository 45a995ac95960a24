"""What a trainer tells the class reaches everybody, stays on its page, and can be withdrawn."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.cohorts.models import Announcement, CohortMembership
from courseware.notices.models import Notice
from tests.world import START, Cast

ClientOf = Callable[[str], FlaskClient]
TEXT = "周五停课 <b>!</b>\nSee https://example.com/plan"


def told(database: db.Database) -> list[int]:
    with db.reading(database) as rows:
        query = select(Notice.person_id).where(Notice.sentence == "{who} to {name}: {text}")
        return list(rows.scalars(query))


def test_everybody_is_told_and_the_page_keeps_it_with_links(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    tara, path = client_of("tara"), f"/cohorts/{cast.cohort}/announcements"
    assert tara.post(path, data={"text": TEXT}).status_code == 303
    assert told(database) == [cast.lin]
    page = client_of("lin").get(f"/classes/{cast.cohort}").text
    assert '<a href="https://example.com/plan"' in page
    assert "<b>!</b>" not in page
    with db.reading(database) as rows:
        number = rows.scalar(select(Announcement.id))
    other = f"/cohorts/{cast.other_cohort}/announcements/{number}/withdrawals"
    assert client_of("oda").post(other).status_code == 404
    assert tara.post(f"{path}/{number}/withdrawals").status_code == 303
    assert tara.post(f"{path}/999/withdrawals").status_code == 404
    assert "周五停课" not in client_of("lin").get(f"/classes/{cast.cohort}").text


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_nothing_and_too_much_is_not_told(
    client_of: ClientOf, cast: Cast, database: db.Database, text: str
):
    path = f"/cohorts/{cast.cohort}/announcements"
    assert client_of("tara").post(path, data={"text": text}).status_code == 422
    assert told(database) == []


def test_more_than_fifty_are_told_only_after_a_question(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    with db.transaction(database) as session:
        people = [Person(email=f"p{n}@test.example", name=f"P{n}") for n in range(50)]
        session.add_all(people)
        session.flush()
        session.add_all(
            CohortMembership(cohort_id=cast.cohort, person_id=p.id, from_on=START) for p in people
        )
    tara, path = client_of("tara"), f"/cohorts/{cast.cohort}/announcements"
    asked = tara.post(path, data={"text": "Hello"})
    assert asked.status_code == 200
    assert "51" in asked.text
    assert told(database) == []
    assert tara.post(path, data={"text": "Hello", "sure": "1"}).status_code == 303
    assert len(told(database)) == 51


@pytest.mark.parametrize(
    ("who", "status"),
    [("lin", 200), ("tara", 200), ("ada", 200), ("otto", 404), ("oda", 404), ("mei", 404)],
)
def test_only_its_people_see_the_page_of_a_class(
    client_of: ClientOf, cast: Cast, who: str, status: int
):
    assert client_of(who).get(f"/classes/{cast.cohort}").status_code == status
    assert client_of(who).get("/classes/999").status_code == 404
    assert client_of(who).post(f"/classes/{cast.cohort}").status_code == 405
    signed_out = client_of("nobody").get(f"/classes/{cast.cohort}", headers={"Accept": "text/html"})
    assert "/login" in signed_out.location


def test_the_classes_one_is_in_are_listed_and_stand_on_home(client_of: ClientOf, cast: Cast):
    assert "一班" in client_of("lin").get("/classes").text
    assert f"/classes/{cast.cohort}" in client_of("lin").get("/").text
    empty = client_of("sam").get("/classes").text
    assert "You are in no class" in empty
