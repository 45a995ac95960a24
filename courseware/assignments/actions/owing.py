"""One person's part of an assignment: their obligation, and what they are told of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.assignments.models import Assignment
from courseware.assignments.rules import place_of, title_of
from courseware.content.definitions import LANGUAGES, Course
from courseware.kit import clock
from courseware.learning import actions as learning
from courseware.learning.models import Obligation
from courseware.notices import actions as notices
from courseware.settings import queries as organisation
from courseware.web.filters import for_language

KIND = "assignment"


def oblige(course: Course, assignment: Assignment, person_id: int) -> None:
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
    learning.oblige(obligation, earlier_work_counts=assignment.earlier_work_counts)
    if obligation.fulfilled_at is None:
        who = db.write().scalar(select(Person.name).where(Person.id == assignment.asked_by_id))
        sentence = (
            "{who} asks you: {title}, due {day}."
            if obligation.due_on
            else "{who} asks you: {title}."
        )
        key = f"asked:{obligation.id}"
        tell(course, obligation, sentence, key=key, who=who, day=day_in_words(obligation.due_on))


def open_obligations(assignment_id: int) -> list[Obligation]:
    query = select(Obligation).where(
        Obligation.source_kind == KIND,
        Obligation.source_id == assignment_id,
        Obligation.fulfilled_at.is_(None),
        Obligation.closed_at.is_(None),
    )
    return list(db.write().scalars(query))


def tell(course: Course, owed: Any, sentence: str, *, key: str, **values: object) -> None:
    """Tell whoever owes something; `owed` has person_id, kind and item. The title comes in both languages."""
    title = title_of(course, owed.kind, owed.item)
    both = {"zh": title.zh, "en": title.en}
    href = place_of(owed.kind, owed.item)
    notices.tell(owed.person_id, sentence, href, key=key, title=both, **values)


def day_in_words(day: date | None) -> Mapping[str, str]:
    """A date as each language writes it."""
    return {lang: for_language(lang)["date"](day) for lang in LANGUAGES}


def end_of(day: date | None) -> datetime | None:
    """The last second of a day where the organisation is."""
    return clock.end_of_day(day, organisation.current().time_zone) if day else None


def today() -> date:
    """The day it is where the organisation is."""
    return clock.local_day(clock.now(), organisation.current().time_zone)
