"""What many talks make of a scenario's graph: flows, dead choices, unmet criteria, where trust broke."""

from collections.abc import Iterable, Mapping, Sequence

from courseware.content.definitions import Node, RoleplayDefinition
from courseware.content.drawing import Trace, Way
from courseware.roleplay.rules.talking import hear
from courseware.roleplay.rules.ways import criteria_of
from courseware.roleplay.types.maps import (
    ChoiceFigures,
    Flow,
    LeftRow,
    Met,
    NodeFigures,
    StepRow,
)

FEWEST_PEOPLE = 5  # that have played to an end, before an author sees counts
FEWEST_TIMES = 5  # that a place was reached, before "nobody" is said of a choice
MET = 2.0  # mean mark from which a criterion is met
WIDEST = 9.0  # pixels, of an arrow


def flow_of(roleplay: RoleplayDefinition, steps: Iterable[StepRow], plays: int) -> Flow:
    """Each talk's way through the graph, from what was chosen where; `plays` talks heard the opening."""
    ways: dict[Way, int] = {}
    nodes: dict[str, int] = {}
    _hear(roleplay, roleplay.start, plays, (ways, nodes))
    for step in steps:
        node = roleplay.nodes.get(step.node)
        if node is None:
            continue
        way, to = _way(node, step.choice)
        ways[way] = ways.get(way, 0) + step.times
        _hear(roleplay, to, step.times, (ways, nodes))
    return Flow(ways, nodes)


def figures_of(
    roleplay: RoleplayDefinition, steps: Sequence[StepRow], left: Sequence[LeftRow], flow: Flow
) -> list[NodeFigures]:
    """Every place where the learner speaks and every ending, in the order of the file, with its counts."""
    leaving = left_at(roleplay, left)
    found = []
    for node in roleplay.nodes.values():
        if node.kind == "customer":
            continue
        here = [step for step in steps if step.node == node.id]
        found.append(
            NodeFigures(
                node=node,
                heard=_heard_before(roleplay, node.id),
                times=flow.nodes.get(node.id, 0),
                broke=sum(step.broke for step in here),
                left=leaving.get(node.id, 0),
                choices=tuple(_choices(node, here)),
            )
        )
    return found


def left_at(roleplay: RoleplayDefinition, left: Iterable[LeftRow]) -> dict[str, int]:
    """At which node the unfinished talks stand."""
    found: dict[str, int] = {}
    for row in left:
        node = roleplay.nodes.get(row.node) if row.node else None
        if row.node and node is None:
            continue
        start = _way(node, row.choice)[1] if node else roleplay.start
        at = hear(roleplay.nodes, start).node.id
        found[at] = found.get(at, 0) + row.times
    return found


def unmet(roleplay: RoleplayDefinition, met: Iterable[Met]) -> list[Met]:
    """The criteria of a scenario whose mean stays below 2 of 3, or that never came up at all."""
    known = {row.criterion: row for row in met}
    each = (known.get(name) or Met(name, 0, None) for name in sorted(criteria_of(roleplay)))
    return [row for row in each if row.mean is None or row.mean < MET]


def dead_choices(roleplay: RoleplayDefinition, times: Mapping[tuple[str, str | None], int]) -> int:
    """How many choices nobody made, of those at places that at least five talks reached."""
    dead = 0
    for node in roleplay.nodes.values():
        here = sum(n for (name, _), n in times.items() if name == node.id)
        if here >= FEWEST_TIMES:
            dead += sum(not times.get((node.id, choice.id)) for choice in node.choices)
    return dead


def trace_of(flow: Flow, places: Iterable[NodeFigures], note: str) -> Trace:
    """The picture's arrows as wide as talks went along them; `note` has a place for how often trust broke."""
    most = max(flow.ways.values(), default=0) or 1
    widths = {way: 1 + n * (WIDEST - 1) / most for way, n in flow.ways.items() if n}
    labels: dict[Way, str] = {}
    for place in places:
        for each in place.choices:
            if each.choice is not None:
                key = (place.node.id, each.choice.id)
                labels[key] = f"{each.choice.id}: {each.times}"
    notes = {p.node.id: note.format(n=p.broke) for p in places if p.broke}
    return Trace(widths, frozenset(n for n, times in flow.nodes.items() if times), labels, notes)


def _choices(node: Node, here: Sequence[StepRow]) -> Iterable[ChoiceFigures]:
    total = sum(step.times for step in here)
    known = {step.choice: step for step in here}
    for choice in node.choices:
        step = known.get(choice.id)
        times = step.times if step else 0
        yield ChoiceFigures(
            choice=choice,
            times=times,
            share=100 * times / total if total else 0.0,
            trust=step.trust if step else None,
            broke=step.broke if step else 0,
            is_dead=not times and total >= FEWEST_TIMES,
        )
    own = known.get(None)
    if own is not None:
        yield ChoiceFigures(None, own.times, 100 * own.times / total, own.trust, own.broke, False)


def _way(node: Node, choice_id: str | None) -> tuple[Way, str]:
    """The arrow that a line takes, and where it leads."""
    for choice in node.choices:
        if choice.id == choice_id:
            return (node.id, choice.id), choice.next
    if node.next:
        return (node.id, ""), node.next
    return (node.id, ""), node.id  # own words that no line came near: the talk stays where it is


def _hear(
    roleplay: RoleplayDefinition,
    start: str,
    times: int,
    counts: tuple[dict[Way, int], dict[str, int]],
) -> None:
    ways, nodes = counts
    node = roleplay.nodes[start]
    while True:
        nodes[node.id] = nodes.get(node.id, 0) + times
        if node.kind != "customer":
            return
        ways[node.id, ""] = ways.get((node.id, ""), 0) + times
        node = roleplay.nodes[node.next or ""]


def _heard_before(roleplay: RoleplayDefinition, node_id: str) -> Node | None:
    before = [node for node in roleplay.nodes.values() if node.next == node_id]
    return before[0] if len(before) == 1 and before[0].kind == "customer" else None
