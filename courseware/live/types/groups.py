"""Frozen values of drawing groups."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ticket:
    """Somebody who is drawn, with their team."""

    id: int
    name: str
    team_id: int | None
    team: str


@dataclass(frozen=True, slots=True)
class Draw:
    """How groups are drawn: with the same people it always gives the same groups."""

    how: str  # groups, size or pairs
    number: int
    by_team: bool
    seed: int
    prefix: str  # of the names of the groups
    session_id: int | None = None  # only those who were there


@dataclass(frozen=True, slots=True)
class Drawn:
    """One group as it was drawn."""

    name: str
    people: tuple[Ticket, ...]
