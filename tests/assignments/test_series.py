"""What is asked again each week: a round when its time comes, once, of whoever is there that day."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db, worker
from courseware.accounts.actions import join_team
from courseware.accounts.models import Person
from courseware.assignments import actions
from courseware.assignments.jobs import repeat_due
from courseware.assignments.models import Assignment, AssignmentTarget, Series
from courseware.assignments.rules import round_on
from courseware.assignments.types import Asked, Repeat, Round, Target
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning import actions as learning
from courseware.learning.types import Done
from courseware.notices.models import Notice
from tests.assignments.conftest import form, owed_by
from tests.reports.conftest import crowd_of as crowd_of  # noqa: PLC0414 - a fixture
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
START = date(2026, 10, 5)  # a Monday
FIRST = date(2026, 10, 11)
UNTIL = date(2026, 12, 6)
DRILLS = Asked("drill", "any", FIRST, quantity=1, words="A habit")
pytestmark = pytest.mark.usefixtures("course")


@contextmanager
def on(day: date, hour: int = 2) -> Iterator[None]:
    """A morning in Shanghai, at ten."""
    with clock.frozen(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)):
        yield


@pytest.fixture
def begin(database: db.Database, course: Course, cast: Cast, me: Any) -> Callable[..., int]:
    """mei asks her team, or others, on the first Monday; the number of the series."""

    def begun(
        *targets: Target, what: Asked = DRILLS, every: str = "week", until: date = UNTIL
    ) -> int:
        mei = me(cast.mei)
        with on(START), db.transaction(database) as session:
            to = targets or [Target("team", cast.team)]
            (number,) = actions.ask_for_all(mei, course, [what], to, repeat=Repeat(every, until))
            series_id = session.get_one(Assignment, number).series_id
        assert series_id is not None
        return series_id

    return begun


def nights(database: db.Database, first: date, last: date) -> None:
    """The job runs each night, twice."""
    for number in range((last - first).days + 1):
        with on(first + timedelta(days=number), hour=17), db.working(database):
            repeat_due()
            repeat_due()


def rounds(database: db.Database) -> list[date]:
    with db.reading(database) as rows:
        return list(rows.scalars(select(Assignment.due_on).order_by(Assignment.due_on)))


def test_a_round_each_week_for_two_months_each_once(begin: Any, database: db.Database, cast: Cast):
    begin()
    assert rounds(database) == [FIRST]
    nights(database, START, date(2026, 12, 20))
    assert rounds(database) == [FIRST + timedelta(days=7 * n) for n in range(9)]
    assert rounds(database)[-1] == UNTIL
    assert [owed.due_on for owed in owed_by(database, cast.lin)] == rounds(database)


@pytest.mark.parametrize(
    ("first", "every", "expected"),
    [
        (date(2026, 10, 11), "week", ["2026-10-11", "2026-10-18", "2026-10-25"]),
        (date(2026, 10, 11), "two-weeks", ["2026-10-11", "2026-10-25", "2026-11-08"]),
        (date(2027, 1, 30), "month", ["2027-01-30", "2027-02-28", "2027-03-30"]),
        (date(2027, 1, 31), "month", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        (date(2028, 2, 29), "month", ["2028-02-29", "2028-03-31", "2028-04-30"]),
        (date(2026, 12, 15), "month", ["2026-12-15", "2027-01-15"]),
    ],
)
def test_periods_follow_each_other_also_at_the_end_of_a_month(
    first: date, every: str, expected: list[str]
):
    found, day = [], first
    for _ in expected:
        found.append(round_on(first, every, day).due_on)
        day = found[-1] + timedelta(days=1)
    assert [str(day) for day in found] == expected


def test_a_period_begins_the_day_after_the_one_before():
    assert round_on(FIRST, "week", date(2026, 10, 12)) == Round(
        date(2026, 10, 12), date(2026, 10, 18)
    )
    assert round_on(FIRST, "week", date(2026, 10, 18)).due_on == date(2026, 10, 18)


def test_what_a_worker_that_was_away_has_missed_is_not_asked_afterwards(
    begin: Any, database: db.Database
):
    begin()
    with on(date(2026, 11, 3)), db.working(database):
        repeat_due()
    assert rounds(database) == [FIRST, date(2026, 11, 8)]


def test_only_what_is_done_in_its_own_period_is_kept(
    begin: Any, database: db.Database, cast: Cast, course: Course, client_of: ClientOf
):
    series_id = begin(what=Asked("roleplay", "deck-talk", FIRST))

    def play(day: date) -> None:
        with on(day), db.transaction(database):
            learning.record_step(
                course, Done(cast.lin, "roleplay", "deck-talk", "01-first-talk", True, score=90)
            )

    play(START)
    nights(database, START, date(2026, 10, 11))
    with on(date(2026, 10, 12)), db.working(database):
        repeat_due()
    assert [o.fulfilled_at is None for o in owed_by(database, cast.lin)] == [False, True]
    play(date(2026, 10, 14))
    nights(database, date(2026, 10, 12), date(2026, 10, 26))
    play(date(2026, 10, 28))  # closes the third round late, and keeps the fourth
    owed = owed_by(database, cast.lin)
    assert [o.fulfilled_at is None for o in owed] == [False] * 4
    with on(date(2026, 11, 1)):
        mei = client_of("mei")
        assert "kept 3 of 4" in mei.get("/assignments?show=all").text
        page = mei.get(f"/assignments/series/{series_id}").text
    assert "kept 3 of 4" in page
    assert page.count("1 of 1 done") == 4


def test_whoever_is_in_the_team_on_that_day_is_asked(begin: Any, database: db.Database, cast: Cast):
    begin()
    with on(date(2026, 10, 8)), db.transaction(database):
        join_team(None, cast.sam, cast.team, date(2026, 10, 8))
        join_team(None, cast.lin, cast.other_team, date(2026, 10, 8))
        actions.left_team(cast.lin)
    nights(database, date(2026, 10, 11), date(2026, 10, 12))
    assert [owed.due_on for owed in owed_by(database, cast.sam)] == [date(2026, 10, 18)]
    assert [owed.closed_reason for owed in owed_by(database, cast.lin)] == ["left"]


def test_a_person_who_is_no_longer_ones_own_is_not_asked_again(
    begin: Any, database: db.Database, cast: Cast
):
    begin(Target("person", cast.lin))
    with on(date(2026, 10, 8)), db.transaction(database):
        join_team(None, cast.lin, cast.other_team, date(2026, 10, 8))
    nights(database, date(2026, 10, 11), date(2026, 10, 12))
    assert rounds(database) == [FIRST]


def test_the_targets_are_copied(begin: Any, database: db.Database, cast: Cast):
    begin(Target("team", cast.team), Target("person", cast.lin))
    nights(database, date(2026, 10, 11), date(2026, 10, 12))
    with db.reading(database) as found:
        query = select(AssignmentTarget.team_id, AssignmentTarget.person_id)
        rows = [tuple(row) for row in found.execute(query.order_by(AssignmentTarget.id))]
    assert rows[:2] == rows[2:] == [(cast.team, None), (None, cast.lin)]
    assert len(owed_by(database, cast.lin)) == 2


def test_the_notice_names_the_period(begin: Any, database: db.Database, client_of: ClientOf):
    begin()
    nights(database, date(2026, 10, 11), date(2026, 10, 12))
    page = client_of("lin").get("/notices").text
    assert "from 5 Oct 2026 to 11 Oct 2026" in page
    assert "from 12 Oct 2026 to 18 Oct 2026" in page
    with db.reading(database) as found:
        assert len(found.scalars(select(Notice.id)).all()) == 2


def test_the_list_shows_one_line_a_series(begin: Any, database: db.Database, client_of: ClientOf):
    series_id = begin()
    nights(database, date(2026, 10, 11), date(2026, 10, 26))
    with on(date(2026, 10, 27)):
        page = client_of("mei").get("/assignments").text
    assert page.count(f'href="/assignments/series/{series_id}"') == 1
    assert "every week" in page
    assert "kept 0 of 3" in page
    assert page.count("0 of 1</a>") == 4


@pytest.mark.parametrize("choice", ["leave", "cancel"])
def test_a_stopped_series_asks_no_more(
    begin: Any, database: db.Database, client_of: ClientOf, cast: Cast, choice: str
):
    series_id, address = begin(), "/assignments/series/{}/endings"
    with on(date(2026, 10, 8)):
        mei = client_of("mei")
        answer = mei.post(address.format(series_id), data={"open_rounds": choice})
        assert answer.status_code == 303, answer.text
        assert mei.post(address.format(series_id), data={"open_rounds": choice}).status_code == 409
    nights(database, date(2026, 10, 11), date(2026, 10, 20))
    assert rounds(database) == [FIRST]
    reason = owed_by(database, cast.lin)[0].closed_reason
    assert reason == ("cancelled" if choice == "cancel" else None)


def test_a_series_ends_with_whoever_asked(begin: Any, database: db.Database, cast: Cast):
    series_id = begin()
    with db.transaction(database) as session:
        session.get_one(Person, cast.mei).deactivated_at = clock.now()
    nights(database, date(2026, 10, 11), date(2026, 10, 12))
    assert rounds(database) == [FIRST]
    with db.reading(database) as found:
        assert found.scalar(select(Series.ended_at).where(Series.id == series_id)) is not None


def test_moving_the_date_of_a_round_moves_no_other(
    begin: Any, database: db.Database, client_of: ClientOf, cast: Cast
):
    begin()
    with on(date(2026, 10, 8)):
        number = owed_by(database, cast.lin)[0].source_id
        data = {"due_on": "2026-10-18"}
        mei = client_of("mei")
        assert mei.post(f"/assignments/{number}/extensions", data=data).status_code == 303
        assert "extended from 11 Oct 2026" in client_of("lin").get("/").text
    nights(database, date(2026, 10, 11), date(2026, 10, 19))
    assert rounds(database) == [FIRST, date(2026, 10, 18), date(2026, 10, 25)]


def test_the_worker_knows_the_job():
    assert worker.HANDLERS["repeat_due"] is repeat_due


def test_a_series_is_asked_for_in_the_form(client_of: ClientOf, cast: Cast, database: db.Database):
    data = form(
        item="drill:price", due_on=FIRST.isoformat(), every="week", until_on=UNTIL.isoformat(),
        people=[cast.lin], reviewer=cast.mei, earlier_work_counts="y",
    )  # fmt: skip
    with on(START):
        mei = client_of("mei")
        for wrong in (
            {"until_on": ""},
            {"until_on": "2026-10-10"},
            {"until_on": "2031-01-01"},
            {"every": "day"},
        ):
            assert mei.post("/assignments/new", data=data | wrong).status_code == 422, wrong
        assert rounds(database) == []
        assert mei.post("/assignments/new", data=data).status_code == 303
    (owed,) = owed_by(database, cast.lin)
    assert owed.counts_from is not None  # earlier work never counts for what repeats


@pytest.mark.parametrize(
    ("who", "status"),
    [("mei", 200), ("bo", 200), ("ada", 200), ("tara", 404), ("omar", 404), ("lin", 404)],
)
def test_who_sees_and_stops_a_series(begin: Any, client_of: ClientOf, who: str, status: int):
    page = f"/assignments/series/{begin()}"
    assert client_of(who).get(page).status_code == status
    if status == 404:
        assert client_of(who).post(f"{page}/endings", data={}).status_code == 404


def test_signed_out_bad_number_and_wrong_method(begin: Any, client_of: ClientOf):
    page = f"/assignments/series/{begin()}"
    assert "/login" in client_of("nobody").get(page, headers={"Accept": "text/html"}).location
    mei = client_of("mei")
    for path in ("/assignments/series/999", "/assignments/series/x"):
        assert mei.get(path).status_code == 404
    assert mei.post(page).status_code == 405
    assert mei.post(f"{page}/endings", data={"open_rounds": "burn"}).status_code == 422


def test_the_page_of_a_series_takes_so_many_statements_however_many_people(
    begin: Any, client_of: ClientOf, crowd_of: Any, count_sql: Callable[[], int]
):
    mei = client_of("mei")

    def statements(series_id: int) -> int:
        path = f"/assignments/series/{series_id}"
        assert mei.get(path).status_code == 200
        before = count_sql()
        assert mei.get(path).status_code == 200
        return count_sql() - before

    one = statements(begin())
    crowd_of(100)
    assert statements(begin()) <= one + 1  # the organisation may be read again
