"""When the modules of a class open and are due: laid out at once, moved, changed row by row, kept for the next class."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.cohorts import queries, rules
from courseware.cohorts.models import ScheduleTemplate
from courseware.cohorts.rules import Rhythm
from courseware.cohorts.types import Dates
from courseware.learning.models import Obligation
from tests.world import START, Cast

ClientOf = Callable[[str], FlaskClient]
MONDAY = date(2026, 11, 30)
WEEK = timedelta(days=7)
FIRST, SECOND = "01-first-talk", "02-team-plan"
PLAN = {"first_on": "2026-11-30", "at_once": "1", "weeks": "1", "what": "both", "days": "5"}


def days(database: db.Database, cohort: int) -> dict[str, Dates]:
    with db.reading(database):
        return queries.days_of(cohort)


def owed(database: db.Database, person_id: int) -> dict[str, date]:
    query = select(Obligation.item, Obligation.due_on).where(
        Obligation.person_id == person_id, Obligation.closed_at.is_(None)
    )
    with db.reading(database) as rows:
        return {row.item: row.due_on for row in rows.execute(query)}


def test_two_modules_every_monday_leave_out_holidays():
    holiday = {MONDAY + WEEK, MONDAY + timedelta(days=5)}
    found = rules.lay_out("abcde", Rhythm(MONDAY, at_once=2, due_after=5), holiday)
    opens = [MONDAY, MONDAY, MONDAY + 2 * WEEK, MONDAY + 2 * WEEK, MONDAY + 3 * WEEK]
    assert [found[m].opens_on for m in "abcde"] == opens
    assert found["a"].due_on == MONDAY + timedelta(days=6)  # its own day is free
    assert found["e"].due_on == MONDAY + 3 * WEEK + timedelta(days=5)


def test_days_off_are_read_as_people_write_them():
    text = "2026-10-01 – 2026-10-03\n 2026-12-25\n\n2026-1-1，2026-01-02"
    assert sorted(rules.free_days(text)) == [
        date(2026, 1, 1), date(2026, 1, 2), date(2026, 10, 1), date(2026, 10, 2),
        date(2026, 10, 3), date(2026, 12, 25),
    ]  # fmt: skip
    for wrong in ("soon", "2026-02-30", "2026-10-07 2026-10-01", "0001-01-01 - 9999-01-01"):
        with pytest.raises(ValueError, match=wrong[:4]):
            rules.free_days(wrong)


def test_a_kept_schedule_counts_from_another_first_day_and_leaves_weekends():
    kept = rules.offsets_of({"a": Dates(START, START + timedelta(days=4)), "b": Dates()}, START)
    plain = rules.dates_of(kept, MONDAY + timedelta(days=1))
    assert plain["a"] == Dates(MONDAY + timedelta(days=1), MONDAY + timedelta(days=5))  # a Saturday
    moved = rules.dates_of(kept, MONDAY + timedelta(days=1), weekends_move=True)
    assert moved["a"].due_on == MONDAY + WEEK
    assert plain["b"] == Dates()


def test_a_whole_schedule_is_filled_in_and_then_changed_row_by_row(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/schedule"
    assert client.post(f"{path}/plans", data=PLAN).status_code == 303
    due = MONDAY + timedelta(days=5)
    wanted = {FIRST: Dates(MONDAY, due), SECOND: Dates(MONDAY + WEEK, due + WEEK)}
    assert days(database, cast.cohort) == wanted
    assert owed(database, cast.lin) == {FIRST: due, SECOND: due + WEEK}
    page = client.get(path).text
    assert 'name="opens-02-team-plan"' in page
    assert f'value="{MONDAY + WEEK}"' in page
    sent = {f"opens-{SECOND}": "2026-12-01", f"due-{FIRST}": "2026-12-24"}
    assert client.post(path, data=sent).status_code == 303
    assert days(database, cast.cohort) == {
        FIRST: Dates(None, date(2026, 12, 24)),
        SECOND: Dates(date(2026, 12, 1), None),
    }
    assert owed(database, cast.lin) == {FIRST: date(2026, 12, 24)}


@pytest.mark.parametrize(("what", "has"), [("opens", (True, False)), ("due", (False, True))])
def test_modules_may_only_open_or_only_be_due(
    client_of: ClientOf, cast: Cast, database: db.Database, what: str, has: tuple[bool, bool]
):
    path = f"/cohorts/{cast.cohort}/schedule/plans"
    client_of("tara").post(path, data=PLAN | {"what": what})
    [first, *_] = days(database, cast.cohort).values()
    assert (first.opens_on == MONDAY, first.due_on == MONDAY) == has


@pytest.mark.parametrize(
    "wrong", [{"first_on": "soon"}, {"at_once": "0"}, {"weeks": "99"}, {"free": "in May"}]
)
def test_a_rhythm_that_cannot_be_read_changes_nothing(
    client_of: ClientOf, cast: Cast, database: db.Database, wrong: dict[str, str]
):
    answer = client_of("tara").post(f"/cohorts/{cast.cohort}/schedule/plans", data=PLAN | wrong)
    assert answer.status_code == 422
    assert days(database, cast.cohort) == {}


def test_all_later_dates_move_and_earlier_ones_stay(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/schedule"
    client.post(f"{path}/plans", data=PLAN)
    since = MONDAY + timedelta(days=1)
    moved = {"since": since.isoformat(), "days": "3"}
    assert client.post(f"{path}/shifts", data=moved).status_code == 303
    three = timedelta(days=3)
    found = days(database, cast.cohort)
    assert found[FIRST] == Dates(MONDAY, MONDAY + timedelta(days=5) + three)
    assert found[SECOND].opens_on == MONDAY + WEEK + three
    for wrong in ({"days": "x"}, {"days": "-300"}):  # the second would be due before it opens
        assert client.post(f"{path}/shifts", data=moved | wrong).status_code == 422
    assert days(database, cast.cohort) == found


def test_nothing_is_due_before_it_opens(client_of: ClientOf, cast: Cast, database: db.Database):
    sent = {f"opens-{FIRST}": "2026-12-24", f"due-{FIRST}": "2026-12-01"}
    answer = client_of("tara").post(f"/cohorts/{cast.cohort}/schedule", data=sent)
    assert answer.status_code == 422
    assert "2026-12-24" in answer.text  # what was sent is still there
    assert days(database, cast.cohort) == {}


def keep(client: FlaskClient, cast: Cast, database: db.Database) -> str:
    """The address of a schedule kept from the first class."""
    client.post(f"/cohorts/{cast.cohort}/schedule/plans", data=PLAN)
    path = f"/cohorts/{cast.cohort}/schedule/templates"
    assert client.post(path, data={"name": "Autumn"}).status_code == 303
    assert "Autumn" in client.get(path).text
    with db.reading(database) as rows:
        return str(rows.scalar(select(ScheduleTemplate.id)))


def test_a_kept_schedule_is_looked_at_and_then_used_by_another_class(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    number = keep(client_of("tara"), cast, database)
    oda, path = client_of("oda"), f"/cohorts/{cast.other_cohort}/schedule/templates/{number}"
    sent = {"first_on": "2027-01-04"}
    page = oda.get(path, query_string=sent)
    assert page.status_code == 200
    assert days(database, cast.other_cohort) == {}
    assert oda.get(path, query_string={"first_on": "soon"}).status_code == 422
    assert oda.post(f"{path}/uses", data=sent).status_code == 303
    after = (MONDAY - START).days
    first = date(2027, 1, 4) + timedelta(days=after)
    assert days(database, cast.other_cohort)[FIRST].opens_on == first
    assert FIRST in owed(database, cast.otto)


def test_only_whoever_kept_it_or_an_administrator_changes_it(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    tara = client_of("tara")
    number = keep(tara, cast, database)
    other = f"/cohorts/{cast.other_cohort}/schedule/templates/{number}"
    mine = f"/cohorts/{cast.cohort}/schedule/templates/{number}"
    assert client_of("oda").post(f"{other}/removals").status_code == 403
    assert client_of("oda").post(f"{other}/names", data={"name": "x"}).status_code == 403
    assert tara.post(f"{mine}/names", data={"name": ""}).status_code == 422
    assert tara.post(f"{mine}/names", data={"name": "Spring"}).status_code == 303
    assert "Spring" in client_of("oda").get(other).text
    assert client_of("ada").post(f"{mine}/removals").status_code == 303
    assert tara.get(mine).status_code == 404


def test_a_class_without_dates_has_nothing_to_keep(client_of: ClientOf, cast: Cast):
    path = f"/cohorts/{cast.cohort}/schedule/templates"
    assert client_of("tara").post(path, data={"name": "Empty"}).status_code == 422


@pytest.mark.parametrize("page", ["schedule/templates", "joining", "announcements"])
@pytest.mark.parametrize(
    ("who", "status"), [("tara", 200), ("ada", 200), ("oda", 404), ("mei", 404), ("lin", 404)]
)
def test_only_its_trainers_have_the_pages_of_a_class(
    client_of: ClientOf, cast: Cast, page: str, who: str, status: int
):
    path = f"/cohorts/{cast.cohort}/{page}"
    assert client_of(who).get(path).status_code == status
    assert client_of("tara").get(f"/cohorts/999/{page}").status_code == 404
    assert client_of("tara").delete(path).status_code == 405
    assert "/login" in client_of("nobody").get(path, headers={"Accept": "text/html"}).location


@pytest.mark.parametrize(
    "path",
    ["schedule/plans", "schedule/shifts", "joining/links", "joining/decisions", "announcements"],
)
def test_a_stranger_changes_nothing_of_a_class(client_of: ClientOf, cast: Cast, path: str):
    for who in ("oda", "lin", "mei"):
        assert client_of(who).post(f"/cohorts/{cast.cohort}/{path}", data=PLAN).status_code == 404
