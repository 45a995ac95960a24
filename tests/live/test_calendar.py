"""A calendar program reads a person's openings, due dates and sessions from a secret address, and nobody else does."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import me_by_id
from courseware.kit import clock
from courseware.learning import actions as learning
from courseware.learning.models import Obligation
from courseware.live.actions import sessions
from courseware.live.types.sessions import Plan
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
FIRST, SECOND = "01-first-talk", "02-team-plan"
OPENS, DUE = date(2026, 12, 7), date(2026, 12, 14)
#: 14:00 in Shanghai
STARTS = datetime(2026, 12, 9, 6, 0, tzinfo=UTC)
LONG = "第一次课：客户拜访前要准备的所有事情，以及为什么准备比临场发挥更重要，最后一起练习两个场景"


@pytest.fixture
def planned(database: db.Database, cast: Cast) -> int:
    """Lin's class has dates and a session; the number of the session."""
    plan = Plan(
        LONG, STARTS, STARTS + timedelta(hours=2), "三号会议室; B, 2F", "https://m.example/1"
    )
    with db.transaction(database):
        learning.schedule_module(cast.tara, cast.cohort, FIRST, DUE, opens_on=OPENS)
        learning.schedule_module(cast.oda, cast.other_cohort, SECOND, DUE)
        tara = me_by_id(cast.tara)
        assert tara is not None
        [number] = sessions.plan_sessions(tara, cast.cohort, [plan])
    return number


def address(client: FlaskClient, database: db.Database, person_id: int) -> str:
    assert client.post("/account/calendar/addresses").status_code == 303
    with db.reading(database) as rows:
        return (
            f"/calendar/{rows.scalar(select(Person.feed_code).where(Person.id == person_id))}.ics"
        )


def events(answer: Any) -> dict[str, Any]:
    """The events of a feed by what their id begins with."""
    assert answer.status_code == 200
    calendar = icalendar.Calendar.from_ical(answer.data)
    return {str(e["UID"]).split("@")[0]: e for e in calendar.walk("VEVENT")}


def test_openings_due_dates_and_sessions_stand_in_it(
    client_of: ClientOf, cast: Cast, database: db.Database, planned: int
):
    lin = client_of("lin")
    path = address(lin, database, cast.lin)
    answer = client_of("nobody").get(path)
    assert answer.content_type == "text/calendar; charset=utf-8"
    found = events(answer)
    opens, due = f"opens-{cast.cohort}-{FIRST}", f"due-{cast.cohort}-{FIRST}"
    assert set(found) == {opens, due, f"session-{planned}"}
    assert found[opens].decoded("DTSTART") == OPENS
    assert found[due].decoded("DTSTART") == DUE
    assert found[due].decoded("DTEND") == DUE + timedelta(days=1)
    session = found[f"session-{planned}"]
    assert session.decoded("DTSTART") == STARTS
    assert session["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert session.decoded("DTSTART").hour == 14
    assert str(session["SUMMARY"]) == LONG
    assert str(session["LOCATION"]) == "三号会议室; B, 2F"
    assert "https://m.example/1" in str(session["DESCRIPTION"])
    assert str(session["STATUS"]) == "CONFIRMED"
    assert "开放" in str(found[opens]["SUMMARY"])  # Lin's own language


def test_the_file_keeps_the_rules_of_lines(
    client_of: ClientOf, cast: Cast, database: db.Database, planned: int
):
    """Without the library that wrote it: every line ends in CRLF and has at most 75 octets."""
    assert planned
    content = client_of("nobody").get(address(client_of("lin"), database, cast.lin)).data
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character is cut in two
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert f"SUMMARY:{LONG}\r\n" in unfolded
    assert r"LOCATION:三号会议室\; B\, 2F" in unfolded
    assert unfolded.count("BEGIN:VTIMEZONE") == 1
    assert "TZID:Asia/Shanghai" in unfolded
    names = re.findall(r"^(UID|DTSTAMP|SEQUENCE)", unfolded, re.MULTILINE)
    assert len(names) == 3 * unfolded.count("BEGIN:VEVENT")


def test_a_program_that_has_it_is_told_so_until_something_changes(
    client_of: ClientOf, cast: Cast, database: db.Database, planned: int
):
    path, nobody = address(client_of("lin"), database, cast.lin), client_of("nobody")
    first = nobody.get(path)
    same = nobody.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    with db.transaction(database):
        tara = me_by_id(cast.tara)
        assert tara is not None
        sessions.cancel_session(tara, planned)
        learning.schedule_module(cast.tara, cast.cohort, FIRST, DUE + timedelta(days=7))
    then = nobody.get(path, headers={"If-None-Match": first.headers["ETag"]})
    before, after = events(first), events(then)
    assert str(after[f"session-{planned}"]["STATUS"]) == "CANCELLED"
    assert set(before) - set(after) == {f"opens-{cast.cohort}-{FIRST}"}
    for key in after:
        assert after[key]["UID"] == before[key]["UID"]
        assert int(after[key]["SEQUENCE"]) > int(before[key]["SEQUENCE"])
        assert after[key].decoded("DTSTAMP") >= before[key].decoded("DTSTAMP")
    moved = after[f"due-{cast.cohort}-{FIRST}"].decoded("DTSTART")
    assert moved == DUE + timedelta(days=7)


def test_what_was_asked_stands_in_it_until_it_is_done(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    with db.transaction(database) as session:
        owed = Obligation(person_id=cast.lin, kind="module", item=SECOND, due_on=DUE)
        owed.asked_by_id, owed.source_kind, owed.source_id = cast.mei, "assignment", 7
        owed.due_at = clock.end_of_day(DUE, "Asia/Shanghai")
        session.add(owed)
    path, nobody = address(client_of("lin"), database, cast.lin), client_of("nobody")
    [event] = events(nobody.get(path)).values()
    assert event.decoded("DTSTART") == DUE
    assert "梅经理" in str(event["DESCRIPTION"])
    with db.transaction(database) as session:
        session.get_one(Obligation, owed.id).fulfilled_at = clock.now()
    assert events(nobody.get(path)) == {}


def test_a_trainer_has_the_sessions_of_their_classes_and_nobody_elses(
    client_of: ClientOf, cast: Cast, database: db.Database, planned: int
):
    nobody = client_of("nobody")
    tara = events(nobody.get(address(client_of("tara"), database, cast.tara)))
    assert set(tara) == {f"session-{planned}"}
    for who in ("oda", "sam", "mei"):
        assert events(nobody.get(address(client_of(who), database, getattr(cast, who)))) == {}
    otto = events(nobody.get(address(client_of("otto"), database, cast.otto)))
    assert set(otto) == {f"due-{cast.other_cohort}-{SECOND}"}


def test_the_address_is_made_renewed_and_taken_away(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    lin, nobody = client_of("lin"), client_of("nobody")
    assert "no address yet" in lin.get("/account/calendar").text
    old = address(lin, database, cast.lin)
    page = lin.get("/account/calendar").text
    assert f"http://localhost{old}" in page
    assert f"webcal://localhost{old}" in page
    new = address(lin, database, cast.lin)
    assert nobody.get(old).status_code == 404
    assert nobody.get(new).status_code == 200
    assert lin.post("/account/calendar/removals").status_code == 303
    assert nobody.get(new).status_code == 404
    assert "/login" in nobody.get("/account/calendar", headers={"Accept": "text/html"}).location


def test_an_account_that_is_closed_has_no_feed(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    path = address(client_of("lin"), database, cast.lin)
    with db.transaction(database):
        db.load(Person, cast.lin).deactivated_at = clock.now()
    assert client_of("nobody").get(path).status_code == 404
    assert client_of("nobody").get("/calendar/none.ics").status_code == 404
    assert client_of("nobody").post(path).status_code == 405


def test_the_feed_asks_the_database_as_much_for_one_date_as_for_many(
    client_of: ClientOf,
    cast: Cast,
    database: db.Database,
    planned: int,
    count_sql: Callable[[], int],
):
    assert planned
    path, nobody = address(client_of("lin"), database, cast.lin), client_of("nobody")
    nobody.get(path)
    before = count_sql()
    nobody.get(path)
    one = count_sql() - before
    plan = Plan("x", STARTS, STARTS + timedelta(hours=1))
    with db.transaction(database):
        learning.schedule_module(cast.tara, cast.cohort, SECOND, DUE, opens_on=OPENS)
        tara = me_by_id(cast.tara)
        assert tara is not None
        sessions.plan_sessions(tara, cast.cohort, [plan] * 3)
    before = count_sql()
    nobody.get(path)
    assert count_sql() - before == one
