"""Private notes and shared talks, as pages show them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class NoteRow:
    id: int
    text: str
    at: datetime
    changed_at: datetime

    @property
    def was_changed(self) -> bool:
        return self.changed_at > self.at


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A talk between two people; both see all of it."""

    id: int
    person_id: int
    person: str
    by_id: int
    by: str
    held_on: date
    text: str
    reply: str
    at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class StepRow:
    """What was agreed: something the person owes, or what whoever held the talk promised."""

    id: int
    talk_id: int
    assignment_id: int | None
    kind: str  # of the assignment; empty for a promise
    item: str
    text: str  # of a promise
    due_on: date | None
    state: str  # done, late, open, cancelled
    obligation_id: int | None = None  # what the person owes

    @property
    def is_promise(self) -> bool:
        return self.assignment_id is None


@dataclass(frozen=True, slots=True)
class NewTalk:
    """A talk as it was written down."""

    held_on: date
    text: str
