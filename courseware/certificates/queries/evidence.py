"""The facts that decide who gets which certificate: for many people in five statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select, func, or_, select

from courseware import db
from courseware.accounts.models import Person
from courseware.certificates.models import Certificate
from courseware.certificates.types.goals import Drilled, Evidence, Held, Taken
from courseware.exercise.models import Submission
from courseware.learning.models import Enrolment, Step
from courseware.learning.types import StepFact
from courseware.roleplay.models import DrillAnswer
from courseware.roleplay.rules.drilling import ANSWER_SECONDS

#: outcomes of an answer that count; with the time it is what an assigned drill counts by
WELL_ENOUGH = ("partly", "well")
_ByPerson = defaultdict[int, list[tuple[Any, ...]]]


def evidence_of(people: Collection[int]) -> dict[int, Evidence]:
    """What decides for each of these people; those whose data was removed are missing."""
    there = select(Person.id).where(Person.id.in_(people), Person.erased_at.is_(None))
    ids = list(db.read().scalars(there))
    steps, enrolments = _steps(ids), _enrolments(ids)
    drills, held = _drills(ids), _held(ids)
    return {
        person_id: Evidence(
            person_id,
            tuple(StepFact(*row) for row in steps[person_id]),
            tuple(Taken(*row) for row in enrolments[person_id]),
            tuple(Drilled(*row) for row in drills[person_id]),
            tuple(Held(*row) for row in held[person_id]),
        )
        for person_id in ids
    }


def people_after(person_id: int, most: int) -> list[int]:
    """The numbers of the next people who have done anything, in the order of their numbers."""
    query = select(Person.id).where(
        Person.id > person_id,
        Person.erased_at.is_(None),
        select(Step.id).where(Step.person_id == Person.id, Step.passed).exists(),
    )
    return list(db.read().scalars(query.order_by(Person.id).limit(most)))


def uncertified(exercises: Iterable[str], most: int) -> list[int]:
    """Accepted submissions of these exercises that have no certificate, the oldest first."""
    known = select(Certificate.id).where(
        Certificate.kind == "exercise", Certificate.source_id == Submission.id
    )
    query = select(Submission.id).where(
        Submission.accepted_at.is_not(None),
        Submission.exercise.in_(list(exercises)),
        ~known.exists(),
        select(Person.id)
        .where(Person.id == Submission.owner_id, Person.erased_at.is_(None))
        .exists(),
    )
    return list(db.read().scalars(query.order_by(Submission.id).limit(most)))


def _steps(people: Collection[int]) -> _ByPerson:
    query = select(
        Step.person_id,
        Step.kind,
        Step.item,
        Step.module,
        Step.passed,
        Step.at,
        Step.score,
        Step.grade,
        Step.ordinal,
    ).where(
        Step.person_id.in_(people),
        Step.withdrawn_at.is_(None),
        or_(Step.passed, Step.grade == "accepted"),
        Step.kind.in_(("lesson", "quiz", "roleplay", "exercise", "final")),
    )
    return _by_person(query.order_by(Step.at, Step.id))


def _enrolments(people: Collection[int]) -> _ByPerson:
    query = select(
        Enrolment.person_id,
        Enrolment.id,
        Enrolment.track,
        Enrolment.edition,
        Enrolment.counts_from,
        Enrolment.ended_at.is_(None),
    ).where(
        Enrolment.person_id.in_(people),
        or_(Enrolment.outcome.is_(None), Enrolment.outcome == "completed"),
    )
    return _by_person(query.order_by(Enrolment.ended_at.is_not(None), Enrolment.id.desc()))


def _drills(people: Collection[int]) -> _ByPerson:
    answer = DrillAnswer
    query = (
        select(
            answer.person_id,
            answer.industry,
            answer.objection,
            func.min(answer.at),
            func.max(answer.at),
        )
        .where(
            answer.person_id.in_(people),
            answer.outcome.in_(WELL_ENOUGH),
            answer.seconds <= ANSWER_SECONDS,
        )
        .group_by(answer.person_id, answer.industry, answer.objection)
    )
    return _by_person(query)


def _held(people: Collection[int]) -> _ByPerson:
    query = select(
        Certificate.person_id,
        Certificate.id,
        Certificate.kind,
        Certificate.source_id,
        Certificate.subject,
        Certificate.generation,
        Certificate.issued_at,
        Certificate.expires_at,
        Certificate.revoked_at,
    ).where(Certificate.person_id.in_(people), Certificate.replaced_at.is_(None))
    return _by_person(query.order_by(Certificate.issued_at.desc(), Certificate.id.desc()))


def _by_person(query: Select[*tuple[Any, ...]]) -> _ByPerson:
    """The rows of each person, without the first column."""
    found: _ByPerson = defaultdict(list)
    for row in db.read().execute(query):
        found[row[0]].append(tuple(row[1:]))
    return found
