"""The rules of writing that a machine can hold, one file a theme. Each is a function from the course to problems."""

from collections.abc import Callable, Iterator

from courseware.content.checks.case import check as case
from courseware.content.checks.certificates import check as certificates
from courseware.content.checks.exercises import check as exercises
from courseware.content.checks.keys import check as keys
from courseware.content.checks.lessons import check as lessons
from courseware.content.checks.links import check as links
from courseware.content.checks.quizzes import check as quizzes
from courseware.content.checks.roleplays import check as roleplays
from courseware.content.checks.view import View
from courseware.content.problems import Problem

CHECKS: tuple[Callable[[View], Iterator[Problem]], ...] = (
    case,
    lessons,
    links,
    quizzes,
    keys,
    roleplays,
    exercises,
    certificates,
)

__all__ = ["CHECKS", "View"]
