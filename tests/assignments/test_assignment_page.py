"""One assignment: who sees it, who may change it, and what moving, cancelling and reminding do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from courseware import db
from courseware.accounts.models import TeamDeputy
from courseware.assignments.types import Target
from courseware.exercise.models import Submission
from courseware.kit import clock
from courseware.notices.models import Notice
from courseware.web import zone
from tests.assignments.conftest import DUE, PLAN, YESTERDAY, owed_by
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("mei", 200),  # asked
        ("bo", 200),  # stands above mei
        ("ada", 200),
        ("tara", 404),  # trains lin, but did not ask
        ("omar", 404),
        ("oda", 404),
        ("lin", 404),
        ("sam", 404),
    ],
)
def test_who_sees_an_assignment(ask: Any, client_of: ClientOf, who: str, status: int):
    number = ask()
    assert client_of(who).get(f"/assignments/{number}").status_code == status
    for deed in ("reminders", "cancellations", "extensions"):
        answer = client_of(who).post(f"/assignments/{number}/{deed}", data={})
        assert (answer.status_code == 404) == (status == 404)


def test_a_deputy_sees_it_between_the_dates(
    ask: Any, client_of: ClientOf, cast: Cast, database: db.Database
):
    number, today = ask(), zone.today()
    day = timedelta(days=1)
    with db.transaction(database) as session:
        deputy = TeamDeputy(team_id=cast.team, person_id=cast.sam, from_on=today - day)
        deputy.to_on = today + day
        session.add(deputy)
    assert client_of("sam").get(f"/assignments/{number}").status_code == 200
    with db.transaction(database) as session:
        found = session.get_one(TeamDeputy, deputy.id)
        found.from_on, found.to_on = today - 9 * day, today - 3 * day
    assert client_of("sam").get(f"/assignments/{number}").status_code == 404


def test_who_only_oversees_some_of_the_people_sees_only_those_and_changes_nothing(
    ask: Any, client_of: ClientOf, cast: Cast
):
    number = ask(Target("person", cast.lin), Target("person", cast.otto), what=PLAN, by=cast.ada)
    assert client_of("mei").get(f"/assignments/{number}").status_code == 404
    assert "欧阳同" in client_of("ada").get(f"/assignments/{number}").text


def test_moving_the_date_moves_what_is_owed_and_tells(
    ask: Any, client_of: ClientOf, cast: Cast, database: db.Database
):
    number, later = ask(), DUE + timedelta(days=3)
    answer = client_of("mei").post(
        f"/assignments/{number}/extensions", data={"due_on": later.isoformat()}
    )
    assert answer.status_code == 303
    assert owed_by(database, cast.lin)[0].due_on == later
    assert "has moved the due date" in client_of("lin").get("/notices").text


@pytest.mark.parametrize("due_on", ["", "soon", YESTERDAY.isoformat()])
def test_a_date_that_will_not_do_moves_nothing(
    ask: Any, client_of: ClientOf, cast: Cast, database: db.Database, due_on: str
):
    number = ask()
    answer = client_of("mei").post(f"/assignments/{number}/extensions", data={"due_on": due_on})
    assert answer.status_code == 422
    assert owed_by(database, cast.lin)[0].due_on == DUE


def test_cancelling_closes_what_is_owed_once(
    ask: Any, client_of: ClientOf, cast: Cast, database: db.Database
):
    number, client = ask(), client_of("mei")
    assert client.post(f"/assignments/{number}/cancellations").status_code == 303
    assert owed_by(database, cast.lin)[0].closed_reason == "cancelled"
    assert client.post(f"/assignments/{number}/cancellations").status_code == 409
    assert "cancelled" in client.get("/assignments?show=all").text


def test_a_second_reminder_on_one_day_is_not_sent(
    ask: Any, client_of: ClientOf, cast: Cast, database: db.Database
):
    number, client = ask(), client_of("mei")
    for _ in range(2):
        assert client.post(f"/assignments/{number}/reminders").status_code == 303
    with db.reading(database) as rows:
        query = select(func.count()).where(
            Notice.person_id == cast.lin, Notice.key.startswith("reminded:")
        )
        assert rows.scalar(query) == 1


def test_the_asker_is_led_to_what_was_handed_in_and_never_to_a_draft(
    ask: Any, client_of: ClientOf, cast: Cast, database: db.Database
):
    number, client = ask(), client_of("mei")
    with db.transaction(database) as session:
        form = Submission(exercise="plan", module="02-team-plan", owner_id=cast.lin)
        form.version = form.wording = "x"
        session.add(form)
    assert "/submissions/" not in client.get(f"/assignments/{number}").text
    with db.transaction(database) as session:
        form = session.get_one(Submission, form.id)
        form.submitted_at, form.round = clock.now(), 1
    assert f"/submissions/{form.id}" in client.get(f"/assignments/{number}").text


def test_the_list_counts_done_late_and_open(ask: Any, client_of: ClientOf):
    with clock.frozen(clock.now() - timedelta(days=30)):
        ask(what=_due(DUE - timedelta(days=25)))
    ask()
    page = client_of("mei").get("/assignments").text
    assert "1 overdue" in page
    assert "1 open" in page
    assert "0 of 1 done" in page


@pytest.mark.parametrize("path", ["/assignments/999", "/assignments/x", "/assignments/-1"])
def test_there_is_no_such_assignment(client_of: ClientOf, path: str):
    assert client_of("mei").get(path).status_code == 404


def test_the_wrong_method_is_refused(ask: Any, client_of: ClientOf):
    number = ask()
    assert client_of("mei").post(f"/assignments/{number}").status_code == 405
    assert client_of("mei").get(f"/assignments/{number}/reminders").status_code == 405


def test_the_list_takes_so_many_statements_however_many_assignments_there_are(
    ask: Any, client_of: ClientOf, count_sql: Callable[[], int]
):
    client = client_of("mei")

    def statements() -> int:
        before = count_sql()
        assert client.get("/assignments").status_code == 200
        return count_sql() - before

    ask()
    statements()  # the first request of a process loads more
    one = statements()
    for _ in range(5):
        ask()
    assert statements() == one


def _due(day: Any) -> Any:
    return type(PLAN)("exercise", "plan", day)
