"""Frozen values of the final exam, the starting test, and further attempts."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StartingClass:
    """The class whose starting test somebody may take."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class UsedUp:
    """Somebody who has no attempt left at a quiz and has not passed it."""

    person_id: int
    name: str
    attempts: int  # handed in
    released: int  # of them beyond what the file allows
    best: float | None  # per cent
    last_at: datetime


@dataclass(frozen=True, slots=True)
class ExamLine:
    """How the questions on one part of the course, or one objective, went."""

    title: str
    asked: int
    fraction: float  # 0 to 1, the mean of the marks
    note: str = ""  # the module of an objective
    link: str = ""  # where to read again

    @property
    def percent(self) -> int:
        return round(100 * self.fraction)
