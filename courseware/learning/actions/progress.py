"""Where somebody stands in a module: the first dates of its facts, kept beside the steps."""

from datetime import datetime

from sqlalchemy import select

from courseware import db
from courseware.content.definitions import Course, TrackDefinition
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.learning.models import Progress, Step
from courseware.learning.queries import enrolment_of, track_of
from courseware.learning.rules import best_scores, completed_at, first_passed, module_ticks
from courseware.learning.types import Done, StepFact


def open_module(person_id: int, module: str) -> None:
    """Remember that somebody began a module."""
    progress = progress_of(person_id, module)
    progress.opened_at = progress.opened_at or clock.now()


def keep_place(person_id: int, module: str, anchor: str, *, reached: int | None = None) -> None:
    """Remember the heading where reading stopped, and the furthest place reached, in per cent."""
    progress = progress_of(person_id, module)
    progress.opened_at = progress.opened_at or clock.now()
    progress.anchor = anchor
    if reached is not None:
        progress.reached = max(progress.reached or 0, reached)


def progress_of(person_id: int, module: str) -> Progress:
    empty = db.insert(Progress).values(person_id=person_id, module=module)
    db.write().execute(empty.on_conflict_do_nothing())
    return db.load(Progress, (person_id, module))


def update_progress(course: Course, done: Done, now: datetime) -> None:
    progress = progress_of(done.person_id, done.module)
    progress.opened_at = progress.opened_at or now
    if done.kind == "lesson" and done.passed:
        progress.read_at = progress.read_at or now
    if done.kind == "quiz":
        progress.best_score = max(progress.best_score or 0, done.score or 0)
        if done.passed:
            progress.quiz_passed_at = progress.quiz_passed_at or now
    module = course.by_slug.get(done.module)
    if progress.passed_at is None and module is not None and module.is_ready:
        steps = steps_in(done.person_id, module=done.module)
        test_out = own_track(course, done.person_id).test_out
        progress.passed_at = completed_at(module_ticks(module, steps, test_out=test_out))
        if progress.passed_at:
            journal.record(done.person_id, "passed", ("module", done.module))


def lower_progress(person_id: int, module: str) -> None:
    """Set the dates of a module anew from the steps that remain; a pass is never earlier than they are."""
    progress, steps = progress_of(person_id, module), steps_in(person_id, module=module)
    if progress.passed_at is not None and progress.read_at is None:  # by testing out
        firsts = [s for s in steps if s.kind == "quiz" and s.ordinal == 1 and s.passed]
        progress.passed_at = progress.passed_at if firsts else None
    progress.read_at = first_passed(steps, "lesson") if progress.read_at else None
    progress.quiz_passed_at = first_passed(steps, "quiz") if progress.quiz_passed_at else None
    progress.best_score = best_scores(steps).get(module)
    if progress.passed_at is not None and progress.read_at is not None:
        dates = (progress.passed_at, progress.read_at, progress.quiz_passed_at)
        progress.passed_at = None if None in dates else max(d for d in dates if d)


def steps_in(person_id: int, *, module: str | None = None) -> list[StepFact]:
    s = Step
    query = select(s.kind, s.item, s.module, s.passed, s.at, s.score, s.grade, s.ordinal)
    query = query.where(Step.person_id == person_id, Step.withdrawn_at.is_(None))
    if module is not None:
        query = query.where(Step.module == module)
    return [StepFact(*row) for row in db.write().execute(query)]


def own_track(course: Course, person_id: int) -> TrackDefinition:
    return track_of(course, enrolment_of(person_id))
