"""The rules of writing that a machine can hold, one file a theme. Each is a function from the course to problems."""

from collections.abc import Callable, Iterator

from courseware.content.checks import case, exercises, keys, lessons, links, quizzes, roleplays
from courseware.content.checks.view import View
from courseware.content.problems import Problem

CHECKS: tuple[Callable[[View], Iterator[Problem]], ...] = (
    case.check,
    lessons.check,
    links.check,
    quizzes.check,
    keys.check,
    roleplays.check,
    exercises.check,
)

__all__ = ["CHECKS", "View"]
