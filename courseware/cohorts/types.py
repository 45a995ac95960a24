"""Frozen values of classes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class CohortRow:
    id: int
    name: str
    track: str
    starts_on: date
    ends_on: date | None
    members: int = 0
    waiting: int = 0  # who ask to come in

    def is_over(self, today: date) -> bool:
        """Whether its last day is past: nobody comes in any more, and its history stays."""
        return self.ends_on is not None and self.ends_on < today


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a class now."""

    id: int
    name: str
    email: str
    from_on: date


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A named set of members."""

    id: int
    name: str
    members: frozenset[int]


class Dates(NamedTuple):
    """When a module of a class opens (none = it is open) and is due (none = by no day)."""

    opens_on: date | None = None
    due_on: date | None = None


class Offsets(NamedTuple):
    """The same in days after the first day."""

    opens_after: int | None = None
    due_after: int | None = None


@dataclass(frozen=True, slots=True)
class ClassReason:
    """A class that somebody is in, and the modules it opens only later."""

    id: int
    name: str
    track: str
    later: dict[str, date]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A schedule kept to be used again."""

    id: int
    name: str
    made_by: str | None
    made_at: datetime
    modules: int
    may_change: bool


@dataclass(frozen=True, slots=True)
class JoinLink:
    """A class and the link by which people put themselves into it."""

    id: int
    name: str
    track: str
    starts_on: date
    ends_on: date | None
    code: str | None
    until: date | None
    needs_approval: bool


@dataclass(frozen=True, slots=True)
class RequestRow:
    """Somebody asked to come into a class."""

    id: int
    cohort_id: int
    person_id: int | None  # none while somebody without an account waits
    name: str
    email: str
    words: str
    asked_at: datetime
    decided_at: datetime | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class AnnouncementRow:
    """What a class was told."""

    id: int
    by: str
    text: str
    at: datetime
