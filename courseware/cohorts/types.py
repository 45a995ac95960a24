"""Frozen values of classes."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CohortRow:
    id: int
    name: str
    track: str
    starts_on: date
    ends_on: date | None
    members: int = 0


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
