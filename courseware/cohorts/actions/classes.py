"""Classes, their trainers, members, groups and schedule."""

from datetime import date

from sqlalchemy import delete, select

from courseware import db
from courseware.cohorts.models import (
    Cohort,
    CohortMembership,
    CohortTrainer,
    Group,
    GroupMembership,
    ScheduleItem,
)
from courseware.cohorts.queries import members_of
from courseware.errors import NotFound, Refused
from courseware.journal import actions as journal


def create_cohort(actor_id: int | None, name: str, track: str, *, starts_on: date) -> Cohort:
    cohort = Cohort(name=name, track=track, starts_on=starts_on, created_by_id=actor_id)
    session = db.write()
    session.add(cohort)
    session.flush()
    journal.record(actor_id, "created", ("cohort", cohort.id))
    return cohort


def change_cohort(actor_id: int, cohort_id: int, *, name: str, ends_on: date | None) -> None:
    cohort = db.load(Cohort, cohort_id)
    cohort.name, cohort.ends_on = name, ends_on
    journal.record(actor_id, "changed", ("cohort", cohort_id))


def add_trainer(actor_id: int | None, cohort_id: int, person_id: int) -> None:
    """Name somebody as trainer of a class; a second time changes nothing."""
    session = db.write()
    if session.get(CohortTrainer, (cohort_id, person_id)) is None:
        session.add(CohortTrainer(cohort_id=cohort_id, person_id=person_id))
        journal.record(actor_id, "named-trainer", ("cohort", cohort_id), about=person_id)


def remove_trainer(actor_id: int, cohort_id: int, person_id: int) -> None:
    found = db.write().get(CohortTrainer, (cohort_id, person_id))
    if found is not None:
        db.write().delete(found)
        journal.record(actor_id, "removed-trainer", ("cohort", cohort_id), about=person_id)


def add_member(actor_id: int | None, cohort_id: int, person_id: int, on: date) -> bool:
    """Put somebody into a class; whether they were not in it before. `learning` enrols them."""
    session = db.write()
    here = (CohortMembership.cohort_id == cohort_id, CohortMembership.person_id == person_id)
    known = session.scalar(
        select(CohortMembership.id).where(*here, CohortMembership.to_on.is_(None))
    )
    if known is not None:
        return False
    same_day = session.scalar(select(CohortMembership).where(*here, CohortMembership.from_on == on))
    if same_day is not None:  # left and came back on one day
        same_day.to_on = None
    else:
        session.add(CohortMembership(cohort_id=cohort_id, person_id=person_id, from_on=on))
    journal.record(actor_id, "joined-cohort", ("cohort", cohort_id), about=person_id)
    return True


def end_membership(actor_id: int | None, cohort_id: int, person_id: int, on: date) -> bool:
    """Take somebody out of a class from a day on; their facts stay. Whether they were in it."""
    membership = db.write().scalar(
        select(CohortMembership).where(
            CohortMembership.cohort_id == cohort_id,
            CohortMembership.person_id == person_id,
            CohortMembership.to_on.is_(None),
        )
    )
    if membership is None:
        return False
    membership.to_on = on
    groups = select(Group.id).where(Group.cohort_id == cohort_id)
    db.write().execute(
        delete(GroupMembership).where(
            GroupMembership.person_id == person_id, GroupMembership.group_id.in_(groups)
        )
    )
    journal.record(actor_id, "left-cohort", ("cohort", cohort_id), about=person_id)
    return True


def create_group(actor_id: int, cohort_id: int, name: str) -> Group:
    session = db.write()
    taken = select(Group.id).where(Group.cohort_id == cohort_id, Group.name == name)
    if session.scalar(taken) is not None:
        raise Refused("There is already a group {name} in this class.", name=name)
    group = Group(cohort_id=cohort_id, name=name)
    session.add(group)
    session.flush()
    journal.record(actor_id, "created", ("group", group.id))
    return group


def fill_group(actor_id: int, cohort_id: int, group_id: int, people: frozenset[int]) -> None:
    """Set who is in a group; only members of its class can be."""
    group = db.load(Group, group_id)
    if group.cohort_id != cohort_id:
        raise NotFound
    session = db.write()
    members = set(session.scalars(members_of(cohort_id)))
    if not people <= members:
        raise Refused("Only members of the class can be in its groups.")
    session.execute(delete(GroupMembership).where(GroupMembership.group_id == group_id))
    session.add_all(GroupMembership(group_id=group_id, person_id=p) for p in sorted(people))
    journal.record(actor_id, "filled", ("group", group_id), people=len(people))


def schedule(
    actor_id: int | None,
    cohort_id: int,
    module: str,
    due_on: date | None,
    *,
    opens_on: date | None = None,
) -> None:
    """Say when a module of the class opens and is due; neither takes it off the schedule.

    `learning` makes the obligations.
    """
    session = db.write()
    found = session.scalar(
        select(ScheduleItem).where(
            ScheduleItem.cohort_id == cohort_id, ScheduleItem.module == module
        )
    )
    if due_on is None and opens_on is None:
        if found is not None:
            session.delete(found)
    elif found is None:
        session.add(
            ScheduleItem(cohort_id=cohort_id, module=module, opens_on=opens_on, due_on=due_on)
        )
    else:
        found.opens_on, found.due_on = opens_on, due_on
    session.flush()
    journal.record(
        actor_id,
        "scheduled",
        ("cohort", cohort_id),
        module=module,
        opens_on=str(opens_on),
        due_on=str(due_on),
    )
