"""Somebody moves to another team: the past stays with the old one, the present goes to the new one, at once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning.actions import record_step
from courseware.learning.models import Obligation
from courseware.learning.types import Done
from tests import world
from tests.accounts.asking import ask_for_plan
from tests.accounts.test_deputies import hand_in
from tests.reports.conftest import read_csv
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
DAY = timedelta(days=1)
MOVE = datetime(2026, 11, 16, 4, tzinfo=UTC)
QUARTER = "2026-Q4"
FIRST, SECOND = "01-first-talk", "02-team-plan"


def move(client_of: Browser, cast: Cast, team: int) -> None:
    """As an administrator does it, on the page of the person."""
    sent = {"name": world.NAMES["lin"], "team": str(team)}
    answer = client_of("ada").post(f"/admin/people/{cast.lin}", data=sent)
    assert answer.status_code == 303, answer.text


def passes(database: db.Database, course: Course, cast: Cast, module: str, at: datetime) -> None:
    with clock.frozen(at), db.transaction(database):
        for kind in ("lesson", "quiz"):
            done = Done(cast.lin, kind, module, module, passed=True, score=90.0)
            record_step(course, done)


def line_of(client: FlaskClient, page: str) -> list[str] | None:
    """lin's line of a report, as a spreadsheet shows it."""
    rows = read_csv(client.get(page).data)
    return next((row for row in rows if row[:1] == ["林夏"]), None)


def test_what_is_shown_now_moves_at_once(client_of: Browser, cast: Cast):
    mei, bo, omar = client_of("mei"), client_of("bo"), client_of("omar")
    person = f"/people/{cast.lin}"
    with clock.frozen(MOVE):
        assert [c.get(person).status_code for c in (mei, bo, omar)] == [200, 200, 404]
        move(client_of, cast, cast.other_team)
        assert [c.get(person).status_code for c in (mei, bo, omar)] == [404, 404, 200]
        for page in ("/team", "/team/report", "/team/report.csv", "/search?q=林夏"):
            for client in (mei, bo):
                assert f"/people/{cast.lin}" not in client.get(page).text
            assert "林夏" not in mei.get("/team").text
            assert "林夏" in omar.get(page).text
        # another's page of the same team, and the way back
        move(client_of, cast, cast.team)
        assert [c.get(person).status_code for c in (mei, bo, omar)] == [200, 200, 404]


def test_a_report_of_the_quarter_counts_for_each_team_what_was_done_in_it(
    client_of: Browser, database: db.Database, cast: Cast, course: Course
):
    passes(database, course, cast, FIRST, MOVE - 5 * DAY)
    with clock.frozen(MOVE):
        move(client_of, cast, cast.other_team)
    passes(database, course, cast, SECOND, MOVE + 2 * DAY)
    with clock.frozen(MOVE + 5 * DAY):
        old = line_of(client_of("mei"), f"/team/report.csv?period={QUARTER}")
        new = line_of(client_of("omar"), f"/team/report.csv?period={QUARTER}")
        now = line_of(client_of("omar"), "/team/report.csv")
        assert line_of(client_of("mei"), "/team/report.csv") is None
        page = client_of("mei").get(f"/team/report?period={QUARTER}").text
    assert old is not None
    assert new is not None
    assert now is not None
    # the last columns are the modules: each team counts what was done in it, pages of now count everything
    assert old[-3:-1] == ["Under way", "Not begun"]
    assert new[-3:-1] == ["Not begun", "Under way"]
    assert now[-3:-1] == ["Under way", "Under way"]
    assert "林夏" in page
    assert f"/people/{cast.lin}" not in page  # named, but no longer to be opened


def test_what_the_old_manager_asked_is_closed_as_left_and_the_new_one_reviews_what_waits(
    client_of: Browser, database: db.Database, cast: Cast
):
    with clock.frozen(MOVE - 5 * DAY):
        ask_for_plan(client_of("mei"), cast.mei, cast.lin, "2026-12-01")
        number = hand_in(client_of)
        assert client_of("mei").get(f"/submissions/{number}").status_code == 200
        assert "林夏" in client_of("mei").get("/reviews").text
        # nobody trains her any more, so that the manager up the line accepts
        gone = f"/cohorts/{cast.cohort}/members/{cast.lin}/departures"
        assert client_of("tara").post(gone).status_code == 303
    with clock.frozen(MOVE):
        move(client_of, cast, cast.other_team)
        with db.reading(database) as rows:
            owed = rows.execute(
                select(Obligation.closed_reason, Obligation.fulfilled_at).where(
                    Obligation.person_id == cast.lin, Obligation.source_kind == "assignment"
                )
            ).all()
        assert [tuple(row) for row in owed] == [("left", None)]
        mei, omar = client_of("mei"), client_of("omar")
        assert mei.get(f"/submissions/{number}").status_code == 404
        assert mei.get(f"/submissions/{number}.pdf").status_code == 404
        assert mei.post(f"/submissions/{number}/acceptances").status_code == 404
        assert "林夏" not in mei.get("/reviews").text
        assert "林夏" in omar.get("/reviews").text
        assert omar.post(f"/submissions/{number}/acceptances").status_code == 303


def test_what_was_accepted_goes_with_the_person(client_of: Browser, cast: Cast):
    with clock.frozen(MOVE - 5 * DAY):
        ask_for_plan(client_of("mei"), cast.mei, cast.lin, "2026-12-01")
        number = hand_in(client_of)
        assert client_of("mei").post(f"/submissions/{number}/acceptances").status_code == 303
    with clock.frozen(MOVE):
        move(client_of, cast, cast.other_team)
        assert client_of("mei").get(f"/submissions/{number}").status_code == 404
        assert client_of("omar").get(f"/submissions/{number}").status_code == 200
