"""Reminders of dates: once before, once after, and again when the date has moved."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from courseware import db
from courseware.assignments import actions
from courseware.assignments.jobs import remind_due
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.notices.models import Notice
from tests.assignments.conftest import DUE
from tests.world import Cast


def told(database: db.Database, person_id: int) -> list[str]:
    """What somebody was told about dates, oldest first."""
    with db.reading(database) as rows:
        query = select(Notice.sentence).where(
            Notice.person_id == person_id, Notice.key.op("LIKE")("%due:%")
        )
        return list(rows.scalars(query.order_by(Notice.id)))


def look(database: db.Database, days: int) -> None:
    """The worker looks so many days after today."""
    with clock.frozen(clock.now() + timedelta(days=days)), db.working(database):
        remind_due()


@pytest.mark.usefixtures("course")
def test_a_date_is_recalled_once_before_and_once_after(ask: Any, cast: Cast, database: db.Database):
    ask()
    look(database, 1)
    assert told(database, cast.lin) == []
    for days in (5, 5, 6):
        look(database, days)
    assert told(database, cast.lin) == ["Due soon: {title}, by {day}."]
    for days in (9, 10):
        look(database, days)
    assert len(told(database, cast.lin)) == 2
    assert told(database, cast.lin)[1].startswith("Overdue")


def test_a_moved_date_is_recalled_again(
    ask: Any, cast: Cast, database: db.Database, course: Course, me: Any
):
    number, asker = ask(), me(cast.mei)
    look(database, 5)
    with db.transaction(database):
        actions.extend(asker, course, number, DUE + timedelta(days=10))
    look(database, 15)
    assert len(told(database, cast.lin)) == 2


def test_nothing_is_recalled_that_is_done_or_closed(
    ask: Any, cast: Cast, database: db.Database, course: Course, me: Any
):
    number, asker = ask(), me(cast.mei)
    with db.transaction(database):
        actions.cancel(asker, course, number)
    look(database, 5)
    look(database, 9)
    assert told(database, cast.lin) == []
