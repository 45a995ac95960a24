"""Tracks that somebody takes, alone or in a class with its schedule."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from courseware import db
from courseware.accounts.models import Person
from courseware.cohorts import actions as cohorts
from courseware.cohorts.models import Cohort
from courseware.cohorts.queries import members_of, schedule_of
from courseware.errors import Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.learning.actions.obligations import close_obligations, oblige
from courseware.learning.models import Enrolment, Obligation, Progress
from courseware.settings import queries as organisation


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


def join_cohort(actor_id: int | None, cohort: Cohort, person_id: int, edition: str) -> None:
    """Put somebody into a class: they are enrolled on its track and owe what its schedule asks.

    A class that is over takes nobody in.
    """
    if cohort.ends_on is not None and cohort.ends_on < _today():
        raise Refused("The class {name} is over: nobody can join it any more.", name=cohort.name)
    if not cohorts.add_member(actor_id, cohort.id, person_id, _today()):
        return
    enrol(person_id, cohort.track, edition, cohort_id=cohort.id)
    for module, due_on in schedule_of(cohort.id).items():
        _oblige_by_schedule(cohort.id, person_id, module, due_on)


def leave_cohort(actor_id: int | None, cohort_id: int, person_id: int) -> None:
    """Take somebody out of a class: what its schedule asked of them is closed as *left*."""
    if cohorts.end_membership(actor_id, cohort_id, person_id, _today()):
        close_obligations(("schedule", cohort_id), "left", person_id=person_id)


def leave_everything(person_id: int) -> None:
    """Somebody is gone for good: what they still owed is closed as *left*, and so are their enrolments."""
    now, session = clock.now(), db.write()
    owed = update(Obligation).where(
        Obligation.person_id == person_id,
        Obligation.fulfilled_at.is_(None),
        Obligation.closed_at.is_(None),
    )
    session.execute(owed.values(closed_at=now, closed_reason="left"))
    enrolled = update(Enrolment).where(
        Enrolment.person_id == person_id, Enrolment.ended_at.is_(None)
    )
    session.execute(enrolled.values(ended_at=now, outcome="left"))


def schedule_module(
    actor_id: int,
    cohort_id: int,
    module: str,
    due_on: date | None,
    *,
    opens_on: date | None = None,
) -> None:
    """Say when a module of a class opens and is due: every member owes it by then. Without a date nobody does."""
    db.load(Cohort, cohort_id)  # who joins, or schedules too, waits: nobody owes a module twice
    cohorts.schedule(actor_id, cohort_id, module, due_on, opens_on=opens_on)
    session = db.write()
    asked = (
        Obligation.source_kind == "schedule",
        Obligation.source_id == cohort_id,
        Obligation.item == module,
        Obligation.closed_at.is_(None),
    )
    if due_on is None:
        no_more = update(Obligation).where(*asked, Obligation.fulfilled_at.is_(None))
        session.execute(no_more.values(closed_at=clock.now(), closed_reason="cancelled"))
        return
    known = set(session.scalars(select(Obligation.person_id).where(*asked)))
    moved = update(Obligation).where(*asked)
    session.execute(moved.values(due_on=due_on, due_at=_end_of(due_on)))
    members = session.scalars(members_of(cohort_id))
    new = [person_id for person_id in members if person_id not in known]
    _oblige_all(cohort_id, new, module, due_on)


def _oblige_all(cohort_id: int, people: Sequence[int], module: str, due_on: date) -> None:
    """As one by one, in two statements: a whole schedule for a large class is thousands of obligations."""
    session, now = db.write(), clock.now()
    query = select(Progress.person_id).where(
        Progress.module == module, Progress.passed_at.is_not(None), Progress.person_id.in_(people)
    )
    passed = set(session.scalars(query)) if people else set()
    due_at = _end_of(due_on)
    for person_id in people:
        owed = _owed_by_schedule(cohort_id, person_id, module, due_on, due_at=due_at)
        owed.fulfilled_at = now if person_id in passed else None
        session.add(owed)
    session.flush()


def _oblige_by_schedule(cohort_id: int, person_id: int, module: str, due_on: date) -> None:
    owed = _owed_by_schedule(cohort_id, person_id, module, due_on, due_at=_end_of(due_on))
    oblige(owed, earlier_work_counts=True)


def _owed_by_schedule(
    cohort_id: int, person_id: int, module: str, due_on: date, *, due_at: datetime
) -> Obligation:
    return Obligation(
        person_id=person_id,
        kind="module",
        item=module,
        due_on=due_on,
        due_at=due_at,
        source_kind="schedule",
        source_id=cohort_id,
    )


def _today() -> date:
    """The day it is where the organisation is."""
    return clock.local_day(clock.now(), organisation.current().time_zone)


def _end_of(day: date) -> datetime:
    """The last second of a day where the organisation is."""
    return clock.end_of_day(day, organisation.current().time_zone)
