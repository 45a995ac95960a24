"""One-to-ones: both read them, nobody else does, and what was agreed shows how far it is."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from courseware import db
from courseware.accounts.models import TeamMembership
from courseware.assignments.models import Assignment
from courseware.coaching.models import AgreedStep, OneToOne
from courseware.content.definitions import Course
from courseware.learning.actions import record_step
from courseware.learning.types import Done
from courseware.web import zone
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
WORDS, REPLY = "谈了三个客户和一次丢单", "下次想听您打一次电话"
SOON = (zone.today() + timedelta(days=5)).isoformat()


@pytest.fixture
def talk(client_of: Browser, cast: Cast, database: db.Database) -> int:
    """The number of mei's talk with lin."""
    data = {"held_on": zone.today().isoformat(), "text": WORDS}
    assert client_of("mei").post(f"/people/{cast.lin}/talks", data=data).status_code == 303
    with db.reading(database) as rows:
        return rows.scalars(select(OneToOne.id)).one()


def agree(client: FlaskClient, talk: int, **data: str) -> int:
    sent = {"item": "exercise:plan", "words": "", "due_on": SOON, **data}
    return client.post(f"/talks/{talk}/steps", data=sent).status_code


def test_the_other_one_is_told_reads_and_answers(talk: int, client_of: Browser):
    lin, mei = client_of("lin"), client_of("mei")
    assert "has written down your one-to-one" in lin.get("/notices").text
    assert WORDS in lin.get(f"/talks/{talk}").text
    assert WORDS in lin.get("/talks").text
    assert lin.post(f"/talks/{talk}/replies", data={"reply": REPLY}).status_code == 303
    assert REPLY in mei.get(f"/talks/{talk}").text
    assert mei.get("/notices").text.count("has answered your one-to-one") == 1
    assert lin.post(f"/talks/{talk}/replies", data={"reply": ""}).status_code == 422


def test_what_was_answered_stays_as_it_is(talk: int, client_of: Browser):
    mei = client_of("mei")
    data = {"held_on": zone.today().isoformat(), "text": "改过的话"}
    assert mei.post(f"/talks/{talk}/text", data=data).status_code == 303
    assert "改过的话" in client_of("lin").get(f"/talks/{talk}").text
    client_of("lin").post(f"/talks/{talk}/replies", data={"reply": REPLY})
    assert mei.post(f"/talks/{talk}/text", data=data).status_code == 409
    assert client_of("lin").post(f"/talks/{talk}/text", data=data).status_code == 403
    assert mei.post(f"/talks/{talk}/replies", data={"reply": "x"}).status_code == 403


def test_a_step_becomes_an_assignment_whose_state_shows(
    talk: int, client_of: Browser, database: db.Database, course: Course, cast: Cast
):
    mei, lin = client_of("mei"), client_of("lin")
    assert agree(mei, talk, item=f"quiz:{course.modules[0].slug}") == 303
    assert "asks you" in lin.get("/notices").text
    assert ">open<" in lin.get(f"/talks/{talk}").text
    slug = course.modules[0].slug
    with db.transaction(database):
        record_step(course, Done(cast.lin, "quiz", slug, slug, passed=True))
    for who in (mei, lin):
        assert ">done<" in who.get(f"/talks/{talk}").text
    page = mei.get(f"/people/{cast.lin}/coaching").text
    assert "What you agreed last time" in page
    assert "1 of 1 steps done" in page


def test_a_form_agreed_on_must_be_accepted_by_who_agreed_it(
    talk: int, client_of: Browser, database: db.Database, cast: Cast
):
    assert agree(client_of("mei"), talk) == 303
    with db.reading(database) as rows:
        row = rows.execute(select(Assignment.__table__)).one()
    assert (row.kind, row.item, row.needs_acceptance, row.reviewer_id) == (
        "exercise", "plan", True, cast.mei,
    )  # fmt: skip


def test_a_step_in_ones_own_words_is_a_task(talk: int, client_of: Browser, database: db.Database):
    assert agree(client_of("mei"), talk, item="", words="给老客户打三个电话") == 303
    with db.reading(database) as rows:
        row = rows.execute(select(Assignment.__table__)).one()
    assert row.kind == "task"
    assert "给老客户打三个电话" in client_of("lin").get(f"/talks/{talk}").text


def test_a_step_needs_something_and_a_day_to_come(talk: int, client_of: Browser):
    mei = client_of("mei")
    assert agree(mei, talk, item="", words="") == 422
    assert agree(mei, talk, due_on="2020-01-01") == 422
    assert agree(mei, talk, item="exercise:nothing") == 422


def test_a_promise_of_the_leader_is_ticked_by_the_leader(
    talk: int, client_of: Browser, database: db.Database
):
    mei, lin = client_of("mei"), client_of("lin")
    data = {"promise": "约运营一起开会", "promise_on": SOON}
    assert mei.post(f"/talks/{talk}/promises", data=data).status_code == 303
    with db.reading(database) as rows:
        step = rows.scalars(select(AgreedStep.id)).one()
    assert "约运营一起开会" in lin.get(f"/talks/{talk}").text
    path = f"/talks/{talk}/promises/{step}/ticks"
    assert lin.post(path, data={"done": "1"}).status_code == 403
    for _ in range(2):
        assert mei.post(path, data={"done": "1"}).status_code == 303
    assert lin.get("/notices").text.count("has done what was promised") == 1
    assert ">done<" in lin.get(f"/talks/{talk}").text
    mei.post(path, data={"done": "0"})
    assert ">open<" in lin.get(f"/talks/{talk}").text
    assert mei.post(f"/talks/{talk}/promises/9999/ticks").status_code == 404
    assert lin.post(f"/talks/{talk}/promises", data=data).status_code == 403


@pytest.mark.parametrize("who", ["tara", "bo", "otto", "oda", "omar", "sam", "ada", "ann"])
def test_nobody_but_the_two_reads_it(talk: int, client_of: Browser, cast: Cast, who: str):
    other = client_of(who)
    for path in ("/talks", f"/people/{cast.lin}", f"/people/{cast.lin}/coaching", "/search?q=丢单"):
        assert WORDS not in other.get(path).text
    assert other.get(f"/talks/{talk}").status_code == 404
    assert other.get(f"/talks/{talk}/text").status_code == 404
    for part in ("replies", "steps", "promises", "promises/1/ticks"):
        assert other.post(f"/talks/{talk}/{part}").status_code == 404


def test_who_does_not_lead_somebody_writes_down_no_talk(client_of: Browser, cast: Cast):
    data = {"held_on": zone.today().isoformat(), "text": WORDS}
    for who in ("lin", "otto", "omar", "ada"):
        assert client_of(who).post(f"/people/{cast.lin}/talks", data=data).status_code == 404
    tomorrow = (zone.today() + timedelta(days=1)).isoformat()
    mei = client_of("mei")
    for bad in ({**data, "held_on": tomorrow}, {**data, "text": ""}):
        assert mei.post(f"/people/{cast.lin}/talks", data=bad).status_code == 422


def test_it_stays_with_both_when_they_part_but_nothing_is_added(
    talk: int, client_of: Browser, database: db.Database, cast: Cast
):
    with db.transaction(database) as session:
        of_lin = TeamMembership.person_id == cast.lin
        session.execute(update(TeamMembership).where(of_lin).values(to_on=zone.today()))
    mei = client_of("mei")
    assert WORDS in mei.get(f"/talks/{talk}").text
    assert agree(mei, talk) == 403
    assert mei.post(f"/talks/{talk}/promises", data={"promise": "x"}).status_code == 403


@pytest.mark.usefixtures("talk")
def test_the_list_costs_the_same_for_many_talks(
    client_of: Browser, database: db.Database, cast: Cast, count_sql: Callable[[], int]
):
    lin = client_of("lin")

    def cost() -> int:
        before = count_sql()
        assert lin.get("/talks").status_code == 200
        return count_sql() - before

    cost()
    few = cost()
    with db.transaction(database) as session:
        day = zone.today()
        session.add_all(
            OneToOne(person_id=cast.lin, by_id=cast.mei, held_on=day, text=str(n)) for n in range(9)
        )
    assert cost() == few
    assert len(re.findall(r'href="/talks/\d+"', lin.get("/talks").text)) == 10


def test_signed_out_and_wrong_method(talk: int, client_of: Browser, cast: Cast):
    nobody = client_of("nobody")
    for path in ("/talks", f"/talks/{talk}", "/observations"):
        assert nobody.get(path).status_code == 302
    mei = client_of("mei")
    assert mei.post("/talks").status_code == 405
    assert mei.get(f"/talks/{talk}/steps").status_code == 405
    assert mei.get(f"/people/{cast.lin}/talks").status_code == 405
