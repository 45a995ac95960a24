"""One short thing to practise a day, picked by a rule, with honest minutes."""

from dataclasses import replace

import pytest

from courseware.content.definitions import Course
from courseware.home.rules.practice import open_quizzes, practice_for, talks_within_reach
from courseware.home.types import Practice, Today
from courseware.learning.types import Standing

ALL = Today(
    cards=9, missed=7, quizzes=("01-x", "02-y"), talks=(("long", 12), ("short", 5)), fresh=8
)


def test_what_fades_first_comes_first_and_the_next_follows_once_it_is_done():
    today, kinds = ALL, []
    for done in ({"cards": 0}, {"missed": 0}, {"quizzes": ()}, {"talks": ()}, {"fresh": 0}):
        found = practice_for(today)
        assert found is not None
        kinds.append(found.kind)
        today = replace(today, **done)
    assert kinds == ["cards", "missed", "quiz", "talk", "fresh"]
    assert practice_for(today) is None


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (Today(1, 0, (), ()), Practice("cards", 1, 1)),
        (Today(99, 0, (), ()), Practice("cards", 5, 6)),
        (Today(0, 1, (), ()), Practice("missed", 1, 1)),
        (Today(0, 99, (), ()), Practice("missed", 5, 5)),
        (Today(0, 0, ("01-x", "02-y"), ()), Practice("quiz", 6, item="01-x")),
        (Today(0, 0, (), (("a", 7), ("b", 5), ("c", 5))), Practice("talk", 5, item="b")),
        (Today(0, 0, (), (("a", 12),)), None),
        (Today(0, 0, (), (), fresh=40), Practice("fresh", 3, 3)),
    ],
)
def test_it_is_as_long_as_one_sitting(today: Today, found: Practice | None):
    assert practice_for(today) == found


def test_it_is_never_longer_than_eight_minutes():
    for cards in range(30):
        for missed in range(30):
            found = practice_for(replace(ALL, cards=cards, missed=missed))
            assert found is not None
            assert 1 <= found.minutes <= 8


def test_a_quiz_is_open_once_its_lesson_is_read_until_it_is_passed(course: Course):
    first, second = course.ready_modules
    standings = {
        first.slug: Standing(first.slug, True, True, False, False),
        second.slug: Standing(second.slug, True, False, False, False),
    }
    assert open_quizzes([first, second], standings, besides="") == [first.slug]
    assert open_quizzes([first, second], standings, besides=first.slug) == []
    passed = {first.slug: Standing(first.slug, True, True, True, False)}
    assert open_quizzes([first, second], passed, besides="") == []


def test_talks_are_those_of_lessons_that_were_read_and_not_those_passed(course: Course):
    first, second = course.ready_modules
    read = {first.slug: Standing(first.slug, True, True, False, False)}
    found = dict(talks_within_reach([first, second], read, []))
    assert found == {talk.id: talk.minutes for talk in first.roleplays}
    assert "deck-talk" not in dict(talks_within_reach([first, second], read, ["deck-talk"]))
    assert talks_within_reach([first, second], {}, []) == []
