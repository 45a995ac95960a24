"""Reading model examples, each through the rule of who sees it."""

from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.cohorts.models import Cohort, CohortMembership
from courseware.cohorts.queries import cohorts_for, trained_cohorts
from courseware.cohorts.types import CohortRow
from courseware.errors import NotFound
from courseware.exercise.models import ModelExample, Submission
from courseware.exercise.types.examples import ExampleRow, ExampleSeen
from courseware.web import zone

#: longer names than this are none
LONGEST_NAME = 60


def get_example_for(me: Me, example_id: int) -> ExampleSeen:
    """A model example as `me` may see it: its author and the class's trainers always, members while it is published."""
    found = db.read().execute(_rows().where(ModelExample.id == example_id)).first()
    if found is None:
        raise NotFound
    row = ExampleRow(*found)
    if row.author_id == me.id:
        return ExampleSeen(row, "author")
    if row.cohort_id in set(db.read().scalars(trained_cohorts(me.id))):
        return ExampleSeen(row, "trainer")
    if row.state == "published" and _is_member(me.id, row.cohort_id):
        return ExampleSeen(row, "member")
    raise NotFound


def published_for(me: Me, exercise: str) -> list[ExampleRow]:
    """The published examples of a form in the classes that `me` is in or trains; never one's own."""
    mine = select(CohortMembership.cohort_id).where(*_now(me.id))
    query = _rows().where(
        ModelExample.exercise == exercise,
        ModelExample.published_at.is_not(None),
        ModelExample.withdrawn_at.is_(None),
        or_(ModelExample.cohort_id.in_(mine), ModelExample.cohort_id.in_(trained_cohorts(me.id))),
        Submission.owner_id != me.id,
    )
    return [ExampleRow(*row) for row in db.read().execute(query.order_by(ModelExample.id))]


def examples_of(submission_id: int) -> list[ExampleRow]:
    """What was asked for about a form, the newest first."""
    query = _rows().where(ModelExample.submission_id == submission_id)
    return [ExampleRow(*row) for row in db.read().execute(query.order_by(ModelExample.id.desc()))]


def classes_to_show_to(me: Me) -> list[CohortRow]:
    """The classes that `me` trains; an administrator sees no forms and shows none."""
    mine = set(db.read().scalars(trained_cohorts(me.id)))
    return [row for row in cohorts_for(me) if row.id in mine]


def may_become_one(me: Me, submission_id: int) -> bool:
    """Whether a form is one person's own, accepted, and `me` a trainer who could show it to a class of theirs."""
    query = select(Submission.id).where(
        Submission.id == submission_id,
        Submission.accepted_at.is_not(None),
        Submission.group_id.is_(None),
        Submission.about_id.is_(None),
        Submission.round360_id.is_(None),
        Submission.owner_id != me.id,
    )
    return me.is_trainer and db.read().scalar(query) is not None


def people_named_in(text: str) -> list[str]:
    """The names of people in the organisation that occur in a text."""
    query = select(Person.name).where(
        Person.erased_at.is_(None),
        func.length(Person.name).between(2, LONGEST_NAME),
        literal(text.lower()).contains(func.lower(Person.name)),
    )
    return list(db.read().scalars(query.distinct()))


def _is_member(person_id: int, cohort_id: int) -> bool:
    query = select(CohortMembership.id).where(
        CohortMembership.cohort_id == cohort_id, *_now(person_id)
    )
    return db.read().scalar(query.limit(1)) is not None


def _now(person_id: int) -> tuple[ColumnElement[bool], ...]:
    open_ended = or_(CohortMembership.to_on.is_(None), CohortMembership.to_on > zone.today())
    return CohortMembership.person_id == person_id, open_ended


def _rows() -> Any:
    """A person whose data was removed has no examples any more."""
    author, asker = aliased(Person), aliased(Person)
    e = ModelExample
    return (
        select(
            e.id, e.exercise, e.submission_id, Submission.owner_id, author.name, e.cohort_id, Cohort.name,
            e.answers, e.why, e.asked_by_id, asker.name, e.asked_at, e.agreed_at, e.refused_at,
            e.published_at, e.withdrawn_at,
        )
        .join(Submission, Submission.id == e.submission_id)
        .join(author, author.id == Submission.owner_id)
        .join(asker, asker.id == e.asked_by_id)
        .join(Cohort, Cohort.id == e.cohort_id)
        .where(author.erased_at.is_(None))
    )  # fmt: skip
