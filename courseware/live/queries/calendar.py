"""Reading what stands in somebody's calendar."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, func, or_, select

from courseware import db
from courseware.accounts.models import Person
from courseware.cohorts.models import Cohort, CohortMembership, ScheduleItem
from courseware.cohorts.queries import trained_cohorts
from courseware.journal.models import Entry
from courseware.learning.models import Obligation
from courseware.live.models import ClassSession
from courseware.live.queries.sessions import COLUMNS
from courseware.live.types.calendar import Owed, Planned, Reader, Version
from courseware.live.types.sessions import SessionRow


def reader_behind(code: str) -> Reader | None:
    """Whose feed has this code; none when nobody's has, or they may no longer sign in."""
    query = select(Person.id, Person.lang).where(
        Person.feed_code == code, Person.deactivated_at.is_(None)
    )
    row = db.read().execute(query).first()
    return Reader(*row) if row else None


def code_of(person_id: int) -> str | None:
    """The code of one's own feed."""
    return db.read().scalar(select(Person.feed_code).where(Person.id == person_id))


def planned_for(person_id: int) -> list[Planned]:
    """The schedules of the classes that somebody is in, with the due dates that are theirs."""
    item = ScheduleItem
    mine = and_(
        Obligation.person_id == person_id,
        Obligation.source_kind == "schedule",
        Obligation.source_id == item.cohort_id,
        Obligation.item == item.module,
        Obligation.closed_at.is_(None),
    )
    query = (
        select(
            item.cohort_id,
            Cohort.name,
            item.module,
            item.opens_on,
            func.coalesce(Obligation.due_on, item.due_on),
        )
        .join(Cohort, Cohort.id == item.cohort_id)
        .join(CohortMembership, CohortMembership.cohort_id == item.cohort_id)
        .outerjoin(Obligation, mine)
        .where(CohortMembership.person_id == person_id, CohortMembership.to_on.is_(None))
        .order_by(item.cohort_id, item.id)
    )
    return [Planned(*row) for row in db.read().execute(query)]


def owed_by(person_id: int) -> list[Owed]:
    """What was asked of somebody beside a schedule, is open, and has a day."""
    query = (
        select(
            Obligation.id,
            Obligation.kind,
            Obligation.item,
            Obligation.due_on,
            Person.name,
            Obligation.source_id,
            Obligation.created_at,
        )
        .outerjoin(Person, Person.id == Obligation.asked_by_id)
        .where(
            Obligation.person_id == person_id,
            Obligation.source_kind == "assignment",
            Obligation.fulfilled_at.is_(None),
            Obligation.closed_at.is_(None),
            Obligation.due_on.is_not(None),
        )
        .order_by(Obligation.id)
    )
    rows: Any = db.read().execute(query)  # none is without a day: the query says so
    return [Owed(*row) for row in rows]


def met_by(person_id: int) -> list[SessionRow]:
    """The sessions of the classes that somebody is in or trains, the cancelled ones too."""
    member = select(CohortMembership.cohort_id).where(
        CohortMembership.person_id == person_id, CohortMembership.to_on.is_(None)
    )
    query: Any = (
        select(*COLUMNS)
        .join(Cohort, Cohort.id == ClassSession.cohort_id)
        .where(or_(Cohort.id.in_(member), Cohort.id.in_(trained_cohorts(person_id))))
        .order_by(ClassSession.id)
    )
    return [SessionRow(*row) for row in db.read().execute(query)]


def versions(kind: str, ids: Collection[int]) -> dict[int, Version]:
    """From the journal: how often each of these things was changed, and when last."""
    if not ids:
        return {}
    query = (
        select(Entry.object_id, func.count(), func.max(Entry.at))
        .where(Entry.object_kind == kind, Entry.object_id.in_(sorted(map(str, ids))))
        .group_by(Entry.object_id)
    )
    return {int(row[0]): Version(row[1], row[2]) for row in db.read().execute(query)}
