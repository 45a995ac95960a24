"""One-to-ones and what was agreed in them: for the two people, and for nobody else."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.assignments.models import Assignment
from courseware.coaching.models import AgreedStep, OneToOne
from courseware.coaching.types.notes import StepRow, TalkRow
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.learning.models import Obligation
from courseware.web.zone import today

#: the newest so many
MOST = 100


def talks_between(by_id: int, person_id: int) -> list[TalkRow]:
    """The talks that one person held with another, the newest first."""
    return _talks(OneToOne.by_id == by_id, OneToOne.person_id == person_id)


def talks_of(me: Me) -> list[TalkRow]:
    """All talks in which `me` is one of the two, the newest first."""
    return _talks(or_(OneToOne.by_id == me.id, OneToOne.person_id == me.id))


def get_talk_for(me: Me, talk_id: int) -> TalkRow:
    """A talk in which `me` is one of the two; to everybody else there is none."""
    found = _talks(
        OneToOne.id == talk_id, or_(OneToOne.by_id == me.id, OneToOne.person_id == me.id)
    )
    if not found:
        raise NotFound
    return found[0]


def steps_in(talk_ids: Collection[int]) -> dict[int, list[StepRow]]:
    """What was agreed in these talks, with its state now, in one statement."""
    found: dict[int, list[StepRow]] = {number: [] for number in talk_ids}
    s, a, o = AgreedStep, Assignment, Obligation
    query = (
        select(
            s.id, s.one_to_one_id, s.assignment_id, a.kind, a.item, s.text, s.due_on, s.done_at,
            a.due_on.label("asked_for"), a.cancelled_at, o.fulfilled_at, o.closed_at, o.due_at, o.due_on.label("owed_on"), o.id.label("owed_id"),
        )
        .join(OneToOne, OneToOne.id == s.one_to_one_id)
        .outerjoin(a, a.id == s.assignment_id)
        .outerjoin(
            o,
            and_(
                o.source_kind == "assignment",
                o.source_id == a.id,
                o.person_id == OneToOne.person_id,
            ),
        )
        .where(s.one_to_one_id.in_(talk_ids))
        .order_by(s.id, o.id)
    )  # fmt: skip
    rows = {row.id: row for row in db.read().execute(query)}  # the newest obligation comes last
    for row in rows.values():
        found[row.one_to_one_id].append(_step(row))
    return found


def _step(row: Any) -> StepRow:
    promise = row.assignment_id is None
    due_on = row.due_on if promise else row.owed_on or row.asked_for
    return StepRow(
        id=row.id,
        talk_id=row.one_to_one_id,
        assignment_id=row.assignment_id,
        kind=row.kind or "",
        item=row.item or "",
        text=row.text or "",
        due_on=due_on,
        state=_promised(row.done_at, due_on) if promise else _owed(row),
        obligation_id=row.owed_id,
    )


def _promised(done_at: Any, due_on: date | None) -> str:
    if done_at is not None:
        return "done"
    return "late" if due_on is not None and due_on < today() else "open"


def _owed(row: Any) -> str:
    if row.fulfilled_at is not None:
        return "done"
    if row.cancelled_at is not None or row.closed_at is not None:
        return "cancelled"
    return "late" if row.due_at is not None and row.due_at < clock.now() else "open"


def _talks(*conditions: Any) -> list[TalkRow]:
    person, by = aliased(Person), aliased(Person)
    o = OneToOne
    query: Any = (
        select(
            o.id, o.person_id, person.name, o.by_id, by.name, o.held_on, o.text, o.reply, o.at,
            o.changed_at,
        )
        .join(person, person.id == o.person_id)
        .join(by, by.id == o.by_id)
        .where(*conditions)
        .order_by(o.held_on.desc(), o.id.desc())
        .limit(MOST)
    )  # fmt: skip
    return [TalkRow(*row) for row in db.read().execute(query)]
