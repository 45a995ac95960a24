"""What somebody must do: asked, fulfilled, closed."""

from datetime import datetime

from sqlalchemy import select

from courseware import db
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning.actions.progress import own_track, steps_in
from courseware.learning.models import Obligation, Progress
from courseware.learning.rules import completed_at, fulfils, module_ticks
from courseware.learning.types import Done


def oblige(obligation: Obligation, *, earlier_work_counts: bool) -> None:
    """Ask somebody for something; fulfilled at once when earlier work counts and meets it."""
    session = db.write()
    obligation.counts_from = None if earlier_work_counts else clock.now()
    session.add(obligation)
    session.flush()
    if earlier_work_counts:
        _check_obligation(obligation, clock.now())


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
    query = select(Obligation).where(
        Obligation.person_id == done.person_id,
        Obligation.fulfilled_at.is_(None),
        Obligation.closed_at.is_(None),
    )
    for obligation in db.write().scalars(query):
        if obligation.item in (done.item, done.module):
            _check_obligation(obligation, now, course)


def _check_obligation(obligation: Obligation, now: datetime, course: Course | None = None) -> None:
    if obligation.kind == "module":
        met = _has_passed(obligation, course)
    else:
        steps = [
            s
            for s in steps_in(obligation.person_id)
            if (s.kind, s.item) == (obligation.kind, obligation.item)
        ]
        since = [
            s for s in steps if obligation.counts_from is None or s.at >= obligation.counts_from
        ]
        enough = [s for s in since if fulfils(obligation.needs_acceptance, obligation.pass_line, s)]
        met = len(enough) >= obligation.quantity
    if met:
        obligation.fulfilled_at = now


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
