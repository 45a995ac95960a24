"""Exams on paper: drawing one for a class, and typing in what came back."""

import secrets

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.authoring import actions as authoring
from courseware.cohorts.models import Cohort
from courseware.content.definitions import FINAL, Course
from courseware.errors import Conflict, Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.learning import queries as learning
from courseware.notices.actions import tell
from courseware.quiz import queries, rules
from courseware.quiz.actions.answers import add_step
from courseware.quiz.actions.attempts import SEEDS
from courseware.quiz.actions.results import submit_attempt
from courseware.quiz.models import Attempt, ExamPaper
from courseware.quiz.queries import papers as on_paper
from courseware.quiz.types.exam_papers import ExamPaperRow, Sitting, pinned_as_json
from courseware.quiz.types.values import Given

ENTERED = "This result has been entered already."
OPEN_ON_SCREEN = "{name} has begun the final exam on screen and not handed it in. Enter the paper afterwards, or none of the two."


def make_paper(me: Me, course: Course, cohort_id: int) -> int:
    """Draw a final exam for a class to be printed; its words are kept as those of an attempt."""
    exam = course.final
    if exam is None:
        raise Refused("The course has no final exam yet.")
    track = learning.track_named(course, db.load(Cohort, cohort_id).track)
    exam = exam.within(track.modules)
    seed = secrets.randbelow(SEEDS)
    drawn = rules.paper(exam, seen={}, seed=seed, parts=course.question_parts)
    authoring.keep("question", [question for question, _ in drawn])
    paper = ExamPaper(
        cohort_id=cohort_id,
        seed=seed,
        questions=[pinned_as_json(pinned) for _, pinned in drawn],
        version=exam.digest.version,
        pass_mark=exam.pass_mark,
        created_by_id=me.id,
    )
    session = db.write()
    session.add(paper)
    session.flush()
    journal.record(me.id, "made", ("exam_paper", paper.id), cohort=cohort_id)
    return paper.id


def enter_result(me: Me, course: Course, paper: ExamPaperRow, sitting: Sitting) -> int:
    """Type in one person's paper: an attempt like any other, marked as on screen. The id of the attempt.

    The file's limit of attempts does not stop it: the exam has been sat. It counts as an attempt.
    """
    session = db.write()
    # Two trainers, one paper: the second waits here until the first result is stored.
    locked = select(Person.name).where(Person.id == sitting.person_id).with_for_update()
    name = session.scalar(locked)
    if on_paper.result_of(paper.id, sitting.person_id) is not None:
        raise Conflict(ENTERED)
    going = queries.open_attempt(sitting.person_id, FINAL)
    if going is not None and not rules.is_over(going, clock.now()):
        raise Conflict(OPEN_ON_SCREEN, name=name)
    if going is not None:
        submit_attempt(course, going.id)
    attempt = _attempt(me, paper, sitting)
    session.add(attempt)
    session.flush()
    for number, pinned in enumerate(paper.pinned, 1):
        response = sitting.responses.get(pinned.id)
        if response is not None:
            add_step(session, attempt.id, Given(pinned.id, response, f"paper-{paper.id}-{number}"))
    submit_attempt(course, attempt.id)
    journal.record(
        me.id, "entered", ("attempt", attempt.id), about=sitting.person_id, paper=paper.id
    )
    tell(
        sitting.person_id,
        "The result of your final exam on paper is here.",
        f"/attempts/{attempt.id}",
        key=f"exam-on-paper:{attempt.id}",
    )
    return attempt.id


def _attempt(me: Me, paper: ExamPaperRow, sitting: Sitting) -> Attempt:
    seed = db.read().scalar(select(ExamPaper.seed).where(ExamPaper.id == paper.id))
    return Attempt(
        person_id=sitting.person_id,
        slug=FINAL,
        number=on_paper.last_number(sitting.person_id) + 1,
        seed=seed,
        questions=[pinned_as_json(pinned) for pinned in paper.pinned],
        version=paper.version,
        pass_mark=paper.pass_mark,
        exam_paper_id=paper.id,
        entered_by_id=me.id,
        started_at=sitting.at,
    )
