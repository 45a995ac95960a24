"""What a person can be certified for, and the facts that decide it."""

from dataclasses import dataclass
from datetime import datetime

from courseware.learning.types import StepFact, Tick


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate that stands, as far as the rules need it."""

    id: int
    kind: str
    source_id: int
    subject: str
    generation: int
    issued_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Drilled:
    """An objection answered in time and at least partly right, and when first and last."""

    industry: str
    objection: str
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """An enrolment."""

    id: int
    track: str
    edition: str
    counts_from: datetime | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that decides which certificates a person gets."""

    person_id: int
    steps: tuple[StepFact, ...] = ()
    enrolments: tuple[Taken, ...] = ()  # those that were not left, the one that counts now first
    drills: tuple[Drilled, ...] = ()
    held: tuple[Held, ...] = ()  # the newest first


@dataclass(frozen=True, slots=True)
class Goal:
    """A certificate that somebody has not, or may earn anew: its rule, line by line, and what it will rest on."""

    kind: str
    subject: str
    source_id: int
    edition: str
    ticks: tuple[Tick, ...]
    generation: int = 1
    since: datetime | None = None  #: what was done before counts no more
    renews_id: int | None = None

    @property
    def is_met(self) -> bool:
        return bool(self.ticks) and all(tick.done for tick in self.ticks)

    @property
    def done(self) -> int:
        return sum(tick.done for tick in self.ticks)

    @property
    def has_begun(self) -> bool:
        return any(tick.done or tick.have for tick in self.ticks)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which certificates somebody wants to see; empty = whatever there is."""

    words: str = ""
    kind: str = ""
    state: str = ""
