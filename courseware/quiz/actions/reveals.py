"""Checking the answer to one question while the attempt is open: from then on the answer stands."""

from collections.abc import Sequence

from courseware import db
from courseware.content.definitions import Course
from courseware.errors import Refused
from courseware.kit import clock
from courseware.quiz import queries
from courseware.quiz.actions.answers import changed, must_be_open, save_page
from courseware.quiz.models import Attempt, Reveal
from courseware.quiz.rules.feedback import policy
from courseware.quiz.types.feedback import Checked
from courseware.quiz.types.values import Given, Paper


def reveal(course: Course, paper: Paper, question_id: str, page: Sequence[Given]) -> Checked:
    """Save the page, then reveal the feedback on one question; asking twice is asking once."""
    attempt = paper.attempt
    if policy(course.quiz(attempt.slug), attempt.slug) != "at-once":
        raise Refused("The questions of this quiz are gone through once it is handed in.")
    db.load(Attempt, attempt.id)  # alone with the attempt: no answer may slip in from elsewhere
    must_be_open(paper, changed(paper, page))
    late = save_page(paper, page)
    answer = queries.answers_of(attempt.id).get(question_id)
    if answer is None or answer.response is None:
        return Checked(False, late)
    row = {"attempt_id": attempt.id, "question": question_id, "at": clock.now()}
    db.write().execute(db.insert(Reveal).values(row).on_conflict_do_nothing())
    return Checked(True, late)
