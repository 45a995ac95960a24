"""Reading for what goes out and comes in: a class's forms, the chain of somebody's forms, sources of a draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.cohorts import queries as cohorts
from courseware.cohorts.types import CohortRow
from courseware.content import current
from courseware.content.definitions import ExerciseDefinition, FieldDefinition
from courseware.errors import Forbidden, NotFound
from courseware.exercise.models import Revision, Submission
from courseware.exercise.queries.submissions import (
    get_submission_for,
    handed_in,
    sources_for,
    submissions_of,
)
from courseware.exercise.queries.versions import definition_of, draft, handed_in_with, on_present
from courseware.exercise.rules.carrying import carried_value, sources_needed
from courseware.exercise.rules.offering import Offer, offers
from courseware.exercise.types import Answers, Source, SubmissionRow

#: a round is kept a moment after the time that it carries
MOMENT = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A form as it was last handed in, for the table of a class."""

    owner: str
    period: str
    submitted_at: datetime
    accepted_at: datetime | None
    returned_at: datetime | None
    round: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class Link:
    """One form of a chain: the submission to print and its words; none where there is nothing."""

    definition: ExerciseDefinition
    row: SubmissionRow | None
    answers: Answers
    at: datetime | None


def cohort_for_trainer(me: Me, cohort_id: int) -> CohortRow:
    """The class, for those who train it; 403 for an administrator, who may see it but not what people write."""
    cohort = cohorts.get_cohort_for(me, cohort_id)
    if me.id not in {trainer.id for trainer in cohorts.trainers_in(cohort_id)}:
        raise Forbidden("What learners wrote is for the trainers of their class.")
    return cohort


def forms_of_cohort(cohort_id: int) -> dict[str, int]:
    """How many forms of each exercise the members of the class have handed in."""
    query = (
        select(Submission.exercise, func.count())
        .where(_handed_in_by(cohort_id))
        .group_by(Submission.exercise)
    )
    return {row[0]: row[1] for row in db.read().execute(query)}


def form_of_cohort(cohort_id: int, exercise: str) -> ExerciseDefinition:
    """The form as the course has it; one written here as it was last handed in. NotFound: nobody handed one in."""
    s = Submission
    query = select(s.exercise, s.module, s.owner_id, s.version, s.wording).where(
        _handed_in_by(cohort_id), s.exercise == exercise
    )
    newest = db.read().execute(query.order_by(s.id.desc()).limit(1)).first()
    if newest is None:
        raise NotFound("Nobody in this class has handed in this form yet.")
    return current.course().exercises.get(exercise) or handed_in_with(newest)


def handed_in_by_cohort(cohort_id: int, exercise: str) -> list[HandedIn]:
    """The last round of every form of the class's members, by name and period, under the names today's form has."""
    later = aliased(Revision)
    last = select(func.max(later.id)).where(
        later.submission_id == Submission.id, later.reason == "submitted"
    )
    query = (
        select(
            Person.name, Submission.period, Submission.submitted_at, Submission.accepted_at, Submission.returned_at,
            Revision.round, Revision.answers, Submission.exercise, Submission.module, Submission.owner_id,
            Submission.version, Submission.wording,
        )
        .join(Person, Person.id == Submission.owner_id)
        .join(Revision, Revision.submission_id == Submission.id)
        .where(
            _handed_in_by(cohort_id), Submission.exercise == exercise, Revision.id == last.scalar_subquery(),
        )
        .order_by(Person.name, Person.id, Submission.period, Submission.id)
    )  # fmt: skip
    return [
        HandedIn(
            row.name,
            row.period,
            row.submitted_at,
            row.accepted_at,
            row.returned_at,
            row.round,
            on_present(row, dict(row.answers)),
        )
        for row in db.read().execute(query)
    ]


def chain_for(me: Me, owner_id: int, definitions: Iterable[ExerciseDefinition]) -> list[Link]:
    """Of each form the newest accepted, else the newest handed in that `me` may see; the owner's draft where there is neither."""
    rows = [r for r in submissions_of(owner_id) if r.about_id is None]
    return [_link(me, d, [r for r in rows if r.exercise == d.id]) for d in definitions]


def person_name(person_id: int) -> str:
    found = db.read().scalar(select(Person.name).where(Person.id == person_id))
    if found is None:
        raise NotFound
    return str(found)


def offers_for(row: SubmissionRow, answers: Answers) -> dict[str, Offer]:
    """What the sources of an open draft offer by now, by field."""
    definition = definition_of(row)
    needed = sources_needed(definition)
    if not needed or not row.is_editable:
        return {}
    sources = sources_besides(row, needed)
    found = offers(
        definition, answers, sources, carried=row.carried, begun_at=row.created_at, value_then=_value_then,
    )  # fmt: skip
    allowed = set(row.mend) if row.state == "returned" else None
    return {o.field.key: o for o in found if allowed is None or o.field.key in allowed}


def sources_besides(row: SubmissionRow, exercises: Iterable[str]) -> dict[str, Source]:
    """The owner's sources; a form is no source for itself."""
    found = sources_for(row.owner_id, exercises)
    return {key: source for key, source in found.items() if source.submission_id != row.id}


def _value_then(field: FieldDefinition, carried: Mapping[str, Any]) -> Any:
    """What a field had taken from its source at that time."""
    at = datetime.fromisoformat(carried["at"])
    query = (
        select(Revision.answers)
        .where(
            Revision.submission_id == carried["submission_id"], Revision.reason == "submitted",
            Revision.at <= at + MOMENT,
        )
        .order_by(Revision.id.desc())
    )  # fmt: skip
    answers = db.read().scalar(query.limit(1))
    if answers is None:
        return None
    exercise = carried["exercise"]
    source = Source(exercise, carried["submission_id"], answers, at, carried["grade"])
    found = carried_value(field, {exercise: source})
    return found[0] if found else None


def _handed_in_by(cohort_id: int) -> Any:
    return (
        Submission.owner_id.in_(cohorts.members_of(cohort_id))
        & Submission.submitted_at.is_not(None)
        & Submission.about_id.is_(None)
    )


def _link(me: Me, definition: ExerciseDefinition, rows: list[SubmissionRow]) -> Link:
    """The rows come newest first."""
    accepted = sorted(
        (r for r in rows if r.accepted_at), key=lambda r: r.accepted_at or r.created_at
    )
    waiting = sorted(
        (r for r in rows if r.submitted_at and not r.accepted_at), key=lambda r: r.submitted_at or r.created_at
    )  # fmt: skip
    for row in (*accepted[::-1], *waiting[::-1]):
        words = handed_in(row.id)
        if words is not None and _may_see(me, row):
            return Link(definition_of(row), row, words.answers, words.at)
    own = next((r for r in rows if r.state == "draft"), None)
    if own is not None and own.owner_id == me.id and not me.is_support:
        typed = draft(own.id)
        return Link(definition_of(own), own, typed.answers, typed.changed_at)
    return Link(definition, None, {}, None)


def _may_see(me: Me, row: SubmissionRow) -> bool:
    try:
        get_submission_for(me, row.id)
    except (NotFound, Forbidden):  # a draft that support does not see
        return False
    return True
