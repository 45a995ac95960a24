"""Frozen values of who was there."""

from dataclasses import dataclass
from datetime import date, datetime

STATES = ("present", "late", "absent", "excused")


@dataclass(frozen=True, slots=True)
class MakeUp:
    """What somebody does instead of a session they missed, and how far they are."""

    assignment_id: int
    kind: str
    item: str
    due_on: date | None
    due_at: datetime | None
    fulfilled_at: datetime | None
    closed_reason: str | None

    def state(self, now: datetime) -> str:
        """done, late, open, left or cancelled: from what they owe, and from nothing else."""
        if self.fulfilled_at is not None:
            return "done"
        if self.closed_reason is not None:
            return self.closed_reason
        return "late" if self.due_at is not None and self.due_at < now else "open"


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether somebody was at a session, and how it is known."""

    state: str
    how: str  # code or trainer
    at: datetime
    by: str
    make_up: MakeUp | None = None

    @property
    def was_there(self) -> bool:
        return self.state in ("present", "late")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One person on the sheet of a session; without a mark while nothing is known of them."""

    person_id: int
    name: str
    mark: Mark | None

    @property
    def state(self) -> str:
        return self.mark.state if self.mark else ""


@dataclass(frozen=True, slots=True)
class Change:
    """A trainer's tick: what the page showed, and what it should be."""

    was: str  # a state, or empty
    state: str


@dataclass(frozen=True, slots=True)
class Attended:
    """How often somebody was there, of the sessions that concern them."""

    held: int = 0  # with a sheet, without those they were excused from
    attended: int = 0  # present or late
    late: int = 0
    excused: int = 0
    made_up: int = 0  # missed, and what was asked instead is done
