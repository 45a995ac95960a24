"""Where people stop and which quizzes are bad, for the author. Pure."""

from collections.abc import Iterable

from courseware.home.types import QuizLine, StopLine

#: nothing is said of fewer people
FEWEST = 5
MOST_LINES = 3
#: what is better than this needs no line
STOPPED, FIRST_TRY = 0.2, 0.7


def worst_stops(rows: Iterable[StopLine]) -> list[StopLine]:
    """The modules in which the largest share stays."""
    told = [r for r in rows if r.opened >= FEWEST and r.stopped >= STOPPED * r.opened]
    return sorted(told, key=lambda r: (-r.stopped / r.opened, r.slug))[:MOST_LINES]


def worst_quizzes(rows: Iterable[QuizLine]) -> list[QuizLine]:
    """The quizzes that the smallest share passes at the first try."""
    told = [r for r in rows if r.tried >= FEWEST and r.first < FIRST_TRY * r.tried]
    return sorted(told, key=lambda r: (r.first / r.tried, r.slug))[:MOST_LINES]
