"""Pages of a class and of a team: who sees them, how many statements they take, and whose facts count when."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from courseware import db
from courseware.accounts.models import TeamDeputy, TeamMembership
from courseware.kit import clock
from courseware.learning.models import Obligation, Progress, Step
from courseware.reports.queries import groups
from courseware.web import remembering, zone
from tests.reports.conftest import Crowd, read_csv
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
ENDINGS = ("", ".pdf", ".xlsx", ".csv")
Q3, Q4 = "?period=2026-Q3", "?period=2026-Q4"


@pytest.mark.parametrize(
    ("who", "status"),
    [("tara", 200), ("ada", 200), ("oda", 404), ("mei", 404), ("lin", 404), ("sam", 404)],
)
def test_who_has_the_pages_of_a_class(client_of: ClientOf, cast: Cast, who: str, status: int):
    client = client_of(who)
    assert client.get(f"/cohorts/{cast.cohort}").status_code == status
    for ending in ENDINGS:
        assert client.get(f"/cohorts/{cast.cohort}/report{ending}").status_code == status


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("mei", ["林夏"]),
        ("bo", ["梅经理", "林夏"]),
        ("omar", ["欧阳同"]),
        ("ada", ["林夏", "欧阳同"]),
    ],
)
def test_a_manager_sees_their_own_people_and_nobody_else(
    client_of: ClientOf, who: str, seen: list[str]
):
    client = client_of(who)
    pages = [client.get("/team").text, client.get("/team/report").text]
    names = {row[0] for row in read_csv(client.get("/team/report.csv").data)[1:]}
    assert names == set(seen) | ({"梅经理"} if who == "ada" else set())
    for name in ("林夏", "欧阳同"):
        for page in pages:
            assert (f">{name}<" in page) == (name in seen)


@pytest.mark.parametrize("who", ["lin", "tara", "sam", "ann"])
def test_others_have_no_team(client_of: ClientOf, who: str):
    for path in ("/team", *(f"/team/report{ending}" for ending in ENDINGS)):
        assert client_of(who).get(path).status_code == 404


def test_a_manager_reports_on_teams_below_them_only(client_of: ClientOf, cast: Cast):
    for path in ("/team", *(f"/team/report{ending}" for ending in ENDINGS)):
        assert client_of("mei").get(f"{path}?team={cast.team}").status_code == 200
        assert client_of("bo").get(f"{path}?team={cast.team}").status_code == 200
        for team in (cast.other_team, cast.top_team, 999, "x"):
            assert client_of("mei").get(f"{path}?team={team}").status_code == 404


def test_a_deputy_has_the_team_between_the_dates(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    today, day = zone.today(), timedelta(days=1)
    with db.transaction(database) as session:
        session.add(
            TeamDeputy(team_id=cast.team, person_id=cast.sam, from_on=today, to_on=today + day)
        )
    assert "林夏" in client_of("sam").get("/team").text
    assert client_of("sam").get(f"/people/{cast.lin}").status_code == 200
    with db.transaction(database) as session:
        session.execute(update(TeamDeputy).values(from_on=today - 9 * day, to_on=today - 3 * day))
    assert client_of("sam").get("/team").status_code == 404
    assert client_of("sam").get(f"/people/{cast.lin}").status_code == 404


@pytest.mark.parametrize("path", ["/team", "/team/report", "/cohorts/1", "/cohorts/1/report"])
def test_signed_out_and_wrong_method(client_of: ClientOf, path: str):
    answer = client_of("nobody").get(path, headers={"Accept": "text/html"})
    assert "/login" in answer.location
    assert client_of("ada").post(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/cohorts/999",
        "/cohorts/999/report.pdf",
        "/cohorts/x",
        "/team/report?period=2026-Q5",
        "/team/report.doc",
        "/team/report?period=soon",
    ],
)
def test_there_is_no_such_page(client_of: ClientOf, path: str):
    assert client_of("ada").get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/team", "/team/report", "/team/report.csv", "/cohorts/{}", "/cohorts/{}/report"]
)
def test_a_page_takes_so_many_statements_however_many_people_there_are(
    client_of: ClientOf, cast: Cast, crowd_of: Callable[[int], Crowd], count_sql: Any, path: str,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    # What is read again every second would be counted by chance.
    monkeypatch.setattr(remembering, "AGE", 3600.0)
    client = client_of("mei" if "team" in path else "tara")
    where = path.format(cast.cohort)

    def statements() -> int:
        before = count_sql()
        assert client.get(where).status_code == 200
        return int(count_sql() - before)

    statements()  # the first request of a process loads more
    few = statements()
    crowd_of(60)
    assert statements() == few
    assert few <= (66 if "report" in path else 16)


def test_the_matrix_leads_to_each_person_and_says_each_state_in_a_word(
    client_of: ClientOf, cast: Cast, crowd_of: Callable[[int], Crowd]
):
    crowd = crowd_of(3)
    page = client_of("tara").get(f"/cohorts/{cast.cohort}").text
    for person_id in crowd.ids:
        assert f'href="/people/{person_id}#m-01-first-talk"' in page
    assert 'aria-label="Not begun"' in page


def test_too_many_people_for_one_page_are_parted_by_team(
    client_of: ClientOf,
    crowd_of: Callable[[int], Crowd],
    monkeypatch: pytest.MonkeyPatch,
):
    crowd_of(5)
    monkeypatch.setattr("courseware.reports.queries.MOST_PEOPLE", 4)
    assert groups.MOST_PEOPLE > 4
    for path in ("/team", "/team/report"):
        assert "Choose a team" in client_of("bo").get(path).text
    assert client_of("bo").get("/team/report.pdf").status_code == 422


def test_in_a_period_only_facts_within_it_and_within_the_membership_count(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    """lin leaves mei's team on 10 October: what she does afterwards is counted for her next manager."""
    with db.transaction(database) as session:
        session.execute(
            update(TeamMembership)
            .where(TeamMembership.person_id == cast.lin)
            .values(to_on=date(2026, 10, 10))
        )
        session.add(
            TeamMembership(person_id=cast.lin, team_id=cast.other_team, from_on=date(2026, 10, 10))
        )
        _pass(session, cast.lin, "01-first-talk", datetime(2026, 10, 9, 15, tzinfo=UTC))
        _pass(session, cast.lin, "02-team-plan", datetime(2026, 10, 9, 17, tzinfo=UTC))
    assert _passed(client_of("mei"), Q4) == {"林夏": "1"}  # 17:00 UTC is the 10th in Shanghai
    assert _passed(client_of("omar"), Q4) == {"林夏": "1", "欧阳同": "0"}
    assert _passed(client_of("mei"), Q3) == {"林夏": "0"}
    assert _passed(client_of("mei"), "") == {}  # now: current members
    assert _passed(client_of("omar"), "")["林夏"] == "2"  # with all their facts
    page = client_of("mei").get(f"/team/report{Q4}").text
    assert f"/people/{cast.lin}" not in page  # no longer theirs


def test_a_pass_of_an_earlier_quarter_is_shown_but_not_counted(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    with db.transaction(database) as session:
        _pass(session, cast.lin, "01-first-talk", datetime(2026, 9, 20, tzinfo=UTC))
    rows = read_csv(client_of("mei").get(f"/team/report.csv{Q4}").data)
    assert rows[1][2] == "0"
    assert rows[1][10] == "Passed earlier"


def test_late_in_a_quarter_is_what_was_still_open_when_it_ended(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    end = datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC)
    with db.transaction(database) as session:
        for fulfilled in (None, end - timedelta(days=1), end + timedelta(days=9)):
            due = Obligation(
                person_id=cast.lin,
                kind="quiz",
                item="01-first-talk",
                due_on=date(2026, 9, 10),
                source_kind="schedule",
                source_id=1,
            )
            due.due_at, due.fulfilled_at = datetime(2026, 9, 10, tzinfo=UTC), fulfilled
            session.add(due)
    with clock.frozen(end + timedelta(days=30)):
        client = client_of("mei")
        assert read_csv(client.get(f"/team/report.csv{Q3}").data)[1][7] == "2"
        assert read_csv(client.get(f"/team/report.csv{Q4}").data)[1][7] == "0"
        assert read_csv(client.get("/team/report.csv").data)[1][7] == "1"


def _pass(session: Any, person_id: int, slug: str, at: datetime) -> None:
    session.add(Progress(person_id=person_id, module=slug, opened_at=at, read_at=at, passed_at=at))
    session.add(Step(person_id=person_id, kind="quiz", item=slug, module=slug, at=at, passed=True))


def _passed(client: FlaskClient, query: str) -> dict[str, str]:
    rows = read_csv(client.get(f"/team/report.csv{query}").data)
    return {row[0]: row[2] for row in rows[1:]}
