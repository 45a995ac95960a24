"""A talk looked at again: what each line cost against the best one there, and the way through the graph.

The best line at a place is the offered one that earns the most points over all criteria; of equal ones the one that
wins more trust, then a better mood. Where the learner speaks freely it is the model line with all it can earn. A line
costs what the best one earns more: nothing where no other earns more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courseware.content.definitions import Node, RoleplayDefinition
from courseware.content.drawing import Trace, Way
from courseware.roleplay.types import Exchange, Talk, TurnRow
from courseware.roleplay.types.replays import Cost, Lost, Replay

DEAREST = 3
TAKEN = 4.0  # pixels, of an arrow that was taken


@dataclass(frozen=True, slots=True)
class _Better:
    line: str
    marks: Mapping[str, int]
    mood: int
    trust: int


def replay_of(
    roleplay: RoleplayDefinition, turns: Sequence[TurnRow], talk: Talk, lang: str
) -> Replay:
    costs = {
        exchange.number: cost_of(roleplay.nodes[turn.node], exchange, lang)
        for turn, exchange in zip(turns, talk.exchanges, strict=True)
    }
    dear = sorted(
        (c for c in costs.values() if c.points or c.trust > 0),
        key=lambda c: (-c.points, -c.trust, -c.mood, c.number),
    )
    trace = path_of(roleplay, turns)
    return Replay(
        costs=costs,
        dearest=tuple(dear[:DEAREST]),
        moods=(0, *(turn.mood for turn in turns)),
        trusts=(0, *(turn.trust for turn in turns)),
        trace=trace,
        reached=len(trace.nodes),
        nodes=len(roleplay.nodes),
    )


def cost_of(node: Node, exchange: Exchange, lang: str) -> Cost:
    """What the line of a turn cost against the best that could have been said there."""
    better = max(_at_hand(node, lang), key=_worth, default=None)
    mine = _Better(exchange.line, exchange.marks, exchange.mood, exchange.trust)
    if better is None or _worth(better)[0] < _worth(mine)[0]:
        return Cost(exchange.number, exchange.line, "", (), 0, 0, 0)
    lost = tuple(
        Lost(criterion, exchange.marks.get(criterion), mark)
        for criterion, mark in better.marks.items()
        if mark > exchange.marks.get(criterion, 0)
    )
    points = _worth(better)[0] - _worth(mine)[0]
    mood, trust = better.mood - mine.mood, better.trust - mine.trust
    is_best = better.line == mine.line or (not points and trust <= 0)
    if is_best:
        return Cost(exchange.number, exchange.line, "", (), 0, 0, 0)
    return Cost(exchange.number, exchange.line, better.line, lost, points, mood, trust)


def path_of(roleplay: RoleplayDefinition, turns: Sequence[TurnRow]) -> Trace:
    """The arrows and nodes that a talk took."""
    ways: list[Way] = []
    passed: set[str] = set()
    _listen(roleplay, roleplay.start, ways, passed)
    for turn in turns:
        node = roleplay.nodes[turn.node]
        chosen = next((c for c in node.choices if c.id == turn.choice), None)
        if chosen is None and not node.next:
            continue
        ways.append((node.id, chosen.id if chosen else ""))
        _listen(roleplay, chosen.next if chosen else node.next or "", ways, passed)
    return Trace(dict.fromkeys(ways, TAKEN), frozenset(passed))


def _listen(roleplay: RoleplayDefinition, start: str, ways: list[Way], passed: set[str]) -> None:
    node = roleplay.nodes[start]
    passed.add(node.id)
    while node.kind == "customer":
        ways.append((node.id, ""))
        node = roleplay.nodes[node.next or ""]
        passed.add(node.id)


def _at_hand(node: Node, lang: str) -> list[_Better]:
    if node.kind == "speak" and node.model is not None:
        top: dict[str, int] = {}
        for rule in node.listen_for:
            top[rule.criterion] = max(rule.mark, top.get(rule.criterion, 0))
        return [_Better(node.model[lang], top, 0, 0)]
    return [_Better(c.line[lang], c.marks, c.mood, c.trust) for c in node.choices]


def _worth(line: _Better) -> tuple[int, int, int]:
    return sum(line.marks.values()), line.trust, line.mood
