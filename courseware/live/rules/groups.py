"""Groups drawn by lot: sizes differ by one at most, and the people of a team are spread evenly when wished."""

from collections import defaultdict
from collections.abc import Sequence
from random import Random

from courseware.live.types.groups import Draw, Drawn, Ticket

PAIR = 2


def draw(tickets: Sequence[Ticket], wish: Draw) -> tuple[Drawn, ...]:
    """The groups; the same tickets and the same seed give the same ones, whatever order the tickets are in."""
    lot = Random(wish.seed)  # noqa: S311 - a lot that can be repeated, no secret
    row = sorted(tickets, key=lambda ticket: ticket.id)
    lot.shuffle(row)
    if wish.by_team:
        row = _team_after_team(row)
    count = groups_for(len(row), wish)
    # Dealt out in turn, whatever stands together in the row is spread over all groups.
    hands = [row[place::count] for place in range(count)]
    lot.shuffle(hands)
    return tuple(
        Drawn(f"{wish.prefix} {number}", tuple(sorted(hand, key=lambda ticket: ticket.id)))
        for number, hand in enumerate(hands, start=1)
    )


def groups_for(people: int, wish: Draw) -> int:
    """How many groups so many people make; never more than there are people."""
    if people == 0:
        return 0
    if wish.how == "pairs":  # the one left over makes three
        return max(1, people // PAIR)
    count = wish.number if wish.how == "groups" else -(-people // wish.number)
    return max(1, min(people, count))


def _team_after_team(row: Sequence[Ticket]) -> list[Ticket]:
    teams: dict[int | None, list[Ticket]] = defaultdict(list)
    for ticket in row:
        teams[ticket.team_id].append(ticket)
    return [ticket for team in teams.values() for ticket in team]
