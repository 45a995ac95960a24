"""Frozen values of forms about a person, and of rounds of answers about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round of answers about a person; who was asked and who answered is not in it."""

    id: int
    exercise: str
    about_id: int
    about: str
    asked_by_id: int
    asked_by: str
    opened_at: datetime
    due_on: date | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FigureSummary:
    """The numbers given in one place, without saying by whom."""

    label: str
    unit: str
    mean: str
    least: str
    most: str


@dataclass(frozen=True, slots=True)
class Together:
    """What several people answered in one field: figures, words, or both."""

    label: str
    figures: Sequence[FigureSummary]
    words: Sequence[str]
