"""Certificates are issued by the worker, when a fact in learning or an acceptance makes one due."""

from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import names
from courseware.certificates.actions import Earned, issue
from courseware.content import current
from courseware.content.definitions import Course, Text
from courseware.exercise import queries as exercises
from courseware.learning import queries as learning
from courseware.learning.actions import end_enrolment
from courseware.learning.models import Enrolment
from courseware.learning.rules import best_scores, completed_at
from courseware.learning.types import EnrolmentRow, Tick


def person_progressed(person_id: int) -> None:
    """Issue the course certificate of every enrolment whose rule has come true, and end it as completed."""
    course = current.course()
    for enrolment in _open_enrolments(person_id):
        ticks = learning.ticks_of_course(course, person_id, enrolment)
        at = completed_at(ticks)
        if at is None:
            continue
        issue(_course(course, person_id, enrolment, ticks))
        end_enrolment(enrolment.id, "completed")


def submission_accepted(submission_id: int) -> None:
    """Issue the certificate of an exercise that certifies, once its submission is accepted."""
    row = exercises.submission(submission_id)
    if row is None or row.accepted_at is None:
        return
    definition = exercises.definition_of(row)
    if not definition.certifies:
        return
    facts: dict[str, Any] = {
        "name": row.owner,
        "title": both(definition.title),
        "accepted_on": row.accepted_at.isoformat(),
        "accepted_by": row.accepted_by,
        "accepted_role": row.accepted_role,
        "period": row.period,
        "rounds": row.round,
    }
    issue(
        Earned(
            kind="exercise",
            person_id=row.owner_id,
            source_id=submission_id,
            subject=row.exercise,
            edition=current.course().edition,
            facts=facts,
        )
    )


def both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _course(
    course: Course, person_id: int, enrolment: EnrolmentRow, ticks: tuple[Tick, ...]
) -> Earned:
    track = learning.track_of(course, enrolment)
    modules = [tick for tick in ticks if tick.id.startswith("module:")]
    exercises_done = [
        tick.id.partition(":")[2] for tick in ticks if tick.id.startswith("accepted:")
    ]
    best = best_scores(learning.counted_steps(person_id, enrolment))
    scores = [best[slug] for tick in modules if (slug := tick.id.removeprefix("module:")) in best]
    facts: dict[str, Any] = {
        "name": names({person_id})[person_id],
        "title": both(course.title),
        "track": both(track.title),
        "modules": len(modules),
        "exercises": [
            both(course.exercises[e].title) for e in exercises_done if e in course.exercises
        ],
        "average": round(sum(scores) / len(scores), 1) if scores else None,
    }
    return Earned(
        kind="course",
        person_id=person_id,
        source_id=enrolment.id,
        subject=enrolment.track,
        edition=enrolment.edition,
        facts=facts,
    )


def _open_enrolments(person_id: int) -> list[EnrolmentRow]:
    query = (
        select(
            Enrolment.id,
            Enrolment.track,
            Enrolment.edition,
            Enrolment.cohort_id,
            Enrolment.counts_from,
            Enrolment.outcome,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.ended_at.is_(None),
            Person.erased_at.is_(None),
        )
        .order_by(Enrolment.id)
    )
    return [EnrolmentRow(*row) for row in db.read().execute(query)]
