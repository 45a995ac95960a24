"""Frozen values of recordings: what was kept, and what a file is by its first bytes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sound:
    """A kind of audio file that browsers record and play."""

    mime: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a recording is of: a turn of a session, or an objection of an industry."""

    session_id: int | None = None
    turn: int | None = None
    industry: str | None = None
    objection: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that lies in the storage and waits to be kept."""

    file: str
    sound: Sound
    size: int  # bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class RecordingRow:
    """A recording that is still there."""

    id: int
    person_id: int
    name: str  # of the person who speaks
    session_id: int | None
    turn: int | None
    industry: str | None
    objection: str | None
    roleplay: str | None
    file: str
    mime: str
    seconds: float
    kept_at: datetime
    expires_at: datetime
    shared_at: datetime | None
