"""What the start page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from courseware.quiz.types.missed import ToReview


@dataclass(frozen=True, slots=True)
class Next:
    """Where a learner goes on: what it is, why now, and the address."""

    kind: str  # returned, attempt, lesson, quiz, practice, exercise, done
    title: str
    href: str
    module: int | None = None


@dataclass(frozen=True, slots=True)
class DueLine:
    title: str
    href: str
    due_at: datetime | None
    state: str  # late, soon, later, none
    asked_by: str | None


@dataclass(frozen=True, slots=True)
class LearnerHome:
    track: str
    passed: int
    modules: int
    next: Next
    dues: Sequence[DueLine]
    missed: ToReview
    is_complete: bool
    starting_class: str | None = None  # whose starting test is still to be taken


@dataclass(frozen=True, slots=True)
class CohortLine:
    id: int
    name: str
    members: int
    passed: int  # modules passed by all members together
    possible: int
    late: int


@dataclass(frozen=True, slots=True)
class TeamHome:
    members: int
    late: int
    open: int
    active: int  # did something in the last seven days


@dataclass(frozen=True, slots=True)
class Helped:
    """Somebody who gets a link to choose a password."""

    id: int
    name: str
    email: str
    has_password: bool
