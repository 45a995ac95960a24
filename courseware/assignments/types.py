"""Frozen values of asking: what is asked, of whom, and how far each person is."""

from dataclasses import dataclass
from datetime import date, datetime

from courseware.accounts.types import PersonRow
from courseware.content.definitions import Text


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be asked for."""

    kind: str  # module, lesson, quiz, roleplay, exercise, drill, task
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
class Repeat:
    """The same is asked again each period; no due date lies after `until_on`."""

    every: str  # week, two-weeks, month
    until_on: date


@dataclass(frozen=True, slots=True)
class Round:
    """One period of a series: what is done from the first day to the due day counts."""

    from_on: date
    due_on: date


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
    series_id: int | None = None
    every: str | None = None
    until_on: date | None = None
    ended_at: datetime | None = None  # of the series

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
    due_on: date | None = None
    #: why their date is another than the one asked for, or what they say they did
    words: str = ""
    note: str = ""

    @property
    def is_open(self) -> bool:
        return self.fulfilled_at is None and self.closed_reason is None

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


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody's record in a series: of the rounds that are over or done, those done in time."""

    series_id: int
    person_id: int
    name: str
    kept: int
    rounds: int


@dataclass(frozen=True, slots=True)
class Line:
    """What the list shows in one line: an assignment, or a series by its newest round."""

    row: AssignmentRow
    rounds: tuple[AssignmentRow, ...] = ()  # of a series, the oldest first
    kept: tuple[Kept, ...] = ()

    @property
    def state(self) -> str:
        """As of an assignment; a series is late or open while one of its rounds is, or one is to come."""
        states = {row.state for row in self.rounds} or {self.row.state}
        for state in ("late", "open"):
            if state in states:
                return state
        return self.row.state


@dataclass(frozen=True, slots=True)
class SeriesDetail:
    """A series with its rounds, the newest first, and everybody's record."""

    id: int
    row: AssignmentRow  # the newest round
    rounds: tuple[AssignmentRow, ...]
    kept: tuple[Kept, ...]
    next: Round | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Who asks somebody for a thing, why, and by when."""

    obligation_id: int
    kind: str
    item: str
    asked_by: str | None  # none: the schedule of a class
    words: str
    due_at: datetime | None
    due_on: date | None
    quantity: int
    extended_from: date | None
    counts_from: datetime | None
    is_late: bool = False
    have: int = 0  # of a drill: lines that count so far


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing somebody owes, with everybody who asks for it; the earliest date decides."""

    title: Text
    href: str
    sources: tuple[Source, ...]

    @property
    def first(self) -> Source:
        return self.sources[0]


@dataclass(frozen=True, slots=True)
class Task:
    """A task as its own page shows it."""

    source: Source
    fulfilled_at: datetime | None
    closed_reason: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change of several came to: how many were changed, and which were not and why."""

    done: int
    people: int
    left_out: tuple[tuple[str, str], ...]  # title and sentence, in the reader's language
