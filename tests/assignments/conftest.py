"""mei asks lin for the plan."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from courseware import db
from courseware.accounts.queries import me_by_id
from courseware.accounts.types import Me
from courseware.assignments import actions
from courseware.assignments.types import Asked, Target
from courseware.content.definitions import Course
from courseware.learning.models import Obligation
from courseware.web import zone
from tests.world import Cast

DUE = zone.today() + timedelta(days=7)
PLAN = Asked("exercise", "plan", DUE, needs_acceptance=True)


@pytest.fixture
def me(database: db.Database) -> Callable[[int], Me]:
    """The person as actions know them."""

    def loaded(person_id: int) -> Me:
        with db.reading(database):
            found = me_by_id(person_id)
        assert found is not None
        return found

    return loaded


@pytest.fixture
def ask(database: db.Database, course: Course, cast: Cast, me: Callable[[int], Me]) -> Any:
    """Ask as mei, by default lin for the plan; the assignment's id."""

    def asked(*targets: Target, what: Asked = PLAN, by: int = cast.mei) -> int:
        asker = me(by)
        with db.transaction(database):
            return actions.ask_for(asker, course, what, targets or [Target("person", cast.lin)])

    return asked


def owed_by(database: db.Database, person_id: int) -> list[Any]:
    """The obligations of a person that assignments made."""
    with db.reading(database) as rows:
        query = select(Obligation.__table__).where(
            Obligation.person_id == person_id, Obligation.source_kind == "assignment"
        )
        return list(rows.execute(query.order_by(Obligation.id)))


def form(**changes: Any) -> dict[str, Any]:
    """What the page of a new assignment sends."""
    return {
        "item": "exercise:plan",
        "due_on": DUE.isoformat(),
        "quantity": "1",
        "needs_acceptance": "y",
        **changes,
    }


YESTERDAY = date.today() - timedelta(days=2)  # noqa: DTZ011 - far enough from now in any zone
