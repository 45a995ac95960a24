"""Frozen values of a class session: what is planned, and who looks at it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What a trainer settles of one class session."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    words: str = ""
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A class session, for somebody who may see it."""

    id: int
    cohort_id: int
    cohort: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    words: str
    cancelled_at: datetime | None
    sign_in_opened_at: datetime | None
    sign_in_closed_at: datetime | None
    counter: int = 0  # grows with everything that those in the room should see
    modules: tuple[str, ...] = ()
    leads: bool = False  # trains the class, or administers

    @property
    def takes_sign_ins(self) -> bool:
        """Whether a code lets somebody sign in now."""
        return (
            self.sign_in_opened_at is not None
            and self.sign_in_closed_at is None
            and self.cancelled_at is None
        )
