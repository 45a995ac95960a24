"""The only writer of steps, progress, enrolments and obligations."""

from datetime import date, datetime

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.cohorts import actions as cohorts
from courseware.cohorts.models import Cohort
from courseware.cohorts.queries import members_of, schedule_of
from courseware.content.definitions import Course, TrackDefinition
from courseware.errors import NotFound
from courseware.journal import actions as journal
from courseware.kit import clock, jobs
from courseware.learning.models import Enrolment, Note, Obligation, Progress, Step
from courseware.learning.queries import enrolment_of, track_of
from courseware.learning.rules import best_scores, completed_at, first_passed, fulfils, module_ticks
from courseware.learning.types import Done, StepFact
from courseware.settings import queries as organisation


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
        _update_progress(course, done, now)
    _fulfil_obligations(course, done, now)
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
        _lower_progress(person_id, module)
    for person_id in {step.person_id for step in steps}:
        journal.record(by, "withdrew", source, about=person_id)
        jobs.put("person_progressed", person_id, key=f"person_progressed:{person_id}")


def open_module(person_id: int, module: str) -> None:
    """Remember that somebody began a module."""
    progress = _progress(person_id, module)
    progress.opened_at = progress.opened_at or clock.now()


def keep_place(person_id: int, module: str, anchor: str) -> None:
    """Remember the heading where reading stopped."""
    progress = _progress(person_id, module)
    progress.opened_at = progress.opened_at or clock.now()
    progress.anchor = anchor


def enrol(
    person_id: int, track: str, edition: str, *, cohort_id: int | None = None, afresh: bool = False
) -> Enrolment:
    """Enrol on a track; an open enrolment stands, and takes the cohort if it has none. `afresh` counts from now."""
    session = db.write()
    db.load(Person, person_id)  # of two requests at once, the second waits and finds it
    found = session.scalar(
        select(Enrolment).where(
            Enrolment.person_id == person_id, Enrolment.track == track, Enrolment.ended_at.is_(None)
        )
    )
    if found is None:
        now = clock.now()
        found = Enrolment(person_id=person_id, track=track, edition=edition, started_at=now)
        found.counts_from = now if afresh else None
        session.add(found)
        journal.record(person_id, "enrolled", ("track", track), cohort=cohort_id)
    if cohort_id is not None and found.cohort_id is None:
        found.cohort_id = cohort_id
    session.flush()
    return found


def end_enrolment(enrolment_id: int, outcome: str) -> None:
    """End an enrolment as completed or left."""
    enrolment = db.load(Enrolment, enrolment_id)
    if enrolment.ended_at is None:
        enrolment.ended_at, enrolment.outcome = clock.now(), outcome


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


def _progress(person_id: int, module: str) -> Progress:
    empty = db.insert(Progress).values(person_id=person_id, module=module)
    db.write().execute(empty.on_conflict_do_nothing())
    return db.load(Progress, (person_id, module))


def _update_progress(course: Course, done: Done, now: datetime) -> None:
    progress = _progress(done.person_id, done.module)
    progress.opened_at = progress.opened_at or now
    if done.kind == "lesson" and done.passed:
        progress.read_at = progress.read_at or now
    if done.kind == "quiz":
        progress.best_score = max(progress.best_score or 0, done.score or 0)
        if done.passed:
            progress.quiz_passed_at = progress.quiz_passed_at or now
    module = course.by_slug.get(done.module)
    if progress.passed_at is None and module is not None and module.is_ready:
        steps = _steps(done.person_id, module=done.module)
        test_out = _track_of(course, done.person_id).test_out
        progress.passed_at = completed_at(module_ticks(module, steps, test_out=test_out))
        if progress.passed_at:
            journal.record(done.person_id, "passed", ("module", done.module))


def _lower_progress(person_id: int, module: str) -> None:
    """Set the dates of a module anew from the steps that remain; a pass is never earlier than they are."""
    progress, steps = _progress(person_id, module), _steps(person_id, module=module)
    if progress.passed_at is not None and progress.read_at is None:  # by testing out
        firsts = [s for s in steps if s.kind == "quiz" and s.ordinal == 1 and s.passed]
        progress.passed_at = progress.passed_at if firsts else None
    progress.read_at = first_passed(steps, "lesson") if progress.read_at else None
    progress.quiz_passed_at = first_passed(steps, "quiz") if progress.quiz_passed_at else None
    progress.best_score = best_scores(steps).get(module)
    if progress.passed_at is not None and progress.read_at is not None:
        dates = (progress.passed_at, progress.read_at, progress.quiz_passed_at)
        progress.passed_at = None if None in dates else max(d for d in dates if d)


def _steps(person_id: int, *, module: str | None = None) -> list[StepFact]:
    s = Step
    query = select(s.kind, s.item, s.module, s.passed, s.at, s.score, s.grade, s.ordinal)
    query = query.where(Step.person_id == person_id, Step.withdrawn_at.is_(None))
    if module is not None:
        query = query.where(Step.module == module)
    return [StepFact(*row) for row in db.write().execute(query)]


def _fulfil_obligations(course: Course, done: Done, now: datetime) -> None:
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
            for s in _steps(obligation.person_id)
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
    anew = [s for s in _steps(obligation.person_id) if s.kind == "lesson" or s.at >= since]
    module = course.by_slug.get(obligation.item) if course else None
    if course is None or module is None:
        return False
    test_out = _track_of(course, obligation.person_id).test_out
    return completed_at(module_ticks(module, anew, test_out=test_out)) is not None


def _track_of(course: Course, person_id: int) -> TrackDefinition:
    return track_of(course, enrolment_of(person_id))


def add_note(person_id: int, module: str, anchor: str, text: str) -> None:
    db.write().add(Note(person_id=person_id, module=module, anchor=anchor, text=text))


def remove_note(person_id: int, note_id: int) -> None:
    """Remove one's own note; another's is not found."""
    note = db.load(Note, note_id)
    if note.person_id != person_id:
        raise NotFound
    db.write().delete(note)


def join_cohort(actor_id: int | None, cohort: Cohort, person_id: int, edition: str) -> None:
    """Put somebody into a class: they are enrolled on its track and owe what its schedule asks."""
    if not cohorts.add_member(actor_id, cohort.id, person_id, _today()):
        return
    enrol(person_id, cohort.track, edition, cohort_id=cohort.id)
    for module, due_on in schedule_of(cohort.id).items():
        _oblige_by_schedule(cohort.id, person_id, module, due_on)


def leave_cohort(actor_id: int | None, cohort_id: int, person_id: int) -> None:
    """Take somebody out of a class: what its schedule asked of them is closed as *left*."""
    if cohorts.end_membership(actor_id, cohort_id, person_id, _today()):
        close_obligations(("schedule", cohort_id), "left", person_id=person_id)


def schedule_module(actor_id: int, cohort_id: int, module: str, due_on: date | None) -> None:
    """Give a module of a class a due date: every member owes it then. Without a date nobody does."""
    db.load(Cohort, cohort_id)  # who joins, or schedules too, waits: nobody owes a module twice
    cohorts.schedule(actor_id, cohort_id, module, due_on)
    session = db.write()
    query = select(Obligation).where(
        Obligation.source_kind == "schedule",
        Obligation.source_id == cohort_id,
        Obligation.item == module,
        Obligation.closed_at.is_(None),
    )
    known = {found.person_id: found for found in session.scalars(query)}
    for found in known.values():
        if due_on is None and found.fulfilled_at is None:
            found.closed_at, found.closed_reason = clock.now(), "cancelled"
        elif due_on is not None:
            found.due_on, found.due_at = due_on, _end_of(due_on)
    if due_on is not None:
        for person_id in session.scalars(members_of(cohort_id)):
            if person_id not in known:
                _oblige_by_schedule(cohort_id, person_id, module, due_on)


def _oblige_by_schedule(cohort_id: int, person_id: int, module: str, due_on: date) -> None:
    obligation = Obligation(
        person_id=person_id,
        kind="module",
        item=module,
        due_on=due_on,
        due_at=_end_of(due_on),
        source_kind="schedule",
        source_id=cohort_id,
    )
    oblige(obligation, earlier_work_counts=True)


def _today() -> date:
    """The day it is where the organisation is."""
    return clock.local_day(clock.now(), organisation.current().time_zone)


def _end_of(day: date) -> datetime:
    """The last second of a day where the organisation is."""
    return clock.end_of_day(day, organisation.current().time_zone)
