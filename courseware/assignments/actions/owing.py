"""One person's part of an assignment: their obligation, and what they are told of it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.assignments import queries
from courseware.assignments.models import Assignment
from courseware.assignments.rules import place_of
from courseware.assignments.types import Round
from courseware.content.definitions import LANGUAGES, Course
from courseware.kit import clock
from courseware.learning import actions as learning
from courseware.learning.models import Obligation
from courseware.notices import actions as notices
from courseware.settings import queries as organisation
from courseware.web.filters import for_language

KIND = "assignment"


def oblige(
    course: Course, assignment: Assignment, person_id: int, period: Round | None = None
) -> None:
    """Make one person owe an assignment, and tell them; of a later round only its period counts."""
    obligation = Obligation(
        person_id=person_id,
        kind=assignment.kind,
        item=assignment.item,
        quantity=assignment.quantity,
        pass_line=assignment.pass_line,
        due_on=assignment.due_on,
        due_at=assignment.due_at,
        asked_by_id=assignment.asked_by_id,
        reviewer_id=assignment.reviewer_id,
        source_kind=KIND,
        source_id=assignment.id,
        needs_acceptance=assignment.needs_acceptance,
    )
    since = start_of(period.from_on) if period else None
    learning.oblige(obligation, earlier_work_counts=assignment.earlier_work_counts, since=since)
    if obligation.fulfilled_at is None:
        who = db.write().scalar(select(Person.name).where(Person.id == assignment.asked_by_id))
        sentence = (
            "{who} asks you: {title}, due {day}."
            if obligation.due_on
            else "{who} asks you: {title}."
        )
        if assignment.series_id is not None:
            sentence = "{who} asks you, for the time from {first} to {day}: {title}."
        key, first = f"asked:{obligation.id}", period.from_on if period else today()
        days = {"first": day_in_words(first), "day": day_in_words(obligation.due_on)}
        tell(course, obligation, sentence, key=key, who=who, **days)


def open_obligations(assignment_id: int, people: Collection[int] | None = None) -> list[Obligation]:
    """What is still owed of an assignment, by everybody or by these people."""
    query = select(Obligation).where(
        Obligation.source_kind == KIND,
        Obligation.source_id == assignment_id,
        Obligation.fulfilled_at.is_(None),
        Obligation.closed_at.is_(None),
    )
    if people is not None:
        query = query.where(Obligation.person_id.in_(people))
    return list(db.write().scalars(query))


def tell(course: Course, owed: Any, sentence: str, *, key: str, **values: object) -> None:
    """Tell whoever owes something; `owed` has id, person_id, kind and item. The title comes in both languages."""
    title = queries.called(course, owed.kind, owed.item)
    both = {"zh": title.zh, "en": title.en}
    href = place_of(owed.kind, owed.item, owed.id)
    notices.tell(owed.person_id, sentence, href, key=key, title=both, **values)


def day_in_words(day: date | None) -> Mapping[str, str]:
    """A date as each language writes it."""
    return {lang: for_language(lang)["date"](day) for lang in LANGUAGES}


def end_of(day: date | None) -> datetime | None:
    """The last second of a day where the organisation is."""
    return clock.end_of_day(day, organisation.current().time_zone) if day else None


def start_of(day: date) -> datetime:
    """The first second of a day where the organisation is."""
    before = clock.end_of_day(day - timedelta(days=1), organisation.current().time_zone)
    return before + timedelta(seconds=1)


def today() -> date:
    """The day it is where the organisation is."""
    return clock.local_day(clock.now(), organisation.current().time_zone)
