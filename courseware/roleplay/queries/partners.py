"""With whom somebody was drawn into a pair."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.cohorts.models import Cohort, CohortMembership, Group, GroupMembership
from courseware.roleplay.types.partners import Partners

#: a pair, or three where somebody was left over
SIZES = (2, 3)


def partners_of(person_id: int) -> Partners | None:
    """The others of the newest group of two or three that somebody is in, of a class of theirs that is not over."""
    mine, others = aliased(GroupMembership), aliased(GroupMembership)
    size = (
        select(func.count()).where(others.group_id == Group.id).correlate(Group).scalar_subquery()
    )
    newest = (
        select(Group.id, Group.name)
        .join(mine, mine.group_id == Group.id)
        .join(Cohort, Cohort.id == Group.cohort_id)
        .join(CohortMembership, CohortMembership.cohort_id == Group.cohort_id)
        .where(
            mine.person_id == person_id,
            CohortMembership.person_id == person_id,
            CohortMembership.to_on.is_(None),
            Cohort.closed_at.is_(None),
            size.in_(SIZES),
        )
        .order_by(Group.id.desc())
        .limit(1)
    )
    found = db.read().execute(newest).first()
    if found is None:
        return None
    names = (
        select(Person.name)
        .join(GroupMembership, GroupMembership.person_id == Person.id)
        .where(GroupMembership.group_id == found.id, Person.id != person_id)
        .order_by(Person.name)
    )
    return Partners(found.name, tuple(db.read().scalars(names)))
