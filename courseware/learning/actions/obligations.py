"""What somebody must do: asked, fulfilled, closed."""

from datetime import datetime

from sqlalchemy import Select, select

from courseware import db
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning.actions.progress import own_track, steps_in
from courseware.learning.models import Obligation, Progress, Step
from courseware.learning.rules import (
    ANY,
    completed_at,
    fulfils,
    is_about,
    module_ticks,
    times_met,
)
from courseware.learning.types import Done, StepFact

#: a task is ticked off by its own number: two with the same words are two
TASK = "obligation"


def oblige(
    obligation: Obligation, *, earlier_work_counts: bool, since: datetime | None = None
) -> None:
    """Ask somebody for something; fulfilled at once when earlier work counts and meets it.

    What was done before `since` does not count; none = before now.
    """
    session = db.write()
    obligation.counts_from = None if earlier_work_counts else since or clock.now()
    session.add(obligation)
    session.flush()
    if earlier_work_counts or since is not None:
        _check_obligation(obligation, clock.now())


def is_owed(person_id: int, kind: str, item: str) -> bool:
    """Whether somebody is asked, and has not yet done, what one more such thing would count for."""
    query = _open_of(person_id).where(Obligation.kind == kind)
    return any(is_about(kind, owed.item, (kind, item, "")) for owed in db.write().scalars(query))


def close_obligations(
    source: tuple[str, int], reason: str, *, person_id: int | None = None
) -> None:
    """Close the open obligations of a source (of one person): `cancelled`, or `left`; never overdue afterwards."""
    query = select(Obligation).where(
        Obligation.source_kind == source[0],
        Obligation.source_id == source[1],
        Obligation.fulfilled_at.is_(None),
        Obligation.closed_at.is_(None),
    )
    if person_id is not None:
        query = query.where(Obligation.person_id == person_id)
    for obligation in db.write().scalars(query):
        obligation.closed_at, obligation.closed_reason = clock.now(), reason


def fulfil_obligations(course: Course, done: Done, now: datetime) -> None:
    for obligation in db.write().scalars(_open_of(done.person_id)):
        what = (done.kind, done.item, done.module)
        if is_about(obligation.kind, obligation.item, what):
            _check_obligation(obligation, now, course)


def _open_of(person_id: int) -> Select[Obligation]:
    return select(Obligation).where(
        Obligation.person_id == person_id,
        Obligation.fulfilled_at.is_(None),
        Obligation.closed_at.is_(None),
    )


def _check_obligation(obligation: Obligation, now: datetime, course: Course | None = None) -> None:
    if obligation.kind == "module":
        met = _has_passed(obligation, course)
    else:
        met = times_met(obligation.kind, _steps_for(obligation)) >= obligation.quantity
    if met:
        obligation.fulfilled_at = now


def _steps_for(obligation: Obligation) -> list[tuple[StepFact, int | None]]:
    """The steps that meet an obligation, each with the number of the row behind it."""
    s = Step
    query = select(
        s.kind, s.item, s.module, s.passed, s.at, s.score, s.grade, s.ordinal, s.source_id
    )
    query = query.where(
        s.person_id == obligation.person_id, s.kind == obligation.kind, s.withdrawn_at.is_(None)
    )
    if obligation.kind == "task":
        query = query.where(s.source_kind == TASK, s.source_id == obligation.id)
    elif obligation.kind != "drill" or obligation.item != ANY:
        query = query.where(s.item == obligation.item)
    if obligation.counts_from is not None:
        query = query.where(s.at >= obligation.counts_from)
    found = [(StepFact(*row[:-1]), row[-1]) for row in db.write().execute(query)]
    accepted, line = obligation.needs_acceptance, obligation.pass_line
    return [(step, source) for step, source in found if fulfils(accepted, line, step)]


def _has_passed(obligation: Obligation, course: Course | None) -> bool:
    """Whether the module was passed, since it counts; somebody who had passed it before does all but read it anew."""
    progress = db.write().get(Progress, (obligation.person_id, obligation.item))
    if progress is None or progress.passed_at is None:
        return False
    since = obligation.counts_from
    if since is None or progress.passed_at >= since:
        return True
    anew = [s for s in steps_in(obligation.person_id) if s.kind == "lesson" or s.at >= since]
    module = course.by_slug.get(obligation.item) if course else None
    if course is None or module is None:
        return False
    test_out = own_track(course, obligation.person_id).test_out
    return completed_at(module_ticks(module, anew, test_out=test_out)) is not None
