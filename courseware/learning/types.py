"""Frozen values of learning that other rooms hand in and get back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from courseware.errors import Forbidden

GRADES = ("submitted", "self_checked", "accepted")
#: in which words can be marked
COLOURS = ("yellow", "green", "blue", "pink")
#: from this part of a lesson on, in per cent, its reader has come to the end
AT_THE_END = 95


@dataclass(frozen=True, slots=True)
class Done:
    """What a room reports when somebody did something that may count."""

    person_id: int
    kind: str  # lesson, quiz, roleplay, exercise, final
    item: str  # slug or id
    module: str  # slug; empty for the final exam
    passed: bool
    score: float | None = None  # per cent, 0–100
    grade: str | None = None  # exercise: submitted, self_checked, accepted
    source: tuple[str, int] | None = None  # kind and id of the row behind it
    version: str | None = None
    ordinal: int | None = (
        None  # this person's first, second, … try; none where tries are not numbered
    )


@dataclass(frozen=True, slots=True)
class Tick:
    """One condition of a rule: shown to the learner as a line with a tick, and what decides."""

    id: str  # lesson, quiz, exercise:<id>, roleplays, test-out, module:<slug>, final, accepted:<id>
    done: bool
    at: datetime | None = None
    have: int = 0
    need: int = 1


@dataclass(frozen=True, slots=True)
class StepFact:
    """A step as the rules see it."""

    kind: str
    item: str
    module: str
    passed: bool
    at: datetime
    score: float | None = None
    grade: str | None = None
    ordinal: int | None = None


class Standing(NamedTuple):
    """Where a person stands in a module, as one row; a tuple, since a page makes fifty of them."""

    module: str
    opened: bool
    read: bool
    quiz_passed: bool
    passed: bool
    best_score: float | None = None
    anchor: str | None = None
    reached: int | None = None  # how far down the lesson they came, in per cent

    @property
    def state(self) -> str:
        """One of passed, under-way, new."""
        if self.passed:
            return "passed"
        return "under-way" if self.opened or self.read or self.quiz_passed else "new"


class PageFacts(NamedTuple):
    """What a lesson page says about its reader."""

    passed: frozenset[str]  # slugs
    begun: frozenset[str]
    anchor: str | None  # heading of this module where reading stopped
    owes: int  # 1 when somebody asked for this module and it is open
    has_notes: int
    has_steps: int
    track: str | None = None  # of the enrolment that counts now
    waits: int = 0  # 1 when a class of theirs opens this module only later
    reached: int | None = None  # how far down this lesson they came, in per cent


@dataclass(frozen=True, slots=True)
class Due:
    """An open or fulfilled obligation as pages show it."""

    id: int
    kind: str
    item: str
    due_at: datetime | None
    asked_by: str | None
    source_kind: str
    fulfilled_at: datetime | None
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    id: int
    track: str
    edition: str
    cohort_id: int | None
    counts_from: datetime | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Opening:
    """A module that is closed to somebody until their class opens it."""

    on: date
    cohort_id: int
    cohort: str


class NotOpenYet(Forbidden):
    """Somebody's class opens this module only later."""

    def __init__(self, module: str, opening: Opening) -> None:
        super().__init__(
            "{name} opens this module on {day}.", name=opening.cohort, day=opening.on.isoformat()
        )
        self.module = module
        self.opening = opening


@dataclass(frozen=True, slots=True)
class Quote:
    """Marked words, and what stands round them, by which they are found again (W3C's TextQuoteSelector)."""

    lang: str
    exact: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note, marked words, or both."""

    id: int
    module: str
    anchor: str
    text: str  # empty for words that were only marked
    changed_at: datetime
    lang: str | None
    quote: str | None
    before: str | None
    after: str | None
    colour: str | None
