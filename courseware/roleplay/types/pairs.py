"""Frozen values of a practice in a pair: who is there, where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

SELLER, CUSTOMER, OBSERVER = "seller", "customer", "observer"
ROLES = (SELLER, CUSTOMER, OBSERVER)


@dataclass(frozen=True, slots=True)
class PairRow:
    id: int
    code: str
    roleplay: str
    version: str
    text: str
    lang: str
    session_id: int | None
    node: str
    step: str  # waiting, customer, seller, ended
    counter: int
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    person_id: int
    name: str
    role: str
    seen_at: datetime
    is_lost: bool  # no sign of life for a while


@dataclass(frozen=True, slots=True)
class Room:
    """A pair as one of its members sees it."""

    pair: PairRow
    members: Mapping[str, MemberRow]  # role → who has that card
    role: str  # mine

    @property
    def others(self) -> tuple[MemberRow, ...]:
        return tuple(
            self.members[role] for role in ROLES if role in self.members and role != self.role
        )


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of the talk so far."""

    role: str  # seller or customer
    line: str


@dataclass(frozen=True, slots=True)
class OpenPair:
    """A pair of mine to go on with, in a list."""

    id: int
    roleplay: str
    version: str
    text: str
    step: str
    role: str
    code: str
    created_at: datetime
    with_: tuple[str, ...] = ()  # names of the others


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a code leads to."""

    pair: PairRow
    members: Mapping[str, MemberRow]
    free: tuple[str, ...]  # cards that can still be taken, the one most needed first


@dataclass(frozen=True, slots=True)
class Report:
    """What a device of a pair sends: the state it is based on, and what was said."""

    counter: int
    choice: str = ""
    line: str = ""
