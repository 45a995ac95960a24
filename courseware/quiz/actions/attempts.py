"""Attempts: beginning one, and handing it in."""

import secrets
from collections.abc import Sequence

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.authoring import actions as authoring
from courseware.content.definitions import STARTING_TEST, Course, QuizDefinition
from courseware.errors import Refused
from courseware.journal import actions as journal
from courseware.kit import clock, jobs
from courseware.quiz import queries, rules
from courseware.quiz.actions.answers import (
    add_step,
    add_steps,
    changed,
)
from courseware.quiz.actions.results import submit_attempt
from courseware.quiz.models import Attempt
from courseware.quiz.queries import exams
from courseware.quiz.types.values import Given, Paper

SEEDS = 2**31


def start_attempt(me: Me, course: Course, quiz: QuizDefinition) -> int:
    """The id of the attempt to go on with: the open one, or a new one where the rules allow it."""
    session = db.write()
    # Two presses of the button, one attempt: the second waits here until the first is stored. Not those who only
    # point to the person, as handing in does.
    session.execute(select(Person.id).where(Person.id == me.id).with_for_update(key_share=True))
    now = clock.now()
    going = queries.open_attempt(me.id, quiz.slug)
    if going is not None and not rules.is_over(going, now):
        return going.id
    if going is not None:
        submit_attempt(course, going.id)
    past = queries.attempts_of(me.id, quiz.slug)
    start = rules.may_start(quiz, past, now, released=exams.released(me.id, quiz))
    if not start.allowed:
        raise Refused(start.sentence, **start.values)
    return _draw(me, course, quiz, number=len(past) + 1)


def _draw(me: Me, course: Course, quiz: QuizDefinition, *, number: int) -> int:
    """A new attempt with its paper; the id."""
    session, now = db.write(), clock.now()
    cohort_id = _class_of(me, quiz)
    seed, seen = secrets.randbelow(SEEDS), queries.times_seen(me.id, quiz.slug)
    asked = exams.of_track(course, quiz, me.id)
    drawn = rules.paper(asked, seen=seen, seed=seed, parts=course.question_parts)
    authoring.keep("question", [question for question, _ in drawn])
    attempt = Attempt(
        person_id=me.id,
        slug=quiz.slug,
        number=number,
        seed=seed,
        questions=[
            {
                "id": p.id,
                "module": p.module,
                "version": p.digest.version,
                "text": p.digest.text,
                "order": p.order,
            }
            for _, p in drawn
        ],
        version=quiz.digest.version,
        pass_mark=quiz.pass_mark,
        counted=cohort_id is None,
        cohort_id=cohort_id,
        started_at=now,
        deadline_at=rules.deadline(quiz, now),
    )
    session.add(attempt)
    session.flush()
    journal.record(me.id, "began", ("attempt", attempt.id), quiz=quiz.slug, number=attempt.number)
    if attempt.deadline_at:
        overdue_at = attempt.deadline_at + rules.GRACE
        jobs.put("submit_overdue_attempt", attempt.id, run_at=overdue_at)
    return attempt.id


def _class_of(me: Me, quiz: QuizDefinition) -> int | None:
    """The class whose starting test this is; none where it is another quiz. Once a class, and for its members."""
    if quiz.slug != STARTING_TEST:
        return None
    place = exams.starting_class(me.id)
    if place is None:
        raise Refused("The starting test is taken once, by the members of a class.")
    return place.id


def hand_in(course: Course, paper: Paper, page: Sequence[Given]) -> None:
    """Store what the page still holds, then submit; after the time only what was saved before it counts."""
    answers = changed(paper, page)
    # Alone with the attempt from the start: two who share it and then both want it alone wait for ever.
    attempt = db.load(Attempt, paper.attempt.id)
    late = rules.is_over(paper.attempt, clock.now()) or attempt.submitted_at is not None
    if late:
        for given in answers:
            add_step(db.write(), paper.attempt.id, given, "late")
    else:
        add_steps(paper.attempt.id, answers)
    submit_attempt(course, paper.attempt.id)
