"""One more attempt, by a trainer of the learner's class or an administrator."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from courseware import db
from courseware.content import current
from courseware.content.definitions import Course
from courseware.journal.models import Entry
from courseware.notices.models import Notice
from tests.quiz.exams import Browser, sit
from tests.world import NAMES, Cast

PAGE = "/quizzes/final/releases"

pytestmark = pytest.mark.usefixtures("exam_course")


@pytest.fixture
def used_up(exam_course: Course, client_of: Browser, database: db.Database) -> None:
    """lin has used both attempts."""
    assert exam_course.final is not None
    for _ in range(2):
        sit(client_of("lin"), database, rightly=False)


@pytest.mark.usefixtures("used_up")
@pytest.mark.parametrize("who", ["tara", "ada"])
def test_one_press_gives_one_more_attempt_and_tells_the_learner(
    client_of: Browser, database: db.Database, cast: Cast, who: str
):
    assert NAMES["lin"] in client_of(who).get(PAGE).text
    assert client_of(who).post(PAGE, data={"person": cast.lin}).status_code == 303
    assert NAMES["lin"] not in client_of(who).get(PAGE).text
    assert "1 left" in client_of("lin").get("/quizzes/final").text
    with db.reading(database) as rows:
        notice = rows.execute(select(Notice.href).where(Notice.person_id == cast.lin)).scalars()
        entry = select(Entry.about_id).where(Entry.verb == "released")
        assert "/quizzes/final" in list(notice)
        assert rows.execute(entry).scalars().one() == cast.lin
    assert sit(client_of("lin"), database).passed
    assert client_of(who).post(PAGE, data={"person": cast.lin}).status_code in (409, 422)


@pytest.mark.usefixtures("used_up")
def test_a_second_press_gives_nothing_more(client_of: Browser, cast: Cast):
    assert client_of("tara").post(PAGE, data={"person": cast.lin}).status_code == 303
    assert client_of("tara").post(PAGE, data={"person": cast.lin}).status_code in (409, 422)
    assert "1 left" in client_of("lin").get("/quizzes/final").text


@pytest.mark.usefixtures("used_up")
@pytest.mark.parametrize("who", ["oda", "mei", "lin", "otto", "ann"])
def test_others_release_nothing(client_of: Browser, cast: Cast, who: str):
    assert NAMES["lin"] not in client_of(who).get(PAGE).text
    assert client_of(who).post(PAGE, data={"person": cast.lin}).status_code == 404


def test_who_has_attempts_left_is_given_none(client_of: Browser, cast: Cast):
    assert NAMES["lin"] not in client_of("tara").get(PAGE).text
    assert client_of("tara").post(PAGE, data={"person": cast.lin}).status_code in (409, 422)


@pytest.mark.parametrize("person", ["", "x", "-1", "99999", "9" * 40])
def test_a_person_who_is_not_there_is_not_found(client_of: Browser, person: str):
    assert client_of("tara").post(PAGE, data={"person": person}).status_code == 404


def test_who_is_signed_out_releases_nothing(client_of: Browser):
    assert client_of("nobody").get(PAGE).status_code == 302
    assert client_of("nobody").post(PAGE).status_code == 401
    assert client_of("tara").get("/quizzes/no-such/releases").status_code == 404


def test_it_works_for_a_quiz_with_a_limit_too(
    client_of: Browser,
    database: db.Database,
    cast: Cast,
    exam_course: Course,
    monkeypatch: pytest.MonkeyPatch,
):
    slug = "01-first-talk"
    once = replace(exam_course.quizzes[slug], attempts=1)
    made = replace(exam_course, quizzes={**exam_course.quizzes, slug: once})
    monkeypatch.setattr(current, "course", lambda: made)
    sit(client_of("lin"), database, slug, rightly=False)
    assert client_of("lin").post(f"/quizzes/{slug}/attempts").status_code in (409, 422)
    where = f"/quizzes/{slug}/releases"
    assert client_of("tara").post(where, data={"person": cast.lin}).status_code == 303
    assert "1 left" in client_of("lin").get(f"/quizzes/{slug}").text
    assert sit(client_of("lin"), database, slug).passed
