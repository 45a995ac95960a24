"""The matrix: people by modules, one state a cell, flags beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from courseware.kit.spelling import Spelling
from courseware.reports.types import Cell, Column, Need, ReturnedFact

#: one letter for each state of a cell: a row of fifty is a string of fifty letters
LETTERS = {"new": "n", "under-way": "g", "waiting": "w", "passed": "p", "preparation": "x"}
STATES = {letter: state for state, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Situation:
    """Of what somebody did and owes, all that decides whether they need help."""

    failed: Mapping[str, int]  # by quiz: failed attempts, where none has passed
    returned: tuple[ReturnedFact, ...]
    owes: bool  # anything that is open
    late_modules: int
    last_at: datetime | None  # of their last step


@dataclass(frozen=True, slots=True)
class Standing:
    """What the database says of one person in the matrix."""

    passed: frozenset[str] = frozenset()  # slugs
    begun: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    late: Mapping[str, date | None] | None = None  # by slug, the earliest day
    overdue: int = 0  # items past their date, of any kind
    in_review: int = 0


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One person; the names are those of `Line`, so that one table shows both."""

    person_id: int
    name: str
    number: str  # staff number; empty when there is none
    place: str
    groups: tuple[str, ...]  # team and groups, to choose by
    spelling: Spelling
    states: str  # one letter a column
    late_in: Mapping[int, date | None]  # by column, the earliest day
    passed: int
    need: int
    late: int  # items past their date
    waiting: int
    needs: tuple[Need, ...] = ()
    attended: int = 0  # class sessions
    held: int = 0  # of so many

    is_current = True

    @property
    def is_complete(self) -> bool:
        return self.need > 0 and self.passed >= self.need

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells as a table shows them; `due_on` is the day that has passed."""
        return tuple(
            Cell(STATES[letter], None, self.late_in.get(place), is_late=place in self.late_in)
            for place, letter in enumerate(self.states)
        )


@dataclass(frozen=True, slots=True)
class Matrix:
    """A class or the people of a manager, in the order of their names."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    groups: tuple[str, ...]  # teams and groups to choose from

    @property
    def has_sessions(self) -> bool:
        """Whether any class session was held for anybody here."""
        return any(row.held for row in self.rows)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which rows somebody wants to see, and in which order."""

    words: str = ""
    group: str = ""
    module: str = ""  # slug; state and order may be about this one
    state: str = ""
    flag: str = ""  # overdue or help
    order: str = "name"  # name, progress, state, flags


@dataclass(frozen=True, slots=True)
class ModuleStatistics:
    """How the people of a matrix stand in one module."""

    column: Column
    people: Mapping[str, tuple[MatrixRow, ...]]  # by state
    late: int
