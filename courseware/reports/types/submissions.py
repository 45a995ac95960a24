"""What the accepted forms of a team or class say: goals, SWOT entries, open actions, and who is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from courseware.content.definitions import ExerciseDefinition, Text
from courseware.kit.clock import Period


@dataclass(frozen=True, slots=True)
class Form:
    """Something handed in, with the form that it was handed in with."""

    id: int
    exercise: str
    owner: str  # of a form with several authors the name of their group
    people: frozenset[int]  # whose work it is
    accepted_at: datetime | None
    returned_at: datetime | None
    definition: ExerciseDefinition | None = None
    answers: Mapping[str, Any] | None = None  # only of accepted ones that the reader may read
    carried: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the report is about, and whether its reader may read their accepted forms."""

    id: int
    name: str
    is_current: bool
    is_readable: bool
    since: datetime | None  # what was accepted before does not count
    end: datetime | None  # nor what was accepted from then on


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A form that somebody was asked for and still owes."""

    person_id: int
    exercise: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Asking:
    """For when a report is made: today there, and the period, none = up to now."""

    today: date
    zone: str
    period: Period | None

    @property
    def day(self) -> date:
        """The day as of which the report speaks."""
        return min(self.today, self.period.last) if self.period else self.today


@dataclass(frozen=True, slots=True)
class Figure:
    """The newest actual of a goal and where it stands."""

    planned: float | None  # by that day, else in all
    actual: float
    on: date
    verdict: str  # met, near, missed; empty where the form gave none
    submission_id: int


@dataclass(frozen=True, slots=True)
class Goal:
    """One accepted SMART goal."""

    submission_id: int
    writer: str
    is_linked: bool  # whether the reader may open the form
    owner: str
    goal: str
    measure: str
    unit: str
    kind: Text | None
    baseline: float | None
    target: float | None
    since: date | None
    due: date | None
    figure: Figure | None = None
    light: str = ""  # green, amber, red; empty = no figure yet


@dataclass(frozen=True, slots=True)
class GoalSum:
    """Planned and actual of all goals of one kind in one unit."""

    kind: Text | None
    unit: str
    goals: int
    planned: float
    actual: float

    @property
    def percent(self) -> float | None:
        return round(100 * self.actual / self.planned, 1) if self.planned else None


@dataclass(frozen=True, slots=True)
class SwotEntry:
    """What one or several wrote in one cell."""

    cell: str  # strengths, weaknesses, opportunities, threats
    words: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something somebody said they would do and has not finished."""

    submission_id: int
    writer: str
    is_linked: bool
    owner: str
    action: str
    goal: str
    due: date | None
    done: float | None  # per cent
    is_late: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """Who has no accepted form of a kind, and where it is instead."""

    exercise: str
    title: Text
    state: str  # late, due, asked, returned, waiting, unasked
    due_on: date | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What the submissions say."""

    period: Period | None
    goals: Sequence[Goal]
    sums: Sequence[GoalSum]
    swot: Sequence[SwotEntry]
    actions: Sequence[Action]
    missing: Sequence[Missing]
    hidden: int  # people whose forms the reader of this report may not read
