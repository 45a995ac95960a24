"""Frozen values of a form with several authors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from courseware.exercise.types.forms import Saved, Stale

#: what is typed, under one roof: answers by field key, and own rubric marks as mark.<criterion>
Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Base:
    """The version an author's page showed: its counter, and a digest of each field where the page sent them."""

    counter: int
    digests: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """What becomes of a form when one author's page meets the newest version."""

    content: dict[str, Any]
    changed: Sequence[str]  # by the sender
    taken: Sequence[str]  # where the sender's page shows something older than `content`
    conflicts: Sequence[str]  # changed by both: the newest stays, the sender chooses


@dataclass(frozen=True, slots=True)
class Theirs:
    """A field as somebody else left it, for the page of an author."""

    value: Any
    by: str


@dataclass(frozen=True, slots=True)
class Merged(Saved):
    """Saved, and what others have changed meanwhile."""

    content: Content = field(default_factory=dict)
    theirs: Mapping[str, Theirs] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clash(Stale):
    """Fields that two authors have changed; everything else is saved."""

    content: Content = field(default_factory=dict)
    theirs: Mapping[str, Theirs] = field(default_factory=dict)
    clashing: Mapping[str, Theirs] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Present:
    """An author who has the form open, and the field their cursor is in."""

    person_id: int
    name: str
    field: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group that somebody belongs to, with the names of its members."""

    id: int
    name: str
    cohort: str
    members: Sequence[str]
