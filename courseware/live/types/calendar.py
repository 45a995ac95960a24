"""Frozen values of a calendar feed."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose feed it is."""

    id: int
    lang: str


@dataclass(frozen=True, slots=True)
class Version:
    """How often a thing was changed, and when last."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Planned:
    """A module on the schedule of a class that somebody is in."""

    cohort_id: int
    cohort: str
    module: str
    opens_on: date | None
    due_on: date | None  # of this person, where it was moved for them


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that somebody asked of the reader, with a day."""

    id: int
    kind: str
    item: str
    due_on: date
    asked_by: str | None
    source_id: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the calendar: on a whole day, or from a moment to a moment."""

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime
    version: Version
    url: str
    place: str = ""
    words: str = ""
    is_cancelled: bool = False
