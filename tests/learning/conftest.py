"""lin learns: what she does, and where she stands then."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from courseware import db
from courseware.content.definitions import Course
from courseware.learning import actions
from courseware.learning.models import Obligation, Progress
from courseware.learning.types import Done
from tests.world import Cast

FIRST, SECOND, LATER = "01-first-talk", "02-team-plan", "03-later"
MORNING = datetime(2026, 9, 7, 1, tzinfo=UTC)

Does = Callable[..., None]


@pytest.fixture
def does(database: db.Database, course: Course, cast: Cast) -> Does:
    """lin, or another, does something in the first module or another."""

    def did(
        kind: str, item: str = FIRST, *, module: str = FIRST, who: int = cast.lin, **more: Any
    ) -> None:
        with db.transaction(database):
            actions.record_step(course, Done(who, kind, item, module, **{"passed": True, **more}))

    return did


def owe(
    database: db.Database,
    person_id: int,
    kind: str,
    item: str,
    *,
    earlier: bool = False,
    **more: Any,
) -> int:
    """Make an obligation of somebody; its id."""
    source = {"source_kind": "assignment", "source_id": 1}
    with db.transaction(database):
        owed = Obligation(person_id=person_id, kind=kind, item=item, **{**source, **more})
        actions.oblige(owed, earlier_work_counts=earlier)
        return owed.id


def fulfilled(database: db.Database, obligation_id: int) -> bool:
    with db.reading(database) as rows:
        query = select(Obligation.fulfilled_at).where(Obligation.id == obligation_id)
        return rows.scalars(query).one() is not None


def progress(database: db.Database, person_id: int, module: str = FIRST) -> Any:
    """The row of somebody's progress in a module."""
    with db.reading(database) as rows:
        query = select(Progress.__table__).where(
            Progress.person_id == person_id, Progress.module == module
        )
        return rows.execute(query).one()
