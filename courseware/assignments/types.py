"""Frozen values of asking: what is asked, of whom, and how far each person is."""

from dataclasses import dataclass
from datetime import date, datetime

from courseware.accounts.types import PersonRow
from courseware.content.definitions import Text


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be asked for."""

    kind: str  # module, lesson, quiz, roleplay, exercise
    id: str
    title: Text

    @property
    def value(self) -> str:
        """What a form sends."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for and how it is to be done."""

    kind: str
    item: str
    due_on: date | None
    quantity: int = 1
    pass_line: int | None = None  # per cent
    reviewer_id: int | None = None
    needs_acceptance: bool = False
    earlier_work_counts: bool = False
    joiners_receive: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Of whom: kind person, team or cohort, and its id."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Place:
    """A team or class that may be asked as a whole."""

    kind: str  # team or cohort
    id: int
    name: str
    people: int

    @property
    def value(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom somebody may ask, and who may review it."""

    places: tuple[Place, ...]
    people: tuple[PersonRow, ...]  # empty when there are too many to choose from
    total: int
    reviewers: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment with how far its people are, as far as the reader may see them."""

    id: int
    kind: str
    item: str
    asked_by_id: int
    asked_by: str
    due_on: date | None
    due_at: datetime | None
    created_at: datetime
    cancelled_at: datetime | None
    total: int
    done: int
    late: int
    open: int
    quantity: int
    pass_line: int | None
    reviewer_id: int | None
    reviewer: str | None
    needs_acceptance: bool
    earlier_work_counts: bool
    joiners_receive: bool
    words: str

    @property
    def state(self) -> str:
        """cancelled, done (nobody owes it any more), late or open."""
        if self.cancelled_at:
            return "cancelled"
        if self.late:
            return "late"
        return "open" if self.open else "done"


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's state in an assignment."""

    obligation_id: int
    person_id: int
    name: str
    due_at: datetime | None
    fulfilled_at: datetime | None
    closed_reason: str | None
    is_late: bool  # open and past its date
    was_late: bool  # fulfilled, but after its date
    reminded_at: datetime | None = None
    href: str | None = None  # what was handed in, where the reader may see it
    work: str | None = None  # submitted, returned, accepted: the newest form of this person

    @property
    def state(self) -> str:
        """done, late, open, left or cancelled."""
        if self.fulfilled_at:
            return "done"
        if self.closed_reason:
            return self.closed_reason
        return "late" if self.is_late else "open"


@dataclass(frozen=True, slots=True)
class Detail:
    row: AssignmentRow
    people: tuple[Answer, ...]
    targets: tuple[str, ...]  # names of teams and classes asked as a whole
    may_change: bool
