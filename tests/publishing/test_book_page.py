"""The page of books: everybody may ask for one and take it along, unless their class has not come so far."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db, worker
from courseware.content import current
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.kit.jobs import Job
from courseware.kit.storage import Storage
from courseware.learning import actions as learning
from courseware.publishing.jobs import MAKERS, renew_books
from courseware.publishing.models import Book
from courseware.publishing.queries.books import books
from courseware.publishing.rules.shelf import PATIENCE
from courseware.web import zone
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
NIGHT = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)  # half past two in Shanghai
DAY = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Books of a few bytes: what is in them is proved elsewhere."""
    for form in ("pdf", "epub"):
        monkeypatch.setitem(MAKERS, form, lambda course, *_, **__: f"book {course.digest}".encode())  # type: ignore[arg-type]  # a dict at run time


@pytest.fixture
def made(app: Flask, client_of: ClientOf) -> str:
    """The address of a book that lies ready."""
    assert client_of("lin").post("/book/zh/pdf").status_code == 303
    worker.do_all(app)
    return "/book/zh/pdf"


@pytest.fixture
def changed(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """Called after the course was changed."""
    other = replace(course, digest="f" * 64)
    monkeypatch.setattr(current, "course", lambda: other)
    return other


@pytest.fixture
def rows(database: db.Database) -> Callable[[], list[Book]]:
    def read() -> list[Book]:
        with db.transaction(database) as session:
            found = list(session.scalars(select(Book)))
            session.expunge_all()
        return found

    return read


def test_who_asks_for_a_book_gets_it(app: Flask, client_of: ClientOf, course: Course):
    lin = client_of("lin")
    assert lin.get("/book/en/epub").status_code == 404
    assert lin.post("/book/en/epub").location == "/book"
    assert "It is being made" in lin.get("/book").text
    worker.do_all(app)
    assert "Download" in lin.get("/book").text
    answer = lin.get("/book/en/epub", buffered=True)
    assert answer.data == f"book {course.digest}".encode()
    assert answer.mimetype == "application/epub+zip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert ".epub" in answer.headers["Content-Disposition"]


def test_two_who_ask_wait_for_one(
    client_of: ClientOf, rows: Callable[[], list[Book]], database: db.Database
):
    for name in ("lin", "mei", "lin"):
        assert client_of(name).post("/book/zh/pdf").status_code == 303
    assert len(rows()) == 1
    with db.reading(database) as connection:
        assert len(connection.scalars(select(Job.id).where(Job.name == "make_book")).all()) == 1


def test_a_book_that_is_there_is_not_made_again(
    made: str, client_of: ClientOf, rows: Callable[[], list[Book]]
):
    before = rows()[0].file
    client_of("mei").post(made)
    assert [row.file for row in rows()] == [before]


def test_who_waits_follows_it_and_is_told_once(app: Flask, client_of: ClientOf):
    lin = client_of("lin")
    lin.post("/book/zh/pdf")
    first = lin.get("/book/state")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert lin.get("/book/state", headers=tag).status_code == 304
    worker.do_all(app)
    second = lin.get("/book/state", headers=tag)
    assert second.status_code == 200
    assert "Download" in second.text
    tag = {"If-None-Match": second.headers["ETag"]}
    assert lin.get("/book/state", headers=tag).status_code == 204


def test_an_old_book_is_offered_until_the_new_one_is_there_and_then_removed(
    made: str,
    app: Flask,
    client_of: ClientOf,
    changed: Course,
    rows: Callable[[], list[Book]],
):
    storage: Storage = app.extensions["storage"]
    lin = client_of("lin")
    assert "the course was changed since" in lin.get("/book").text
    (old,) = [row.file for row in rows()]
    assert lin.get(made, buffered=True).status_code == 200
    lin.post(made)
    assert lin.get(made, buffered=True).status_code == 200  # while the new one is being made
    worker.do_all(app)
    assert lin.get(made, buffered=True).data == f"book {changed.digest}".encode()
    assert old not in {file.key for file in storage.files()}
    assert len(rows()) == 1


@pytest.mark.parametrize(("at", "renewed"), [(NIGHT, True), (DAY, False)])
def test_books_are_renewed_at_night(
    made: str, app: Flask, changed: Course, at: datetime, *, renewed: bool
):
    assert made
    with app.app_context(), clock.frozen(at), db.working(app.extensions["database"]):
        renew_books()
    with app.app_context(), db.working(app.extensions["database"]):
        wanted = [(b.lang, b.form) for b in books() if b.digest == changed.digest]
    assert wanted == ([("zh", "pdf")] if renewed else [])


def test_a_book_that_never_comes_can_be_asked_for_once_more(client_of: ClientOf):
    lin = client_of("lin")
    with clock.frozen(clock.now() - PATIENCE - timedelta(minutes=1)):
        lin.post("/book/zh/pdf")
    assert "longer than it should" in lin.get("/book").text
    lin.post("/book/zh/pdf")
    assert "It is being made" in lin.get("/book").text


@pytest.fixture
def behind(database: db.Database, cast: Cast) -> str:
    """Lin's class opens the second module later: the day."""
    later = zone.today() + timedelta(days=20)
    with db.transaction(database):
        learning.schedule_module(cast.tara, cast.cohort, "02-team-plan", None, opens_on=later)
    return later.isoformat()


def test_nobody_reads_ahead_of_their_class(made: str, client_of: ClientOf, behind: str):
    # asked for before the class closed a module; lin has not begun the second one
    lin = client_of("lin")
    page = lin.get("/book").text
    assert "/book/zh/pdf" not in page
    assert "Yours from" in page
    for answer in (lin.get(made, buffered=True), lin.post(made)):
        assert answer.status_code == 403
        assert behind in answer.text
    assert "/book/" not in lin.get("/book/state").text
    for name in ("tara", "ann", "ada"):  # whoever teaches or writes may see all of it
        assert client_of(name).get(made, buffered=True).status_code == 200


@pytest.mark.parametrize("address", ["/book/fr/pdf", "/book/zh/doc", "/book/zh-hant/pdf"])
def test_there_are_no_other_books(client_of: ClientOf, address: str):
    assert client_of("lin").get(address).status_code == 404
    assert client_of("lin").post(address).status_code == 404


def test_who_is_not_signed_in_gets_none(made: str, client_of: ClientOf):
    nobody = client_of("nobody")
    assert nobody.get("/book").status_code == 302
    assert nobody.get(made, buffered=True).status_code == 302
    assert nobody.post(made).status_code == 401
    assert client_of("lin").put(made).status_code == 405
