"""Reading forms with several authors: whose they are, who is in which field, what others changed."""

from datetime import timedelta

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import names
from courseware.cohorts.models import Cohort, Group, GroupMembership
from courseware.exercise.models import Author, Draft, Submission
from courseware.exercise.rules.together import changed_since, joined
from courseware.exercise.types import SubmissionRow
from courseware.exercise.types.together import GroupLine, Present, Theirs
from courseware.kit import clock

#: an author is there for so long after the last sign of life
PRESENT = timedelta(seconds=25)


def is_author(person_id: int, row: SubmissionRow) -> bool:
    """Whether this is the person's own form: the owner's, or that of a group they belong to now."""
    if row.group_id is None:
        return row.owner_id == person_id
    return is_member(person_id, row.group_id)


def is_member(person_id: int, group_id: int) -> bool:
    query = select(GroupMembership.person_id).where(
        GroupMembership.group_id == group_id, GroupMembership.person_id == person_id
    )
    return db.read().scalar(query) is not None


def members(group_id: int) -> list[int]:
    """Ids of the members of a group who may still sign in."""
    query = (
        select(GroupMembership.person_id)
        .join(Person, Person.id == GroupMembership.person_id)
        .where(GroupMembership.group_id == group_id, Person.deactivated_at.is_(None))
    )
    return sorted(db.read().scalars(query))


def groups_of(person_id: int) -> list[GroupLine]:
    """The groups of open classes that somebody belongs to."""
    mine = select(GroupMembership.group_id).where(GroupMembership.person_id == person_id)
    query = (
        select(Group.id, Group.name, Cohort.name.label("cohort"), Person.name.label("member"))
        .join(Cohort, Cohort.id == Group.cohort_id)
        .join(GroupMembership, GroupMembership.group_id == Group.id)
        .join(Person, Person.id == GroupMembership.person_id)
        .where(Group.id.in_(mine), Cohort.closed_at.is_(None))
        .order_by(Group.name, Group.id, Person.name)
    )
    found: dict[int, GroupLine] = {}
    for row in db.read().execute(query):
        before = found.get(row.id)
        people = (*(before.members if before else ()), row.member)
        found[row.id] = GroupLine(row.id, row.name, row.cohort, people)
    return list(found.values())


def forms_of_groups(person_id: int, exercise: str) -> list[int]:
    """Ids of the forms of this kind of all groups that somebody belongs to, the newest first."""
    mine = select(GroupMembership.group_id).where(GroupMembership.person_id == person_id)
    query = select(Submission.id).where(
        Submission.exercise == exercise, Submission.group_id.in_(mine)
    )
    return list(db.read().scalars(query.order_by(Submission.id.desc())))


def present(submission_id: int, *, but: int) -> list[Present]:
    """Who else has the form open now, by name."""
    query = (
        select(Author.person_id, Person.name, Author.field, Author.seen_at)
        .join(Person, Person.id == Author.person_id)
        .where(
            Author.submission_id == submission_id,
            Author.person_id != but,
            Author.seen_at > clock.now() - PRESENT,
        )
        .order_by(Person.name, Person.id)
    )
    return [Present(*row) for row in db.read().execute(query)]


def authors(submission_id: int) -> list[int]:
    """Who was in the group when its form was handed in last."""
    query = select(Author.person_id).where(Author.submission_id == submission_id)
    return sorted(db.read().scalars(query))


def counter_of(submission_id: int) -> int:
    query = select(Draft.counter).where(Draft.submission_id == submission_id)
    return db.read().scalar(query) or 0


def changes_since(submission_id: int, counter: int) -> tuple[int, dict[str, Theirs]]:
    """The newest counter, and each field changed after `counter` as it is now."""
    query = select(Draft.answers, Draft.marks, Draft.counter, Draft.versions)
    row = db.read().execute(query.where(Draft.submission_id == submission_id)).one()
    content = joined(row.answers, row.marks)
    changed = changed_since(row.versions, counter)
    known = names(set(changed.values()))
    found = {k: Theirs(content.get(k, ""), known.get(by, "")) for k, by in changed.items()}
    return row.counter, found
