"""How a practice in a pair goes on: codes, cards, whose turn it is, who has lost the line."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

from courseware.content.definitions import Node
from courseware.roleplay.rules.talking import hear
from courseware.roleplay.types import Feeling, Talk
from courseware.roleplay.types.pairs import CUSTOMER, OBSERVER, ROLES, SELLER, Room, Spoken

#: without letters and digits that look or sound like others (0 O Q, 1 I L, 2 Z, 5 S, 8 B, U V)
ALPHABET = "ACDEFGHJKMNPRTWXY34679"
CODE_LENGTH = 6
#: a code that nobody has used by then lets nobody in
CODE_LASTS = timedelta(days=1)
#: how often a device says that it is there
SIGN_EVERY = timedelta(seconds=10)
#: without a sign of life for so long a device counts as lost
LOST_AFTER = timedelta(seconds=30)
#: letters and digits that the gist of a spoken answer has at least
SHORTEST_GIST = 4


def new_code(choose: Callable[[Sequence[str]], str]) -> str:
    return "".join(choose(ALPHABET) for _ in range(CODE_LENGTH))


def normal_code(typed: str) -> str:
    """A code as it is kept, from how somebody typed it: small letters, spaces and dashes do not matter."""
    return re.sub(r"[\s\-·.]", "", typed).upper()


def is_joinable(step: str, created_at: datetime, now: datetime) -> bool:
    """Whether the code still lets somebody in: a day for one that waits, to its end for one being played."""
    return step != "ended" and (step != "waiting" or now - created_at < CODE_LASTS)


def free_cards(taken: Collection[str]) -> tuple[str, ...]:
    """The cards that can still be taken, the one most needed first."""
    return tuple(role for role in (SELLER, CUSTOMER, OBSERVER) if role not in taken)


def can_begin(taken: Collection[str]) -> bool:
    return SELLER in taken and CUSTOMER in taken


def step_at(nodes: Mapping[str, Node], node_id: str) -> str:
    """Who is to act at a node: the customer reads, the seller answers; at an ending nobody."""
    kind = nodes[node_id].kind
    return "customer" if kind == "customer" else "ended" if kind == "end" else "seller"


def after_reading(nodes: Mapping[str, Node], node_id: str) -> str:
    """The node that comes when the customer has read the lines from `node_id` on."""
    return hear(nodes, node_id).node.id


def is_lost(seen_at: datetime, now: datetime) -> bool:
    return now - seen_at > LOST_AFTER


def says_something(line: str) -> bool:
    """Whether a line is more than a nod: what was said must be there to be looked at afterwards."""
    return sum(character.isalnum() for character in line) >= SHORTEST_GIST


def manner(feeling: Feeling) -> str:
    """How the customer's lines are to be read: hostile, cool, even, warm or glad."""
    value = feeling.mood + feeling.trust
    if value <= -5:
        return "hostile"
    if value < 0:
        return "cool"
    return "even" if value < 3 else "warm" if value < 6 else "glad"


def spoken(talk: Talk, step: str) -> tuple[Spoken, ...]:
    """What has been said aloud so far, in order: without the lines that the customer has still to read."""
    lines = [Spoken(CUSTOMER, line) for line in talk.opening]
    ahead = len(talk.opening)
    for exchange in talk.exchanges:
        lines.append(Spoken(SELLER, exchange.line))
        lines += [Spoken(CUSTOMER, line) for line in exchange.answer]
        ahead = len(exchange.answer)
    return tuple(lines[: len(lines) - ahead] if step == "customer" else lines)


def state_of(room: Room, lang: str) -> str:
    """What a device shows, as a short text: the same text means the same picture."""
    seats = [
        f"{role[0]}{int(member.seen_at.timestamp()) if member.is_lost else ''}"
        for role in ROLES
        if (member := room.members.get(role))
    ]
    return "-".join((str(room.pair.counter), lang, room.role[0], *seats))
