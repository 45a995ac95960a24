"""Frozen values that other rooms know people by."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Supporter:
    """The administrator who looks through somebody's eyes, and until when."""

    id: int
    name: str
    until: datetime
    token: str  # names this sign-in in the journal


@dataclass(frozen=True, slots=True)
class Me:
    """The signed-in person, as one row; what Flask-Login calls the user."""

    id: int
    name: str
    email: str
    lang: str
    session_version: int
    is_administrator: bool
    is_trainer: bool
    is_author: bool
    is_manager: bool  # of a team now, or deputy of one
    bell: int = 0  # what the factory counts beside the person: unread notices
    seen_by: Supporter | None = None  # somebody else looks through these eyes

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def is_support(self) -> bool:
        """Whether an administrator sees this: without recordings, drafts and private notes, and never writing."""
        return self.seen_by is not None

    def get_id(self) -> str:
        """What the cookie holds: a changed password makes older cookies worthless."""
        return f"{self.id}.{self.session_version}"


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Credentials:
    person_id: int
    password_hash: str | None
    session_version: int
    email: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """An open single-use link and whose it is."""

    kind: str
    person_id: int | None
    name: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of everything held about somebody, asked for by them."""

    id: int
    person_id: int
    asked_at: datetime
    ready_at: datetime | None
    file: str | None  # key of the storage
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class LedTeam:
    """A team that somebody manages, or that lies below one they manage."""

    id: int
    name: str
    manager_id: int | None
    manager: str | None


@dataclass(frozen=True, slots=True)
class Deputised:
    """Somebody stands in for the manager of a team, from a day to a day."""

    id: int
    team_id: int
    team: str
    name: str
    from_on: date
    to_on: date | None
