"""Private notes: their author reads them while the person is one of theirs, and nobody else ever does."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from courseware import db
from courseware.accounts.models import TeamMembership
from courseware.coaching.models import CoachingNote
from courseware.cohorts.models import CohortMembership
from courseware.home.personal import copy_of
from courseware.journal.models import Entry
from courseware.web import zone
from tests.world import PASSWORD, Cast

Browser = Callable[[str], FlaskClient]
WORDS = "谈到价格就脸红，多陪两次"


@pytest.fixture
def note(client_of: Browser, database: db.Database, cast: Cast) -> int:
    """The number of mei's note on lin."""
    sent = client_of("mei").post(f"/people/{cast.lin}/coaching/notes", data={"text": WORDS})
    assert sent.status_code == 303
    with db.reading(database) as rows:
        return rows.scalars(select(CoachingNote.id)).one()


def end_of_relation(database: db.Database, person_id: int) -> None:
    with db.transaction(database) as session:
        for model in (TeamMembership, CohortMembership):
            session.execute(
                update(model).where(model.person_id == person_id).values(to_on=zone.today())
            )


def test_the_author_writes_changes_and_deletes(
    note: int, client_of: Browser, cast: Cast, database: db.Database
):
    mei = client_of("mei")
    assert WORDS in mei.get(f"/people/{cast.lin}/coaching").text
    assert mei.post(f"/coaching/notes/{note}", data={"text": "好多了"}).status_code == 303
    page = mei.get(f"/people/{cast.lin}/coaching").text
    assert "好多了" in page
    assert WORDS not in page
    assert mei.post(f"/coaching/notes/{note}", data={"text": " "}).status_code == 422
    assert mei.post(f"/coaching/notes/{note}/removals").status_code == 303
    with db.reading(database) as rows:
        assert rows.scalars(select(CoachingNote.id)).all() == []


@pytest.mark.parametrize("who", ["lin", "tara", "bo", "otto", "oda", "omar", "sam", "ada", "ann"])
def test_nobody_else_reads_or_touches_it(note: int, client_of: Browser, cast: Cast, who: str):
    other = client_of(who)
    for path in (f"/people/{cast.lin}/coaching", f"/people/{cast.lin}", "/search?q=谈到", "/talks"):
        assert WORDS not in other.get(path).text
    assert other.get(f"/coaching/notes/{note}").status_code == 404
    assert other.post(f"/coaching/notes/{note}", data={"text": "x"}).status_code == 404
    assert other.post(f"/coaching/notes/{note}/removals").status_code == 404


@pytest.mark.parametrize("who", ["lin", "otto", "oda", "omar", "sam", "ada", "ann"])
def test_who_does_not_lead_somebody_has_no_page_on_them(client_of: Browser, cast: Cast, who: str):
    other = client_of(who)
    assert other.get(f"/people/{cast.lin}/coaching").status_code == 404
    sent = other.post(f"/people/{cast.lin}/coaching/notes", data={"text": "x"})
    assert sent.status_code == 404
    assert other.get("/people/99999/coaching").status_code == 404


def test_the_page_says_who_reads_it(client_of: Browser, cast: Cast):
    for who in ("mei", "tara", "bo"):
        page = client_of(who).get(f"/people/{cast.lin}/coaching").text
        assert "Only you read these notes" in page
        assert "afterwards nobody does" in page


def test_when_the_relation_ends_the_author_reads_it_no_more(
    note: int, client_of: Browser, cast: Cast, database: db.Database
):
    end_of_relation(database, cast.lin)
    mei = client_of("mei")
    assert mei.get(f"/people/{cast.lin}/coaching").status_code == 404
    assert mei.get(f"/coaching/notes/{note}").status_code == 404
    assert mei.post(f"/coaching/notes/{note}/removals").status_code == 404


@pytest.mark.usefixtures("note")
def test_it_is_in_no_search_no_journal_and_not_in_the_copy_of_the_person(
    client_of: Browser, cast: Cast, database: db.Database, app: Flask
):
    assert WORDS not in client_of("mei").get("/search?q=谈到价格").text
    with db.reading(database) as rows:
        assert not [row for row in rows.execute(select(Entry.__table__)) if WORDS in str(row)]
    with app.test_request_context(), db.reading(database):
        assert WORDS.encode() not in copy_of(cast.lin, "zh")


def test_signed_out_and_wrong_method(note: int, client_of: Browser, cast: Cast):
    nobody = client_of("nobody")
    assert nobody.get(f"/people/{cast.lin}/coaching").status_code == 302
    assert nobody.get(f"/coaching/notes/{note}").status_code == 302
    mei = client_of("mei")
    assert mei.post(f"/people/{cast.lin}/coaching").status_code == 405
    assert mei.get(f"/coaching/notes/{note}/removals").status_code == 405
    assert mei.get(f"/people/{cast.lin}/coaching/notes").status_code == 405


@pytest.mark.parametrize("of_whom", ["mei", "lin"])
def test_support_reads_neither_notes_nor_talks(
    note: int, client_of: Browser, cast: Cast, of_whom: str
):
    ada = client_of("ada")
    data = {"reason": "a page does not open for them", "password": PASSWORD}
    begun = ada.post(f"/admin/people/{getattr(cast, of_whom)}/supports", data=data)
    assert begun.status_code == 303
    for path in (f"/people/{cast.lin}/coaching", f"/coaching/notes/{note}", "/talks"):
        answer = ada.get(path)
        assert answer.status_code in (403, 404), path
        assert WORDS not in answer.text
