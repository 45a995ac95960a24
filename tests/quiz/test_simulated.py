"""Fifty people take a quiz over lines that are cut, at a server that is killed: no answer is lost."""

import random
from pathlib import Path

from courseware import db
from courseware.content.definitions import Course
from tests.quiz.papers import SLUG
from tests.quiz.simulated import play, problems

ATTEMPTS, KILLS = 50, 4


def test_no_acknowledged_answer_is_lost(own_database: db.Database, course: Course, tmp_path: Path):
    seed = random.SystemRandom().getrandbits(32)
    quiz = course.quizzes[SLUG]
    story = play(own_database, tmp_path, quiz, (ATTEMPTS, KILLS), seed)
    assert problems(own_database, story, quiz) == [], f"seed {seed}"
    assert len(story.played) == ATTEMPTS
    assert story.kills == KILLS
    assert story.cuts > ATTEMPTS
    assert story.acknowledged > 7 * ATTEMPTS
