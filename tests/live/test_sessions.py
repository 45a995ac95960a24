"""Class sessions: planned, moved, cancelled by whoever trains the class; its members hear of it and see them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.live.models import ClassSession
from courseware.live.queries.sessions import sessions_of
from courseware.live.rules.planning import moment, weekly
from courseware.notices.models import Notice
from tests.class_sessions import BEFORE, START, join, plan, planned
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
DATA = {
    "title": "谈判课",
    "day": "2026-10-12",
    "from_time": "10:00",
    "to_time": "12:00",
    "place": "三楼会议室",
    "link": "https://meet.test.example/1",
    "words": "带上你的方案",
    "times": "1",
}


def _new(client: FlaskClient, cast: Cast, **more: object) -> int:
    with clock.frozen(BEFORE):
        return client.post(f"/cohorts/{cast.cohort}/sessions/new", data=DATA | more).status_code


def _told(database: db.Database, person_id: int) -> list[str]:
    with db.reading(database) as rows:
        return list(rows.scalars(select(Notice.sentence).where(Notice.person_id == person_id)))


def test_a_trainer_plans_a_session_by_the_clock_of_the_organisation(
    client_of: Browser, cast: Cast, database: db.Database
):
    assert _new(client_of("tara"), cast) == 303
    with db.reading(database):
        row = sessions_of(cast.cohort)[-1]
    assert (row.starts_at, row.place) == (START, "三楼会议室")
    page = client_of("tara").get(f"/cohorts/{cast.cohort}/sessions").text
    assert "谈判课" in page
    assert "三楼会议室" in page


def test_the_modules_covered_stand_on_the_pages(client_of: Browser, cast: Cast, course: Course):
    slug = next(m.slug for m in course.ready_modules)
    assert _new(client_of("tara"), cast, modules=[slug]) == 303
    for who, path in (("tara", f"/cohorts/{cast.cohort}/sessions"), ("lin", "/live")):
        assert f'href="/modules/{slug}"' in client_of(who).get(path).text


def test_members_are_told_once_of_a_row_of_sessions(
    client_of: Browser, cast: Cast, database: db.Database
):
    assert _new(client_of("tara"), cast, times="8") == 303
    with db.reading(database):
        rows = sessions_of(cast.cohort)
    assert [row.starts_at for row in rows] == [START + timedelta(weeks=n) for n in range(8)]
    assert len(_told(database, cast.lin)) == 1
    assert _told(database, cast.otto) == []


def test_weekly_keeps_the_time_on_the_wall_through_summer_time():
    zone = ZoneInfo("Europe/Berlin")
    first = moment(date(2026, 10, 20), time(9, 0), zone)
    rows = weekly(plan(starts_at=first, ends_at=first + timedelta(hours=1)), 2, zone)
    assert [row.starts_at.astimezone(zone).hour for row in rows] == [9, 9]
    assert rows[1].starts_at.astimezone(UTC) == datetime(2026, 10, 27, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"day": "soon"},
        {"to_time": "10:00"},
        {"from_time": "25:00"},
        {"link": "javascript:alert(1)"},
        {"times": "0"},
        {"times": "53"},
        {"modules": ["none"]},
    ],
)
def test_a_form_that_makes_no_sense_is_refused(
    client_of: Browser, cast: Cast, database: db.Database, wrong: dict[str, object]
):
    assert _new(client_of("tara"), cast, **wrong) == 422
    with db.reading(database):
        assert sessions_of(cast.cohort) == []


def test_members_hear_of_another_time_and_not_of_other_words(
    client_of: Browser, cast: Cast, database: db.Database
):
    number = planned(database, cast, place="三楼会议室", link=DATA["link"])
    client, path = client_of("tara"), f"/live/{number}/plan"
    before = len(_told(database, cast.lin))
    with clock.frozen(BEFORE):
        assert client.post(path, data=DATA | {"words": "改了"}).status_code == 303
        assert len(_told(database, cast.lin)) == before
        assert client.post(path, data=DATA | {"from_time": "09:00"}).status_code == 303
    assert len(_told(database, cast.lin)) == before + 1
    with db.reading(database):
        (row,) = sessions_of(cast.cohort)
    assert row.starts_at == START - timedelta(hours=1)
    assert "09:00" in client.get(path).text


def test_a_cancelled_session_is_told_and_cannot_be_changed(
    client_of: Browser, cast: Cast, database: db.Database
):
    with clock.frozen(BEFORE):
        number = planned(database, cast)
        client = client_of("tara")
        assert client.post(f"/live/{number}/cancellations").status_code == 303
        assert client.post(f"/live/{number}/cancellations").status_code == 409
        assert client.post(f"/live/{number}/plan", data=DATA).status_code == 409
    assert any("cancelled" in sentence for sentence in _told(database, cast.lin))
    assert "cancelled" in client_of("lin").get("/live").text


def test_more_than_fifty_people_are_told_only_after_a_question(
    client_of: Browser, cast: Cast, database: db.Database
):
    with db.transaction(database) as session:
        people = [Person(email=f"n{n}@test.example", name=f"N{n}") for n in range(50)]
        session.add_all(people)
        session.flush()
        ids = [person.id for person in people]
    join(database, cast.cohort, *ids)
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/sessions/new"
    with clock.frozen(BEFORE):
        asked = client.post(path, data=DATA)
        assert asked.status_code == 200
        assert "51 people" in asked.text
        assert client.post(path, data=DATA | {"sure": "1"}).status_code == 303
        with db.reading(database):
            (row,) = sessions_of(cast.cohort)
        path = f"/live/{row.id}/cancellations"
        assert "51 people" in client.post(path).text
        assert client.post(path, data={"sure": "1"}).status_code == 303


def test_a_member_sees_the_sessions_of_their_own_class_only(
    client_of: Browser, cast: Cast, database: db.Database
):
    planned(database, cast)
    assert "谈判课" in client_of("lin").get("/live").text
    assert "谈判课" not in client_of("otto").get("/live").text
    assert client_of("nobody").get("/live").status_code == 302


@pytest.mark.parametrize("who", ["oda", "lin", "mei", "bo", "otto", "sam", "ann"])
def test_strangers_and_members_do_not_plan(
    client_of: Browser, cast: Cast, database: db.Database, who: str
):
    number, client = planned(database, cast), client_of(who)
    for path in (
        f"/cohorts/{cast.cohort}/sessions",
        f"/cohorts/{cast.cohort}/sessions/new",
        f"/live/{number}/plan",
    ):
        assert client.get(path).status_code == 404
    assert client.post(f"/live/{number}/cancellations").status_code == 404
    assert client.post(f"/live/{number}/plan", data=DATA).status_code == 404
    with db.reading(database) as rows:
        assert rows.scalar(select(ClassSession.cancelled_at)) is None


def test_signed_out_bad_number_wrong_method(client_of: Browser, cast: Cast, database: db.Database):
    number = planned(database, cast)
    assert client_of("nobody").get(f"/live/{number}/plan").status_code == 302
    assert client_of("nobody").post(f"/live/{number}/cancellations").status_code == 401
    client = client_of("ada")
    assert client.get(f"/live/{number}/plan").status_code == 200
    assert client.get("/live/99999/plan").status_code == 404
    assert client.get("/cohorts/99999/sessions").status_code == 404
    assert client.get(f"/live/{number}/cancellations").status_code == 405
    assert client.put(f"/live/{number}/plan").status_code == 405


def test_the_list_takes_the_same_statements_for_one_session_and_for_twenty(
    client_of: Browser, cast: Cast, database: db.Database, count_sql: Callable[[], int]
):
    client, path = client_of("tara"), f"/cohorts/{cast.cohort}/sessions"
    planned(database, cast)
    client.get(path)
    start = count_sql()
    client.get(path)
    one = count_sql() - start
    for _ in range(19):
        planned(database, cast)
    start = count_sql()
    client.get(path)
    assert count_sql() - start == one


def test_the_page_of_a_session_says_where_it_is_and_leads_to_the_sign_in(
    client_of: Browser, cast: Cast, database: db.Database
):
    number = planned(database, cast, place="三楼会议室", link=DATA["link"], words="带上方案")
    for who in ("lin", "tara"):
        page = client_of(who).get(f"/live/{number}").text
        assert "三楼会议室" in page
        assert DATA["link"] in page
        assert "带上方案" in page
    assert f"/live/{number}/sign-in" not in client_of("lin").get(f"/live/{number}").text
    assert f"/live/{number}/sign-in" in client_of("tara").get(f"/live/{number}").text
    client_of("tara").post(f"/live/{number}/sign-in/openings")
    assert f"/live/{number}/sign-in" in client_of("lin").get(f"/live/{number}").text
