"""Reading classes, their people, and who trains whom."""

from typing import Any

from sqlalchemy import Select, func, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me, PersonRow
from courseware.cohorts.models import (
    Cohort,
    CohortMembership,
    CohortTrainer,
    Group,
    GroupMembership,
    JoinRequest,
)
from courseware.cohorts.types import CohortRow, GroupRow, Member
from courseware.errors import NotFound

NOW = CohortMembership.to_on.is_(None)
#: of the people who could be put into a class, so many are shown
MOST_OUTSIDE = 100


def cohorts_for(me: Me) -> list[CohortRow]:
    """The classes a person trains; an administrator sees all. The newest first."""
    members = (
        select(func.count()).where(CohortMembership.cohort_id == Cohort.id, NOW).scalar_subquery()
    )
    waiting = (
        select(func.count())
        .where(JoinRequest.cohort_id == Cohort.id, JoinRequest.decided_at.is_(None))
        .scalar_subquery()
    )
    query = select(
        Cohort.id, Cohort.name, Cohort.track, Cohort.starts_on, Cohort.ends_on, members, waiting
    ).order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    if not me.is_administrator:
        query = query.where(Cohort.id.in_(trained_cohorts(me.id)))
    return [CohortRow(*row) for row in db.read().execute(query)]


def get_cohort_for(me: Me, cohort_id: int) -> CohortRow:
    """A class that this person trains or administers; to others there is none."""
    for row in cohorts_for(me):
        if row.id == cohort_id:
            return row
    raise NotFound


def my_classes(person_id: int) -> list[CohortRow]:
    """The classes that somebody is in now, the newest first."""
    query = (
        select(Cohort.id, Cohort.name, Cohort.track, Cohort.starts_on, Cohort.ends_on)
        .join(CohortMembership, CohortMembership.cohort_id == Cohort.id)
        .where(CohortMembership.person_id == person_id, NOW)
        .order_by(Cohort.starts_on.desc(), Cohort.id.desc())
    )
    return [CohortRow(*row) for row in db.read().execute(query)]


def get_class_for(me: Me, cohort_id: int) -> CohortRow:
    """A class that this person is in, trains or administers; to others there is none."""
    for row in my_classes(me.id):
        if row.id == cohort_id:
            return row
    return get_cohort_for(me, cohort_id)


def trained_cohorts(trainer_id: int) -> Select[Any]:
    """A select of the ids of the classes somebody trains."""
    return select(CohortTrainer.cohort_id).where(CohortTrainer.person_id == trainer_id)


def trained_people(trainer_id: int) -> Select[Any]:
    """A select of the ids of the members, now, of the classes somebody trains."""
    return select(CohortMembership.person_id).where(
        CohortMembership.cohort_id.in_(trained_cohorts(trainer_id)), NOW
    )


def trains(trainer_id: int, person_id: int) -> bool:
    """Whether `trainer_id` trains a class that `person_id` is in now; nobody trains themselves."""
    if trainer_id == person_id:
        return False
    query = trained_people(trainer_id).where(CohortMembership.person_id == person_id)
    return db.read().execute(query.limit(1)).first() is not None


def trainers_of(person_id: int) -> list[int]:
    """Ids of the trainers of the classes somebody is in now, without themselves."""
    query = (
        select(CohortTrainer.person_id)
        .join(CohortMembership, CohortMembership.cohort_id == CohortTrainer.cohort_id)
        .where(CohortMembership.person_id == person_id, NOW, CohortTrainer.person_id != person_id)
        .distinct()
        .order_by(CohortTrainer.person_id)
    )
    return list(db.read().scalars(query))


def classes_of(person_id: int) -> list[int]:
    """Ids of the classes somebody is in now."""
    query = select(CohortMembership.cohort_id).where(
        CohortMembership.person_id == person_id, CohortMembership.to_on.is_(None)
    )
    return list(db.read().scalars(query))


def members_of(cohort_id: int) -> Select[Any]:
    """A select of the ids of the members of a class now."""
    return select(CohortMembership.person_id).where(CohortMembership.cohort_id == cohort_id, NOW)


def trainers_in(cohort_id: int) -> list[PersonRow]:
    query = (
        select(Person.id, Person.name, Person.email)
        .join(CohortTrainer, CohortTrainer.person_id == Person.id)
        .where(CohortTrainer.cohort_id == cohort_id)
        .order_by(Person.name)
    )
    return [PersonRow(*row) for row in db.read().execute(query)]


def members_in(cohort_id: int) -> list[Member]:
    """The members of a class now, by name."""
    query = (
        select(Person.id, Person.name, Person.email, CohortMembership.from_on)
        .join(CohortMembership, CohortMembership.person_id == Person.id)
        .where(CohortMembership.cohort_id == cohort_id, NOW)
        .order_by(Person.name, Person.id)
    )
    return [Member(*row) for row in db.read().execute(query)]


def people_outside(cohort_id: int, words: str) -> list[PersonRow]:
    """Active people who are not in a class and whose name or address holds the words; the first hundred."""
    query = select(Person.id, Person.name, Person.email).where(
        Person.deactivated_at.is_(None), Person.id.not_in(members_of(cohort_id))
    )
    if words:
        query = query.where(
            Person.name.icontains(words, autoescape=True)
            | Person.email.icontains(words, autoescape=True)
        )
    query = query.order_by(Person.name, Person.id).limit(MOST_OUTSIDE)
    return [PersonRow(*row) for row in db.read().execute(query)]


def groups_of(cohort_id: int) -> list[GroupRow]:
    """The groups of a class with the ids of their members, by name."""
    query = (
        select(Group.id, Group.name, GroupMembership.person_id)
        .outerjoin(GroupMembership, GroupMembership.group_id == Group.id)
        .where(Group.cohort_id == cohort_id)
        .order_by(Group.name, Group.id)
    )
    found: dict[int, tuple[str, set[int]]] = {}
    for row in db.read().execute(query):
        _name, members = found.setdefault(row.id, (row.name, set()))
        if row.person_id is not None:
            members.add(row.person_id)
    return [GroupRow(key, name, frozenset(members)) for key, (name, members) in found.items()]
