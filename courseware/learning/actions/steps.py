"""What somebody did: dated facts, and what they tick off."""

from sqlalchemy import select

from courseware import db
from courseware.content.definitions import Course
from courseware.journal import actions as journal
from courseware.kit import clock, jobs
from courseware.learning.actions.obligations import fulfil_obligations
from courseware.learning.actions.progress import lower_progress, update_progress
from courseware.learning.models import Step
from courseware.learning.types import Done


def record_step(course: Course, done: Done) -> None:
    """Record what somebody did; tick what it ticks off: progress of the module, obligations, later certificates."""
    now = clock.now()
    kind, source = done.source or (None, None)
    step = Step(
        person_id=done.person_id,
        kind=done.kind,
        item=done.item,
        module=done.module,
        at=now,
        passed=done.passed,
        score=done.score,
        grade=done.grade,
        source_kind=kind,
        source_id=source,
        version=done.version,
        ordinal=done.ordinal,
    )
    session = db.write()
    session.add(step)
    session.flush()
    if done.module:
        update_progress(course, done, now)
    fulfil_obligations(course, done, now)
    journal.record(
        done.person_id,
        "did",
        (done.kind, done.item),
        passed=done.passed,
        score=done.score,
        grade=done.grade,
    )
    jobs.put("person_progressed", done.person_id, key=f"person_progressed:{done.person_id}")


def withdraw_steps(source: tuple[str, int], by: int) -> None:
    """Take back what a row gave, as somebody said: its steps stay in the table and count no more.

    Progress follows from what remains. What was owed and fulfilled then, and certificates, stay.
    """
    query = select(Step).where(
        Step.source_kind == source[0], Step.source_id == source[1], Step.withdrawn_at.is_(None)
    )
    steps, now = list(db.write().scalars(query)), clock.now()
    for step in steps:
        step.withdrawn_at, step.withdrawn_by_id = now, by
    db.write().flush()
    for person_id, module in sorted({(s.person_id, s.module) for s in steps if s.module}):
        lower_progress(person_id, module)
    for person_id in {step.person_id for step in steps}:
        journal.record(by, "withdrew", source, about=person_id)
        jobs.put("person_progressed", person_id, key=f"person_progressed:{person_id}")
