"""What may be seen of single questions, policy by policy."""

import pytest

from courseware.content.definitions import FEEDBACK, FINAL, STARTING_TEST
from courseware.quiz.rules.feedback import CHOSEN, EVERYTHING, MARKS, NOTHING, policy, shown


@pytest.mark.parametrize(
    ("feedback", "until", "after"),
    [
        ("at-once", EVERYTHING, EVERYTHING),
        ("at-end", EVERYTHING, EVERYTHING),
        ("chosen", CHOSEN, EVERYTHING),
        ("after-passing", MARKS, EVERYTHING),
        ("never", NOTHING, NOTHING),
    ],
)
def test_each_policy_shows_what_it_says(feedback: str, until: object, after: object):
    assert shown(feedback, passed=False, is_own=True) == until
    assert shown(feedback, passed=True, is_own=True) == after


@pytest.mark.parametrize("feedback", FEEDBACK)
def test_a_trainer_sees_everything(feedback: str):
    assert shown(feedback, passed=False, is_own=False) == EVERYTHING


def test_an_exam_that_the_course_no_longer_has_keeps_its_secrets():
    assert policy(None, FINAL) == policy(None, STARTING_TEST) == "never"
    assert policy(None, "01-first-talk") == "chosen"
