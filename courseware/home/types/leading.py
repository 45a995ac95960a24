"""What the start page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from courseware.assignments.types import Source
from courseware.content.definitions import Text
from courseware.quiz.types.missed import ToReview
from courseware.reports.types import Need


@dataclass(frozen=True, slots=True)
class Next:
    """Where a learner goes on: what it is, why now, and the address."""

    kind: str  # returned, attempt, lesson, quiz, practice, exercise, waits, done
    title: str
    href: str
    module: int | None = None
    opens_on: date | None = None  # of what waits for the class to open it


@dataclass(frozen=True, slots=True)
class DueLine:
    title: str
    href: str
    due_at: datetime | None
    state: str  # late, soon, later, none
    sources: Sequence[Source]  # everybody who asks for it, the earliest date first


@dataclass(frozen=True, slots=True)
class LearnerHome:
    track: str
    passed: int
    modules: int
    next: Next
    dues: Sequence[DueLine]
    missed: ToReview
    is_complete: bool
    starting_class: str | None = None  # whose starting test is still to be taken


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
