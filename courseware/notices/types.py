"""Frozen values of the inbox."""

from dataclasses import dataclass
from datetime import datetime

#: what the token in a mail is signed for; its value is the person's number
UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class NoticeRow:
    id: int
    sentence: str  # in the reader's language
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that has not left the inbox yet."""

    id: int
    sentence: str  # in the reader's language
    href: str


@dataclass(frozen=True, slots=True)
class NewRobot:
    """A robot of a chat group, as an administrator describes it."""

    kind: str
    name: str
    url: str
    secret: str
    team_id: int | None


@dataclass(frozen=True, slots=True)
class RobotRow:
    id: int
    kind: str
    name: str
    url: str
    secret: str
    team: str | None
    made_at: datetime
