"""To tell more than fifty people is asked first, and nobody is told before the answer."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from courseware import db
from courseware.assignments.types import Target
from courseware.notices.models import Notice
from tests.assignments.conftest import form
from tests.reports.conftest import crowd_of as crowd_of  # noqa: PLC0414 - a fixture
from tests.world import Cast

Browser = Callable[[str], FlaskClient]


def told(database: db.Database) -> int:
    with db.reading(database) as rows:
        return rows.scalar(select(func.count()).select_from(Notice)) or 0


@pytest.mark.parametrize(("people", "asks"), [(49, False), (50, True)])  # and lin
def test_a_new_assignment_to_more_than_fifty_is_asked_first(
    client_of: Browser, database: db.Database, cast: Cast, crowd_of: Any, people: int, asks: bool
):
    crowd_of(people)
    data = form(places=[f"team:{cast.team}"], reviewer=cast.mei)
    answer = client_of("mei").post("/assignments/new", data=data)
    assert ("51 people would be told at once" in answer.text) == asks
    assert (told(database) == 0) == asks
    sure = client_of("mei").post("/assignments/new", data=data | {"sure": "1"})
    assert sure.status_code == 303
    assert told(database) > 0


@pytest.mark.parametrize("deed", ["reminders", "extensions", "cancellations"])
def test_a_change_for_more_than_fifty_is_asked_first(
    client_of: Browser, database: db.Database, cast: Cast, crowd_of: Any, ask: Any, deed: str
):
    crowd_of(50)
    number, before = ask(Target("team", cast.team)), told(database)
    mei = client_of("mei")
    data = {"due_on": "2099-01-31"} if deed == "extensions" else {}
    asked = mei.post(f"/assignments/{number}/{deed}", data=data)
    assert "51 people would be told at once" in asked.text
    assert told(database) == before
    assert ("2099-01-31" in asked.text) == (deed == "extensions")
    assert mei.post(f"/assignments/{number}/{deed}", data=data | {"sure": "1"}).status_code == 303
    assert told(database) > before
