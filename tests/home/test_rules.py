"""What comes next, and how a date looks today."""

from datetime import UTC, datetime, timedelta

import pytest

from courseware.content.definitions import Course
from courseware.home.rules import due_state, next_in_module, open_modules
from courseware.learning.rules import module_ticks
from courseware.learning.types import Standing, StepFact

NOW = datetime(2026, 9, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "state"),
    [
        (None, "none"),
        (timedelta(seconds=-1), "late"),
        (timedelta(0), "soon"),
        (timedelta(days=3), "soon"),
        (timedelta(days=3, seconds=1), "later"),
    ],
)
def test_a_date_is_late_or_soon_or_later(due: timedelta | None, state: str):
    at = None if due is None else NOW + due
    assert due_state(at, NOW, soon_days=3) == state


def test_what_was_begun_goes_before_what_comes_next(course: Course):
    first, second = course.ready_modules
    begun = {second.slug: Standing(second.slug, True, False, False, False)}
    passed = {first.slug: Standing(first.slug, True, True, True, True)}
    assert open_modules([first, second], {}) == [first, second]
    assert open_modules([first, second], begun) == [second, first]
    assert open_modules([first, second], passed) == [second]
    assert open_modules([first], passed) == []
    assert open_modules([], {}) == []


def test_in_a_module_the_first_thing_that_is_missing_comes_next(course: Course):
    first, second = course.ready_modules

    def step(kind: str, item: str, module: str) -> StepFact:
        return StepFact(kind, item, module, passed=True, at=NOW)

    done: list[StepFact] = []
    for kind, item, href in (
        ("lesson", first.slug, f"/modules/{first.slug}"),
        ("quiz", first.slug, f"/quizzes/{first.slug}"),
        ("roleplay", "deck-talk", f"/roleplays#{first.slug}"),
    ):
        assert next_in_module(first, module_ticks(first, done), "en").href == href
        done.append(step(kind, item, first.slug))
    done = [step("lesson", second.slug, second.slug), step("quiz", second.slug, second.slug)]
    found = next_in_module(second, module_ticks(second, done), "zh")
    assert (found.href, found.title, found.module) == ("/exercises/plan", "季度计划", 2)
