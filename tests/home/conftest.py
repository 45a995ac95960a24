"""What lin and others have done, for the pages that bring many rooms together."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning.actions import oblige, record_step
from courseware.learning.models import Obligation
from courseware.learning.types import Done
from tests.exercise.conftest import PLAN
from tests.world import Cast

FIRST, SECOND = "01-first-talk", "02-team-plan"
Browser = Callable[[str], FlaskClient]
Does = Callable[..., None]


@pytest.fixture
def does(database: db.Database, course: Course, cast: Cast) -> Does:
    """lin does something: kind, item, module, and whether it was accepted."""

    def did(kind: str, item: str = FIRST, module: str = FIRST, *, grade: str | None = None) -> None:
        with db.transaction(database):
            record_step(course, Done(cast.lin, kind, item, module, passed=True, grade=grade))

    return did


@pytest.fixture
def handed_in(client_of: Browser) -> int:
    """The number of lin's plan, handed in."""
    lin = client_of("lin")
    begun = lin.post("/exercises/plan/submissions", data={})
    number = int(begun.location.rpartition("/")[2])
    sent = {**PLAN, "counter": "0"}
    assert lin.post(f"/submissions/{number}/handovers", data=sent).status_code == 303
    return number


def owe(database: db.Database, person_id: int, kind: str, item: str, days: float) -> None:
    """Somebody owes something in so many days."""
    due = clock.now() + timedelta(days=days)
    with db.transaction(database):
        owed = Obligation(
            person_id=person_id,
            kind=kind,
            item=item,
            due_at=due,
            due_on=date(2026, 10, 1),
            source_kind="assignment",
            source_id=1,
        )
        oblige(owed, earlier_work_counts=False)
