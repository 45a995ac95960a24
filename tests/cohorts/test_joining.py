"""People come into a class by its link: at once or by the trainer's yes, with an account or without."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Link, Person
from courseware.cohorts import actions
from courseware.cohorts.models import Cohort, JoinRequest
from courseware.cohorts.queries import members_in
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.learning.models import Enrolment
from courseware.notices.models import Notice
from courseware.web import zone
from courseware.web.limits import counter
from tests.world import Cast, email

ClientOf = Callable[[str], FlaskClient]
STRANGER = {"name": "新同事", "email": " New@Test.Example ", "words": "我周一入职"}


@pytest.fixture
def link(client_of: ClientOf, cast: Cast, database: db.Database) -> Callable[..., str]:
    """The path of the link of Tara's class, made as she wants it."""

    def make(*, approval: bool = True, **more: str) -> str:
        sent = {"needs_approval": "y"} if approval else {}
        path = f"/cohorts/{cast.cohort}/joining/links"
        assert client_of("tara").post(path, data=sent | more).status_code == 303
        with db.reading(database) as rows:
            return f"/join/{rows.scalar(select(Cohort.join_code).where(Cohort.id == cast.cohort))}"

    return make


def members(database: db.Database, cast: Cast) -> set[str]:
    with db.reading(database):
        return {member.name for member in members_in(cast.cohort)}


def requests(database: db.Database) -> list[Any]:
    with db.reading(database) as rows:
        return list(rows.execute(select(JoinRequest.__table__).order_by(JoinRequest.id)))


def decide(client: FlaskClient, cast: Cast, ids: list[int], outcome: str) -> int:
    path = f"/cohorts/{cast.cohort}/joining/decisions"
    return client.post(path, data={"requests": ids, "outcome": outcome}).status_code


def test_the_page_shows_link_and_code_and_another_link_kills_the_old(
    client_of: ClientOf, cast: Cast, link: Callable[..., str]
):
    old = link()
    page = client_of("tara").get(f"/cohorts/{cast.cohort}/joining").text
    assert f"http://localhost{old}" in page
    assert "<svg" in page[page.index('class="qr"') :]
    assert link() == old  # saved again, it stays the same
    new = link(renew="1")
    assert client_of("sam").get(old).status_code == 404
    assert client_of("sam").get(new).status_code == 200
    removed = client_of("tara").post(f"/cohorts/{cast.cohort}/joining/links/removals")
    assert removed.status_code == 303
    assert client_of("sam").get(new).status_code == 404


def test_without_approval_whoever_has_an_account_is_in_at_once(
    client_of: ClientOf, cast: Cast, database: db.Database, link: Callable[..., str]
):
    path = link(approval=False)
    answer = client_of("sam").post(path)
    assert answer.location == f"/classes/{cast.cohort}"
    assert "萨姆 Sam" in members(database, cast)
    with db.reading(database) as rows:
        own = select(Enrolment.cohort_id).where(Enrolment.person_id == cast.sam)
        assert rows.scalar(own) == cast.cohort
    assert "already" in client_of("sam").get(path).text
    assert "already" in client_of("lin").post(path).text


def test_with_approval_they_ask_once_and_the_trainer_is_told(
    client_of: ClientOf, cast: Cast, database: db.Database, link: Callable[..., str]
):
    path, sam, tara = link(), client_of("sam"), client_of("tara")
    assert sam.post(path, data={"words": "Please"}).status_code == 303
    assert "You have asked" in sam.get(path).text
    sam.post(path)
    [row] = requests(database)
    assert (row.person_id, row.words) == (cast.sam, "Please")
    assert "萨姆 Sam" not in members(database, cast)
    page = tara.get(f"/cohorts/{cast.cohort}/joining").text
    assert "Please" in page
    assert f"/cohorts/{cast.cohort}/joining" in tara.get("/").text  # and on her home
    progress = tara.get(f"/cohorts/{cast.cohort}").text
    assert 'Joining <span class="count">1</span>' in progress
    assert f"/cohorts/{cast.cohort}/joining" not in client_of("oda").get("/").text
    with db.reading(database) as rows:
        told = rows.scalars(select(Notice.href).where(Notice.person_id == cast.tara)).all()
        assert f"/cohorts/{cast.cohort}/joining" in told
    assert decide(tara, cast, [row.id], "accept") == 303
    assert "萨姆 Sam" in members(database, cast)
    assert decide(tara, cast, [row.id], "accept") == 422  # it was answered already
    with db.reading(database) as rows:
        verbs = rows.scalars(select(Entry.verb).where(Entry.object_kind == "cohort")).all()
        assert {"opened-joining", "asked-to-join", "accepted-join", "joined-cohort"} <= set(verbs)
        heard = rows.scalars(select(Notice.sentence).where(Notice.person_id == cast.sam)).all()
        assert "You are in the class {name} now." in heard


def test_somebody_without_an_account_gets_one_when_the_trainer_says_yes(
    client_of: ClientOf, cast: Cast, database: db.Database, link: Callable[..., str]
):
    path = link(approval=False)  # even then: nobody makes themselves an account
    asked = client_of("nobody").post(path, data=STRANGER)
    assert asked.status_code == 200
    [row] = requests(database)
    assert (row.name, row.email, row.person_id) == ("新同事", "new@test.example", None)
    assert decide(client_of("tara"), cast, [row.id], "accept") == 303
    assert "新同事" in members(database, cast)
    with db.reading(database) as rows:
        person = rows.execute(select(Person.id, Person.is_trainer).where(Person.name == "新同事"))
        assert [is_trainer for _, is_trainer in person] == [False]
    [row] = requests(database)
    assert (row.name, row.email) == (None, None)  # they are with the account now
    assert f"/people/{row.person_id}/link" in client_of("tara").get(f"/cohorts/{cast.cohort}/joining").text  # fmt: skip
    assert client_of("tara").get(f"/people/{row.person_id}/link").status_code == 200


def test_an_address_that_has_an_account_is_not_betrayed(
    client_of: ClientOf, cast: Cast, database: db.Database, link: Callable[..., str]
):
    path, nobody = link(), client_of("nobody")
    new = nobody.post(path, data=STRANGER)
    known = nobody.post(path, data=STRANGER | {"email": email("sam")})
    member = nobody.post(path, data=STRANGER | {"email": email("lin")})
    again = nobody.post(path, data=STRANGER)
    texts = {re.sub(r'value="[^"]*"', "", each.text) for each in (new, known, member, again)}
    assert len(texts) == 1
    assert len(requests(database)) == 3
    assert decide(client_of("tara"), cast, [r.id for r in requests(database)], "accept") == 303
    with db.reading(database) as rows:
        assert len(rows.execute(select(Person.id).where(Person.email == email("sam"))).all()) == 1
        links = rows.execute(select(Link.id).where(Link.person_id == cast.sam)).all()
        assert links == []  # nobody gets a link to another's account
    assert {"萨姆 Sam", "新同事", "林夏"} == members(database, cast)


def test_a_trainer_declines_several_at_once_and_they_are_told(
    client_of: ClientOf, cast: Cast, database: db.Database, link: Callable[..., str]
):
    path = link()
    for who in ("sam", "ann"):
        client_of(who).post(path)
    ids = [row.id for row in requests(database)]
    assert decide(client_of("tara"), cast, [*ids, 999], "decline") == 422
    assert decide(client_of("tara"), cast, ids, "burn") == 422
    assert decide(client_of("tara"), cast, [], "decline") == 422
    assert decide(client_of("tara"), cast, ids, "decline") == 303
    assert {row.outcome for row in requests(database)} == {"declined"}
    with db.reading(database) as rows:
        told = rows.scalars(select(Notice.person_id).where(Notice.sentence.contains("let into")))
        assert set(told) == {cast.sam, cast.ann}
    assert members(database, cast) == {"林夏"}


@pytest.mark.parametrize("wrong", [{"email": "none"}, {"name": ""}, {"email": ""}])
def test_a_request_without_name_or_address_is_refused(
    client_of: ClientOf, database: db.Database, link: Callable[..., str], wrong: dict[str, str]
):
    answer = client_of("nobody").post(link(), data=STRANGER | wrong)
    assert answer.status_code == 422
    assert requests(database) == []


def test_a_link_that_is_too_old_unknown_or_of_a_class_that_is_over_says_so(
    client_of: ClientOf, cast: Cast, database: db.Database, link: Callable[..., str]
):
    path, yesterday = link(until=zone.today().isoformat()), zone.today() - timedelta(days=1)
    for who in ("sam", "nobody"):
        assert client_of(who).get(path).status_code == 200
        assert client_of(who).get("/join/none").status_code == 404
        assert "no more" in client_of(who).get("/join/none?lang=en").text
    past = {"until": yesterday.isoformat()}
    at = f"/cohorts/{cast.cohort}/joining/links"
    assert client_of("tara").post(at, data=past).status_code == 422
    with db.transaction(database):
        db.load(Cohort, cast.cohort).join_until = yesterday
    assert client_of("sam").get(path).status_code == 404
    assert client_of("nobody").post(path, data=STRANGER).status_code == 404
    with db.transaction(database):
        cohort = db.load(Cohort, cast.cohort)
        cohort.join_until, cohort.ends_on = None, yesterday
    assert client_of("sam").post(path).status_code == 404


def test_a_class_that_is_over_takes_nobody_in_and_keeps_its_history(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    with db.transaction(database):
        db.load(Cohort, cast.cohort).ends_on = zone.today() - timedelta(days=1)
    tara = client_of("tara")
    sent = {"people": [cast.sam]}
    assert tara.post(f"/cohorts/{cast.cohort}/members", data=sent).status_code == 422
    assert tara.post(f"/cohorts/{cast.cohort}/joining/links").status_code == 422
    assert members(database, cast) == {"林夏"}
    for page in ("", "/members", "/schedule", "/joining", "/announcements"):
        assert tara.get(f"/cohorts/{cast.cohort}{page}").status_code == 200
    assert client_of("lin").get(f"/classes/{cast.cohort}").status_code == 200


def test_who_asks_too_often_waits(client_of: ClientOf, link: Callable[..., str]):
    path = link()
    counter.reset()
    counter.enabled = True
    try:
        codes = {client_of("nobody").post(path, data={}).status_code for _ in range(40)}
    finally:
        counter.enabled = False
        counter.reset()
    assert codes == {422, 429}


def test_what_a_stranger_said_who_was_declined_is_forgotten(
    client_of: ClientOf, cast: Cast, database: db.Database, link: Callable[..., str]
):
    path = link()
    client_of("nobody").post(path, data=STRANGER)
    client_of("nobody").post(path, data=STRANGER | {"email": "waits@test.example"})
    first = requests(database)[0]
    assert decide(client_of("tara"), cast, [first.id], "decline") == 303
    with db.transaction(database):
        actions.forget_strangers(clock.now() - timedelta(days=14))
    assert requests(database)[0].name == "新同事"
    with db.transaction(database):
        actions.forget_strangers(clock.now() + timedelta(seconds=1))
    declined, waiting = requests(database)
    assert (declined.name, declined.email, declined.words) == (None, "", "")
    assert waiting.name == "新同事"
    assert client_of("tara").get(f"/cohorts/{cast.cohort}/joining").status_code == 200
