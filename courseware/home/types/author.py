"""What the start page shows the author of the course."""

from collections.abc import Sequence
from dataclasses import dataclass

from courseware.content.problems import Problem


@dataclass(frozen=True, slots=True)
class StopLine:
    """A module in which people stay."""

    slug: str
    opened: int
    stopped: int  # opened it a week ago or longer, and have not passed it


@dataclass(frozen=True, slots=True)
class QuizLine:
    """A quiz that many fail at the first try."""

    slug: str
    tried: int  # people
    first: int  # of them passed at the first try


@dataclass(frozen=True, slots=True)
class AuthorHome:
    problems: Sequence[Problem]
    mistakes: int  # reported and open
    stops: Sequence[StopLine]  # the worst first
    quizzes: Sequence[QuizLine]
