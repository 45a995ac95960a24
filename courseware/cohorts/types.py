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
