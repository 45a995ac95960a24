"""Two browsers at once: no answer slips in while another browser has the question checked."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import replace
from types import SimpleNamespace

import pytest

from courseware import db
from courseware.content.definitions import Course
from courseware.errors import Conflict
from courseware.quiz import actions, queries
from courseware.quiz.types.values import Given, Paper, Saved
from tests import world
from tests.quiz.papers import SLUG


def test_an_answer_that_arrives_while_the_question_is_checked_comes_too_late(
    own_database: db.Database, course: Course, cast: world.Cast
):
    quiz = replace(course.quizzes[SLUG], feedback="at-once")
    course = replace(course, quizzes=dict(course.quizzes) | {SLUG: quiz})
    with db.transaction(own_database):
        attempt_id = actions.start_attempt(SimpleNamespace(id=cast.lin), course, quiz)
    with db.transaction(own_database):
        paper = queries.any_paper(attempt_id)
        question = paper.pinned[0].id
        actions.save_answer(paper, Given(question, "first", "first-step"))

    def save(paper: Paper) -> Saved:
        with db.transaction(own_database):
            return actions.save_answer(paper, Given(question, "second", "second-step"))

    with ThreadPoolExecutor(1) as other:
        with db.transaction(own_database):
            assert actions.reveal(course, paper, question, []).done
            saving = other.submit(save, paper)
            with pytest.raises(NotYet):
                saving.result(timeout=0.5)
        with pytest.raises(Conflict, match="You have checked this question"):
            saving.result(timeout=10)
    with db.reading(own_database):
        assert queries.answers_of(attempt_id)[question].response == "first"
