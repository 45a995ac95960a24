"""What the start page shows somebody who leads others."""

from dataclasses import dataclass
from datetime import date, datetime

from courseware.content.definitions import Text
from courseware.reports.types import Need


@dataclass(frozen=True, slots=True)
class CohortLine:
    id: int
    name: str
    members: int
    passed: int  # modules passed by all members together
    possible: int
    late: int


@dataclass(frozen=True, slots=True)
class TeamHome:
    members: int
    late: int
    open: int
    active: int  # did something in the last seven days


@dataclass(frozen=True, slots=True)
class Helped:
    """Somebody who gets a link to choose a password."""

    id: int
    name: str
    email: str
    has_password: bool


@dataclass(frozen=True, slots=True)
class LateItem:
    """Something past its date."""

    obligation_id: int
    title: Text
    due_on: date | None
    reminded_at: datetime | None  # today; none = not yet


@dataclass(frozen=True, slots=True)
class LatePerson:
    person_id: int
    name: str
    items: tuple[LateItem, ...]  # the oldest first

    @property
    def reminded_at(self) -> datetime | None:
        """When the last of the items was reminded of today; none while one was not."""
        times = [item.reminded_at for item in self.items]
        known = [at for at in times if at is not None]
        return max(known) if len(known) == len(times) else None


@dataclass(frozen=True, slots=True)
class CameIn:
    """Something that one's people have done."""

    kind: str  # handed-in, accepted, passed, certificate
    person_id: int
    person: str
    title: Text
    at: datetime
    href: str
    is_new: bool  # since the last look
    count: int = 1  # of this sort from this person; the newest is named


@dataclass(frozen=True, slots=True)
class LookAt:
    """Somebody who needs help, and why."""

    person_id: int
    person: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What concerns somebody who leads others, on one screen."""

    late: tuple[LatePerson, ...]
    more_late: int  # people whose names are not shown
    came_in: tuple[CameIn, ...]
    new: int
    since: datetime
    look_at: tuple[LookAt, ...]
    more_to_look_at: int
    requests: tuple[tuple[int, str, int], ...]  # class, its name, people who wait
    observations: int  # forms about graduates to fill in
