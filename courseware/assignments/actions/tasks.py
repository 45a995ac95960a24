"""Doing a task: the person says so themselves."""

from courseware import db
from courseware.accounts.types import Me
from courseware.assignments.actions.owing import KIND
from courseware.content.definitions import Course
from courseware.errors import Conflict, NotFound
from courseware.journal import actions as journal
from courseware.learning import actions as learning
from courseware.learning.models import Obligation
from courseware.learning.types import Done


def finish_task(me: Me, course: Course, obligation_id: int, note: str) -> None:
    """Tick off one's own task, with a line on what was done; a second press changes nothing."""
    owed = db.load(Obligation, obligation_id)
    if owed.person_id != me.id or owed.kind != "task":
        raise NotFound
    if owed.closed_at is not None:
        raise Conflict("This is no longer asked of you.")
    if owed.fulfilled_at is not None:
        return
    source = (learning.TASK, obligation_id)
    learning.record_step(course, Done(me.id, "task", owed.item, "", passed=True, source=source))
    if note and owed.source_kind == KIND:
        journal.record(me.id, "noted", (KIND, owed.source_id), words=note)
