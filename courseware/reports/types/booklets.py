"""Reports that are about no class or team: on the course, and on the whole organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from courseware.reports.types.chapters import Chapter


@dataclass(frozen=True, slots=True)
class Booklet:
    """A report that is nothing but chapters."""

    title: str
    subtitle: str
    at: datetime
    chapters: Sequence[Chapter]


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many people came how far in a module."""

    module: str
    opened: int
    read: int
    quiz: int
    passed: int


@dataclass(frozen=True, slots=True)
class Tried:
    """How often something was tried, by how many, and how it went."""

    item: str
    people: int
    times: int
    done: int  # first tries passed, talks ended, forms handed in
    good: int  # passed, accepted
    back: int = 0  # returned


@dataclass(frozen=True, slots=True)
class TeamSum:
    """A team at the top with all below it."""

    name: str
    people: int
    active: int
    passed: int
    need: int
    overdue: int
    certificates: int
