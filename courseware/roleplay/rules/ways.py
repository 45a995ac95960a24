"""All ways through a scenario at once: which criteria it trains, the best and the worst score."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from courseware.content.definitions import Node, RoleplayDefinition
from courseware.roleplay.rules.marking import score_of
from courseware.roleplay.rules.talking import hear
from courseware.roleplay.types import Said, ScoreRange

Marks = tuple[tuple[int, int], ...]  # for each criterion: how many marks, and their sum


def criteria_of(roleplay: RoleplayDefinition) -> frozenset[str]:
    """The criteria that some line of the scenario can earn a mark for."""
    chosen = {
        c for node in roleplay.nodes.values() for choice in node.choices for c in choice.marks
    }
    return frozenset(
        chosen | {rule.criterion for node in roleplay.nodes.values() for rule in node.listen_for}
    )


def score_range(roleplay: RoleplayDefinition, *, result: str | None = None) -> ScoreRange | None:
    """The worst and the best score with which the scenario (an ending of that `result`) can be reached.

    Found over the graph: ways that meet at a node with as many marks for each criterion are compared there, and
    only those that could still be the best (the worst) go on. A way takes at most as many turns as there are
    nodes, which matters in scenarios with loops only. None when no such ending can be reached.
    """
    best = [score_of(_means(m)) for m in _ends(roleplay, result, 1)]
    worst = [score_of(_means(m)) for m in _ends(roleplay, result, -1)]
    return ScoreRange(min(worst), max(best)) if best else None


def _ends(roleplay: RoleplayDefinition, result: str | None, sign: int) -> Iterator[Marks]:
    criteria = sorted(criteria_of(roleplay))
    here: dict[str, set[Marks]] = {
        hear(roleplay.nodes, roleplay.start).node.id: {((0, 0),) * len(criteria)}
    }
    for _ in range(len(roleplay.nodes) + 1):
        onward: dict[str, set[Marks]] = {}
        for node_id, states in here.items():
            node = roleplay.nodes[node_id]
            if node.kind == "end":
                yield from states if result in (None, node.result) else ()
            for said in _options(node):
                there = onward.setdefault(hear(roleplay.nodes, said.next).node.id, set())
                there |= {_add(state, criteria, said.marks) for state in states}
        here = {node_id: _promising(states, sign) for node_id, states in onward.items()}


def _options(node: Node) -> Iterator[Said]:
    """Everything that can happen at a node: each choice; each set of marks a typed line may earn."""
    for choice in node.choices:
        yield Said(choice.marks, choice.next)
    if node.kind == "speak":
        earnable: dict[str, list[int | None]] = {}
        for rule in node.listen_for:
            earnable.setdefault(rule.criterion, [None]).append(rule.mark)
        for marks in product(*earnable.values()):
            given = {c: m for c, m in zip(earnable, marks, strict=True) if m is not None}
            yield Said(given, node.next or "")


def _add(state: Marks, criteria: Sequence[str], marks: Mapping[str, int]) -> Marks:
    pairs = zip(criteria, state, strict=True)
    return tuple((n + 1, s + marks[c]) if c in marks else (n, s) for c, (n, s) in pairs)


def _promising(states: set[Marks], sign: int) -> set[Marks]:
    """Without those that another with the same counts beats in every sum: they can never become the best."""
    by_counts: dict[tuple[int, ...], list[Marks]] = {}
    # In the order of their sums, so that what beats a state comes before it.
    for state in sorted(states, key=lambda m: -sign * sum(s for _, s in m)):
        kept = by_counts.setdefault(tuple(n for n, _ in state), [])
        if not any(
            all(sign * (k - s) >= 0 for (_, k), (_, s) in zip(k_, state, strict=True))
            for k_ in kept
        ):
            kept.append(state)
    return {state for kept in by_counts.values() for state in kept}


def _means(state: Marks) -> Iterator[Fraction]:
    return (Fraction(s, n) for n, s in state if n)
