"""Frozen values of the review room: what waits, what was said, who holds the lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

#: kind and id of what was handed in: ("submission", 7), ("session", 3), ("attempt", 5)
Thing = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer decides about one round."""

    verdict: str  # accepted, returned, marked
    marks: Mapping[str, int] = field(default_factory=dict)  # criterion → 0 to 3
    comments: Mapping[str, str] = field(default_factory=dict)  # anchor → words
    mend: Sequence[str] = ()  # anchors that must be changed, when returned
    summary: str = ""
    rubric: str | None = None
    rubric_version: str | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the one queue."""

    kind: str
    id: int
    item: str
    owner_id: int
    owner: str
    round: int
    since: datetime
    days: int  # whole working days waiting
    is_late: bool
    locked_by: str | None  # another reviewer who works on it now
    has_draft: bool  # I have begun a review of it


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A verdict that was given."""

    id: int
    round: int
    reviewer_id: int
    reviewer: str
    role: str
    verdict: str
    marks: Mapping[str, int]
    comments: Mapping[str, str]
    mend: Sequence[str]
    summary: str
    rubric: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What a reviewer has written and not yet sent."""

    content: Mapping[str, Any]
    counter: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Something that waits for a verdict."""

    owner_id: int
    item: str
    round: int
    reviewer_id: int | None
    since: datetime


@dataclass(frozen=True, slots=True)
class LockRow:
    reviewer_id: int
    reviewer: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    counter: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody (the same person in another window) has saved since; nothing was changed."""

    counter: int
    content: Mapping[str, Any]
    at: datetime
