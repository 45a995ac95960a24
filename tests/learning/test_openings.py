"""A module that a class opens later is closed to those who come to it by this class alone, and to nobody else."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.accounts.models import Person
from courseware.cohorts.models import Cohort
from courseware.cohorts.types import ClassReason
from courseware.content.definitions import Course
from courseware.learning import actions
from courseware.learning.models import Enrolment, Obligation, Progress
from courseware.learning.rules import closed_modules
from courseware.web import zone
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
FIRST, SECOND = "01-first-talk", "02-team-plan"
LATER = zone.today() + timedelta(days=20)


@pytest.fixture
def closed(database: db.Database, cast: Cast) -> Callable[..., None]:
    """Lin's class opens the first module later."""

    def close(opens_on: date = LATER, cohort: int = cast.cohort) -> None:
        with db.transaction(database):
            actions.schedule_module(cast.tara, cohort, FIRST, None, opens_on=opens_on)

    close()
    return close


def pages(course: Course) -> list[str]:
    module = course.by_slug[FIRST]
    found = [f"/modules/{FIRST}", f"/quizzes/{FIRST}"]
    found += [f"/roleplays/{each.id}" for each in module.roleplays[:1]]
    return found + [f"/exercises/{each.id}" for each in module.exercises[:1]]


def test_every_page_of_a_closed_module_says_when_it_opens_and_nothing_else(
    client_of: ClientOf, closed: Callable[..., None], course: Course
):
    assert closed
    lin = client_of("lin")
    assert len(pages(course)) >= 3
    for page in pages(course):
        answer = lin.get(page)
        assert answer.status_code == 403, page
        assert f"{LATER.day} {LATER:%B %Y}" in answer.text
        assert "一班" in answer.text
    assert course.by_slug[FIRST].lessons["en"].headings[1].id not in lin.get(pages(course)[0]).text
    listed = lin.get("/modules").text
    assert "opens on" in listed


def test_nothing_of_a_closed_module_can_be_begun(
    client_of: ClientOf, closed: Callable[..., None], course: Course
):
    assert closed
    lin, module = client_of("lin"), course.by_slug[FIRST]
    deeds = [f"/quizzes/{FIRST}/attempts", f"/modules/{FIRST}/readings", f"/modules/{FIRST}/notes"]
    deeds += [f"/roleplays/{each.id}/sessions" for each in module.roleplays[:1]]
    deeds += [f"/exercises/{each.id}/submissions" for each in module.exercises[:1]]
    for deed in deeds:
        assert lin.post(deed).status_code == 403, deed
    told = lin.post(f"/modules/{FIRST}/places", json={}, headers={"Accept": "application/json"})
    assert told.status_code == 403
    assert LATER.isoformat() in told.json["error"]


def test_it_opens_on_its_day(client_of: ClientOf, closed: Callable[..., None]):
    closed(zone.today())
    assert client_of("lin").get(f"/modules/{FIRST}").status_code == 200
    assert client_of("lin").get(f"/modules/{SECOND}").status_code == 200


@pytest.mark.parametrize("who", ["tara", "ann", "ada", "sam", "otto", "mei"])
def test_it_is_open_to_everybody_else(client_of: ClientOf, closed: Callable[..., None], who: str):
    assert closed
    assert client_of(who).get(f"/modules/{FIRST}").status_code == 200


@pytest.mark.parametrize("role", ["is_trainer", "is_author", "is_administrator"])
def test_a_member_who_also_trains_writes_or_administers_is_let_in(
    client_of: ClientOf, closed: Callable[..., None], database: db.Database, cast: Cast, role: str
):
    assert closed
    with db.transaction(database):
        setattr(db.load(Person, cast.lin), role, True)
    assert client_of("lin").get(f"/modules/{FIRST}").status_code == 200


def test_whoever_has_begun_goes_on(
    client_of: ClientOf, closed: Callable[..., None], database: db.Database, cast: Cast
):
    assert closed
    with db.transaction(database) as session:
        session.add(Progress(person_id=cast.lin, module=FIRST))
    assert client_of("lin").get(f"/modules/{FIRST}").status_code == 200
    assert client_of("lin").get(f"/quizzes/{FIRST}").status_code == 200


def test_another_class_that_has_opened_it_lets_them_in(
    client_of: ClientOf, closed: Callable[..., None], database: db.Database, cast: Cast
):
    with db.transaction(database):
        actions.join_cohort(cast.ada, db.load(Cohort, cast.other_cohort), cast.lin, "2026-1")
    assert client_of("lin").get(f"/modules/{FIRST}").status_code == 200
    closed(LATER, cast.other_cohort)
    assert client_of("lin").get(f"/modules/{FIRST}").status_code == 403


def test_an_enrolment_of_ones_own_or_something_asked_lets_them_in(
    client_of: ClientOf, closed: Callable[..., None], database: db.Database, cast: Cast
):
    assert closed
    with db.transaction(database) as session:
        owed = Obligation(person_id=cast.lin, kind="quiz", item=FIRST, source_kind="assignment")
        owed.source_id = 1
        session.add(owed)
    assert client_of("lin").get(f"/modules/{FIRST}").status_code == 200
    with db.transaction(database) as session:
        session.delete(session.get(Obligation, owed.id))
        own = session.query(Enrolment).filter_by(person_id=cast.lin).one()
        own.cohort_id = None
    assert client_of("lin").get(f"/modules/{FIRST}").status_code == 200


def test_a_class_that_is_over_closes_nothing(
    client_of: ClientOf, closed: Callable[..., None], database: db.Database, cast: Cast
):
    assert closed
    with db.transaction(database):
        db.load(Cohort, cast.cohort).ends_on = zone.today() - timedelta(days=1)
    assert client_of("lin").get(f"/modules/{FIRST}").status_code == 200


def test_the_earliest_of_several_openings_counts(course: Course):
    track = course.tracks[0].id
    classes = [
        ClassReason(1, "A", track, {FIRST: LATER}),
        ClassReason(2, "B", track, {FIRST: LATER - timedelta(days=1), "gone": LATER}),
    ]
    found = closed_modules(course, classes, alone=(), asked=(), touched=())
    assert {slug: each.cohort for slug, each in found.items()} == {FIRST: "B"}


def test_the_check_costs_the_same_for_one_opening_and_for_many(
    client_of: ClientOf,
    closed: Callable[..., None],
    database: db.Database,
    cast: Cast,
    count_sql: Callable[[], int],
):
    lin = client_of("lin")
    lin.get("/modules")
    before = count_sql()
    lin.get("/modules")
    one = count_sql() - before
    with db.transaction(database):
        actions.schedule_module(cast.tara, cast.cohort, SECOND, None, opens_on=LATER)
    before = count_sql()
    lin.get("/modules")
    assert closed
    assert count_sql() - before == one


def test_home_goes_on_with_what_is_open_and_says_when_nothing_is(
    client_of: ClientOf, closed: Callable[..., None], database: db.Database, cast: Cast
):
    assert closed
    assert f'href="/modules/{SECOND}"' in client_of("lin").get("/").text
    with db.transaction(database):
        actions.schedule_module(
            cast.tara, cast.cohort, SECOND, None, opens_on=LATER + timedelta(days=1)
        )
    page = client_of("lin").get("/").text
    assert "Your class opens your next module on" in page
    assert f'href="/modules/{FIRST}"' in page
