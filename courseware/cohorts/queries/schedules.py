"""Reading when the modules of a class open and are due, and schedules kept to be used again."""

from datetime import date
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.cohorts.models import (
    Cohort,
    CohortMembership,
    ScheduleItem,
    ScheduleTemplate,
    ScheduleTemplateItem,
)
from courseware.cohorts.types import ClassReason, Dates, Offsets, TemplateRow


def schedule_of(cohort_id: int) -> dict[str, date]:
    """Due dates of a class by module; modules without one are left out."""
    return {module: days.due_on for module, days in days_of(cohort_id).items() if days.due_on}


def days_of(cohort_id: int) -> dict[str, Dates]:
    """When the modules of a class open and are due; a module with neither is left out."""
    query = select(ScheduleItem.module, ScheduleItem.opens_on, ScheduleItem.due_on).where(
        ScheduleItem.cohort_id == cohort_id
    )
    return {row.module: Dates(row.opens_on, row.due_on) for row in db.read().execute(query)}


def will_open(person_id: Any, module: Any, today: Any) -> Any:
    """A condition: a class that this person is in opens this module only later."""
    return exists().where(
        CohortMembership.person_id == person_id,
        CohortMembership.to_on.is_(None),
        ScheduleItem.cohort_id == CohortMembership.cohort_id,
        ScheduleItem.module == module,
        ScheduleItem.opens_on > today,
        Cohort.id == CohortMembership.cohort_id,
        or_(Cohort.ends_on.is_(None), Cohort.ends_on >= today),
    )


def openings_of(person_id: int, today: date) -> list[ClassReason]:
    """The classes that somebody is in and that are not over, each with the modules it opens only later."""
    query = (
        select(Cohort.id, Cohort.name, Cohort.track, ScheduleItem.module, ScheduleItem.opens_on)
        .join(CohortMembership, CohortMembership.cohort_id == Cohort.id)
        .outerjoin(
            ScheduleItem,
            and_(ScheduleItem.cohort_id == Cohort.id, ScheduleItem.opens_on > today),
        )
        .where(
            CohortMembership.person_id == person_id,
            CohortMembership.to_on.is_(None),
            or_(Cohort.ends_on.is_(None), Cohort.ends_on >= today),
        )
        .order_by(Cohort.id)
    )
    found: dict[int, ClassReason] = {}
    for key, name, track, module, opens_on in db.read().execute(query):
        reason = found.setdefault(key, ClassReason(key, name, track, {}))
        if opens_on is not None:  # the modules of a class without any are an empty line
            reason.later[module] = opens_on
    return list(found.values())


def templates_for(me: Me, track: str) -> list[TemplateRow]:
    """The schedules kept for a track, by name, and whether this person may change each."""
    count = (
        select(func.count())
        .where(ScheduleTemplateItem.template_id == ScheduleTemplate.id)
        .scalar_subquery()
    )
    query = (
        select(
            ScheduleTemplate.id,
            ScheduleTemplate.name,
            Person.name,
            ScheduleTemplate.made_at,
            count,
            ScheduleTemplate.made_by_id,
        )
        .outerjoin(Person, Person.id == ScheduleTemplate.made_by_id)
        .where(ScheduleTemplate.track == track, ScheduleTemplate.removed_at.is_(None))
        .order_by(ScheduleTemplate.name, ScheduleTemplate.id)
    )
    return [
        TemplateRow(row[0], row[1], row[2], row[3], row[4], me.is_administrator or row[5] == me.id)
        for row in db.read().execute(query)
    ]


def template_items(template_id: int) -> dict[str, Offsets]:
    """When each module of a kept schedule opens and is due, in days after the first day."""
    item = ScheduleTemplateItem
    query = select(item.module, item.opens_after, item.due_after).where(
        item.template_id == template_id
    )
    return {row.module: Offsets(row.opens_after, row.due_after) for row in db.read().execute(query)}
