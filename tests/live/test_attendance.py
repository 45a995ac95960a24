"""Who was there: the trainer's ticks, the make-up of whoever was not, and the sums of a class in a period."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.assignments.models import Assignment
from courseware.cohorts.models import CohortMembership
from courseware.content.definitions import Course
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.kit.clock import Period
from courseware.learning.models import Obligation
from courseware.live.actions import attendance as actions
from courseware.live.actions import sessions
from courseware.live.models import Attendance
from courseware.live.queries.attendance import attendance
from courseware.live.queries.sessions import find_session
from courseware.live.types.attendance import Attended, Change
from courseware.notices.models import Notice
from tests.class_sessions import AFTER, BEFORE, START, join, me_of, opened, planned
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
OCTOBER = Period("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))


@pytest.fixture
def number(database: db.Database, cast: Cast) -> int:
    """A session of lin and sam."""
    join(database, cast.cohort, cast.sam)
    with clock.frozen(BEFORE):
        return opened(database, cast)


def _states(database: db.Database, number: int) -> dict[int, str]:
    with db.reading(database) as rows:
        query = select(Attendance.person_id, Attendance.state).where(
            Attendance.session_id == number
        )
        return {row[0]: row[1] for row in rows.execute(query)}


def _tick(database: db.Database, cast: Cast, number: int, **states: str) -> None:
    with clock.frozen(AFTER), db.transaction(database):
        changes = {getattr(cast, name): Change("", state) for name, state in states.items()}
        actions.tick(me_of(cast.tara), find_session(number), changes)


def test_a_trainer_ticks_and_a_correction_stands_in_the_journal(
    client_of: Browser, cast: Cast, database: db.Database, number: int
):
    client, path, key = client_of("tara"), f"/live/{number}/attendance", f"is-{cast.lin}"
    assert client.post(path, data={key: "absent"}).status_code == 303
    assert _states(database, number) == {cast.lin: "absent"}
    data = {key: "excused", f"was-{cast.lin}": "absent"}
    assert client.post(path, data=data).status_code == 303
    assert _states(database, number) == {cast.lin: "excused"}
    with db.reading(database) as rows:
        query = select(Entry.actor_id, Entry.about_id, Entry.particulars)
        found = rows.execute(
            query.where(Entry.verb == "marked-attendance").order_by(Entry.id)
        ).all()
    assert [tuple(row) for row in found] == [
        (cast.tara, cast.lin, {"state": "absent", "was": None}),
        (cast.tara, cast.lin, {"state": "excused", "was": "absent"}),
    ]
    page = client.get(path).text
    assert "谭老师" in page


def test_saving_an_old_page_undoes_no_sign_in(
    client_of: Browser, cast: Cast, database: db.Database, number: int
):
    _tick(database, cast, number, lin="present")  # after the page was loaded
    data = {f"was-{cast.lin}": "", f"was-{cast.sam}": "", f"is-{cast.sam}": "absent"}
    client_of("tara").post(f"/live/{number}/attendance", data=data)
    assert _states(database, number) == {cast.lin: "present", cast.sam: "absent"}


def test_all_others_present_by_one_press(
    client_of: Browser, cast: Cast, database: db.Database, number: int
):
    data = {f"is-{cast.sam}": "absent", "rest": "present"}
    client_of("tara").post(f"/live/{number}/attendance", data=data)
    assert _states(database, number) == {cast.lin: "present", cast.sam: "absent"}


def test_nonsense_and_strangers_are_not_written(
    client_of: Browser, cast: Cast, database: db.Database, number: int
):
    data = {f"is-{cast.lin}": "gone", f"is-{cast.otto}": "present"}
    assert client_of("tara").post(f"/live/{number}/attendance", data=data).status_code == 303
    assert _states(database, number) == {}


def test_a_make_up_is_asked_of_all_absent_at_once_and_its_state_follows_the_obligation(
    client_of: Browser, cast: Cast, database: db.Database, course: Course, number: int
):
    _tick(database, cast, number, lin="absent", sam="absent")
    slug = course.ready_modules[0].slug
    client, path = client_of("tara"), f"/live/{number}/make-ups"
    with clock.frozen(AFTER):
        page = client.get(path).text
        assert page.count(" checked") == 2
        data = {"people": [cast.lin, cast.sam], "item": f"quiz:{slug}", "due_on": "2026-10-20"}
        assert client.post(path, data=data).status_code == 303
        assert "due" in client.get(f"/live/{number}/attendance").text
        assert "You missed this session" in client_of("lin").get("/live").text
        assert " checked" not in client.get(path).text  # all have been asked
    with db.transaction(database) as rows:
        (asked,) = rows.scalars(select(Assignment)).all()
        assert set(rows.scalars(select(Attendance.make_up_id))) == {asked.id}
        assert (asked.kind, asked.item, asked.due_on) == ("quiz", slug, date(2026, 10, 20))
        sentences = rows.scalars(select(Notice.sentence).where(Notice.person_id == cast.lin)).all()
        assert any(s.startswith("You missed the class session") for s in sentences)
        owed = rows.scalars(select(Obligation).where(Obligation.person_id == cast.lin)).one()
        owed.fulfilled_at = AFTER
    with db.reading(database):
        found = attendance([cast.lin, cast.sam])
    assert found[cast.lin] == Attended(held=1, made_up=1)
    assert found[cast.sam] == Attended(held=1)
    assert "made up" in client.get(f"/live/{number}/attendance").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": []},
        {"item": "task:", "task": ""},
        {"item": "quiz:none"},
        {"due_on": "2026-10-01"},
        {"due_on": ""},
        {"people": ["99999"]},
    ],
)
def test_a_make_up_that_makes_no_sense_is_refused(
    client_of: Browser,
    cast: Cast,
    database: db.Database,
    course: Course,
    number: int,
    wrong: dict[str, object],
):
    _tick(database, cast, number, lin="absent", sam="present")
    item = f"quiz:{course.ready_modules[0].slug}"
    data = {"people": [cast.lin], "item": item, "due_on": "2026-10-20"} | wrong
    with clock.frozen(AFTER):
        client = client_of("tara")
        assert client.post(f"/live/{number}/make-ups", data=data).status_code == 422
    with db.reading(database) as rows:
        assert rows.scalar(select(Assignment.id)) is None


def test_a_task_in_words_can_make_up(
    client_of: Browser, cast: Cast, database: db.Database, number: int
):
    _tick(database, cast, number, lin="absent")
    data = {"people": [cast.lin], "item": "task:", "task": "看录像并写三点", "due_on": "2026-10-20"}
    with clock.frozen(AFTER):
        client = client_of("tara")
        assert client.post(f"/live/{number}/make-ups", data=data).status_code == 303
        assert "看录像并写三点" in client.get(f"/live/{number}/attendance").text
        assert "看录像并写三点" in client_of("lin").get("/live").text


def test_the_sums_count_what_concerns_a_person(cast: Cast, database: db.Database):
    join(database, cast.cohort, cast.sam)
    with db.transaction(database) as session:
        session.add(
            CohortMembership(cohort_id=cast.cohort, person_id=cast.mei, from_on=date(2026, 11, 1))
        )
    week = timedelta(weeks=1)
    with clock.frozen(BEFORE):
        first, second, third, fourth, empty = (
            planned(database, cast, starts_at=START + n * week, ends_at=AFTER + n * week)
            for n in range(5)
        )
    _tick(database, cast, first, lin="present", sam="late")
    _tick(database, cast, second, lin="absent", sam="excused")
    _tick(database, cast, third, lin="late")  # of sam nothing is known
    _tick(database, cast, fourth, lin="present")
    with db.transaction(database):
        sessions.cancel_session(me_of(cast.tara), fourth)
    with db.reading(database):
        found = attendance([cast.lin, cast.sam, cast.mei, cast.otto], cohort_id=cast.cohort)
        october = attendance([cast.lin], period=OCTOBER)
        none = attendance([cast.lin], period=Period("x", date(2027, 1, 1), date(2027, 3, 31)))
    assert empty
    assert found[cast.lin] == Attended(held=3, attended=2, late=1)
    assert found[cast.sam] == Attended(held=2, attended=1, late=1, excused=1)
    assert found[cast.mei] == Attended()
    assert found[cast.otto] == Attended()
    assert october[cast.lin].held == 3
    assert none[cast.lin] == Attended()


def test_the_sums_take_the_same_statements_for_one_person_and_for_all(
    cast: Cast, database: db.Database, number: int, count_sql: Callable[[], int]
):
    _tick(database, cast, number, lin="present", sam="absent")
    with db.reading(database):
        attendance([cast.lin])
        start = count_sql()
        attendance([cast.lin])
        one = count_sql() - start
        start = count_sql()
        attendance([cast.lin, cast.sam, cast.mei, cast.bo, cast.otto])
        assert count_sql() - start == one <= 4


@pytest.mark.parametrize("who", ["oda", "lin", "mei", "bo", "otto", "sam", "ann"])
def test_only_whoever_runs_the_session_has_its_sheet(
    client_of: Browser, cast: Cast, database: db.Database, number: int, who: str
):
    client = client_of(who)
    for page in ("attendance", "make-ups"):
        assert client.get(f"/live/{number}/{page}").status_code == 404
        data = {f"is-{cast.lin}": "present"}
        assert client.post(f"/live/{number}/{page}", data=data).status_code == 404
    assert _states(database, number) == {}


def test_signed_out_bad_number_wrong_method(client_of: Browser, number: int):
    for page in ("attendance", "make-ups"):
        assert client_of("nobody").get(f"/live/{number}/{page}").status_code == 302
        assert client_of("nobody").post(f"/live/{number}/{page}").status_code == 401
        assert client_of("ada").get(f"/live/{number}/{page}").status_code == 200
        assert client_of("ada").get(f"/live/99999/{page}").status_code == 404
        assert client_of("ada").put(f"/live/{number}/{page}").status_code == 405
