"""What managers are asked about graduates."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Graduate:
    """Somebody who has completed a track."""

    person_id: int
    track: str
    finished_on: date


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """One question to a manager: how does this person work, so many days after the course?"""

    id: int
    person_id: int
    person: str
    track: str
    days: int
    finished_on: date
    due_on: date
    submission_id: int | None
    shared_at: datetime | None  # when the form was handed in
    closed_at: datetime | None
    mean: float | None = None  # of the form's ratings

    @property
    def is_filled(self) -> bool:
        return self.shared_at is not None

    @property
    def is_open(self) -> bool:
        return self.shared_at is None and self.closed_at is None


@dataclass(frozen=True, slots=True)
class GraduateLine:
    """A graduate with the answers after so many days."""

    person_id: int
    person: str
    track: str
    finished_on: date
    answers: tuple[ObservationRow, ...]


@dataclass(frozen=True, slots=True)
class ClassCount:
    """What a trainer sees: how many were asked about and answered, never an answer."""

    cohort_id: int
    name: str
    days: int
    asked: int
    filled: int
