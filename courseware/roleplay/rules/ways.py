"""All ways through a scenario at once: which criteria it trains, the best and the worst score."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count, product

from courseware.content.definitions import Node, RoleplayDefinition
from courseware.roleplay.rules.marking import TOP_MARK, score_of
from courseware.roleplay.rules.talking import hear
from courseware.roleplay.types import ScoreRange

State = tuple[tuple[int, int], ...]  # for each criterion: how many marks, and their sum
Ahead = tuple[int, int]  # how many marks may still come, and the highest of them
Move = tuple[tuple[int | None, ...], str]  # marks by criterion, and the node it leads to
ROUNDS = 1  # how many times a way may turn back to a node it has been at


@dataclass(frozen=True, slots=True)
class _Maze:
    """A scenario reduced to what scores depend on; `ahead` says what a node can still bring for each criterion.

    Where talks go in circles, each round has nodes of its own: no way through the maze comes back.
    """

    criteria: int
    start: str
    moves: Mapping[str, tuple[Move, ...]]
    ends: frozenset[str]
    ahead: Mapping[str, tuple[Ahead, ...]]


def criteria_of(roleplay: RoleplayDefinition) -> frozenset[str]:
    """The criteria that some line of the scenario can earn a mark for."""
    chosen = {
        c for node in roleplay.nodes.values() for choice in node.choices for c in choice.marks
    }
    heard = {rule.criterion for node in roleplay.nodes.values() for rule in node.listen_for}
    return frozenset(chosen | heard)


def score_range(roleplay: RoleplayDefinition, *, result: str | None = None) -> ScoreRange | None:
    """The worst and the best score with which the scenario (an ending of that `result`) can be reached.

    Searched over the graph, the most promising way first: a way is given up where another has come to the same
    node with as many marks and no lower sums. Where the talk can go in a circle, a way turns back once at most: a
    learner who goes round for ever is not counted on. None when no such ending can be reached.
    """
    best = best_score(roleplay, result=result)
    if best is None:
        return None
    # The worst way is the best one where every mark counts what it lacks to the top.
    maze = _maze(roleplay, result, turned=True)
    turned = None if _ends_unmarked(maze) else _best(maze)
    return ScoreRange(score_of(TOP_MARK - mark for mark in turned or ()), best)


def best_score(roleplay: RoleplayDefinition, *, result: str | None = None) -> float | None:
    """The best score with which the scenario (an ending of that `result`) can be reached; see `score_range`."""
    best = _best(_maze(roleplay, result, turned=False))
    return None if best is None else score_of(best)


def _maze(roleplay: RoleplayDefinition, result: str | None, *, turned: bool) -> _Maze:
    criteria = sorted(criteria_of(roleplay))
    nodes = roleplay.nodes
    once = {node.id: tuple(_moves(roleplay, node, criteria, turned)) for node in nodes.values()}
    start = hear(nodes, roleplay.start).node.id
    moves = _unrolled(once, start)
    wanted = {n.id for n in nodes.values() if n.kind == "end" and result in (None, n.result)}
    ends = frozenset(place for place in moves if place.partition("/")[2] in wanted)
    return _Maze(len(criteria), f"0/{start}", moves, ends, _ahead(moves, len(criteria)))


def _unrolled(moves: Mapping[str, Sequence[Move]], start: str) -> dict[str, tuple[Move, ...]]:
    """The same moves without circles: a move that turns back leads into the next round; the last has none."""
    order = _order(moves, start)
    rank = {node_id: index for index, node_id in enumerate(order)}
    has_circle = any(rank[to] <= rank[n] for n in order for _, to in moves[n])
    unrolled: dict[str, tuple[Move, ...]] = {}
    for number in range(ROUNDS + 1 if has_circle else 1):
        for node_id in order:
            each = (
                (marks, to, number + (rank[to] <= rank[node_id])) for marks, to in moves[node_id]
            )
            unrolled[f"{number}/{node_id}"] = tuple(
                (marks, f"{after}/{to}") for marks, to, after in each if after <= ROUNDS
            )
    return unrolled


def _order(moves: Mapping[str, Sequence[Move]], start: str) -> list[str]:
    """The nodes that can be reached, each before those it leads to, but for moves that turn back."""
    done: list[str] = []
    seen = {start}
    stack = [(start, iter(moves[start]))]
    while stack:
        node_id, onward = stack[-1]
        to = next((to for _, to in onward if to not in seen), None)
        if to is None:
            done.append(node_id)
            stack.pop()
        else:
            seen.add(to)
            stack.append((to, iter(moves[to])))
    return done[::-1]


def _moves(
    roleplay: RoleplayDefinition, node: Node, criteria: Sequence[str], turned: bool
) -> Iterator[Move]:
    """Everything that can happen at a node: each choice; each set of marks a typed line may earn."""
    for marks, onward in _options(node):
        given = (TOP_MARK - marks[c] if turned and c in marks else marks.get(c) for c in criteria)
        yield tuple(given), hear(roleplay.nodes, onward).node.id


def _options(node: Node) -> Iterator[tuple[Mapping[str, int], str]]:
    for choice in node.choices:
        yield choice.marks, choice.next
    if node.kind == "speak":
        earnable: dict[str, set[int | None]] = {}
        for rule in node.listen_for:
            earnable.setdefault(rule.criterion, {None}).add(rule.mark)
        for marks in product(*earnable.values()):
            given = {c: m for c, m in zip(earnable, marks, strict=True) if m is not None}
            yield given, node.next or ""


def _ahead(moves: dict[str, tuple[Move, ...]], criteria: int) -> dict[str, tuple[Ahead, ...]]:
    """For each place what the rest of the way may bring; `moves` name each place before those it leads to."""
    ahead: dict[str, tuple[Ahead, ...]] = {}
    for place in reversed(moves):
        ahead[place] = tuple(
            _most(
                (times + 1, max(top, mark)) if mark is not None else (times, top)
                for mark, (times, top) in ((marks[c], ahead[to][c]) for marks, to in moves[place])
            )
            for c in range(criteria)
        )
    return ahead


def _most(each: Iterable[Ahead]) -> Ahead:
    known = list(each)
    return max((n for n, _ in known), default=0), max((top for _, top in known), default=0)


def _best(maze: _Maze) -> list[Fraction] | None:
    """The means of the criteria met on the best way; empty where no way meets any; None where there is no way."""
    tie, found = count(), None
    empty: State = ((0, 0),) * maze.criteria
    heap = [(-_hope(maze, maze.start, empty), 0, next(tie), maze.start, empty)]
    kept: dict[tuple[str, tuple[int, ...]], list[State]] = {}
    while heap:
        _, depth, _, node_id, state = heappop(heap)
        if node_id in maze.ends:
            found = _means(state)
            if found:
                return found
        known = kept.setdefault((node_id, tuple(n for n, _ in state)), [])
        if any(_beats(other, state) for other in known):
            continue
        known.append(state)
        for marks, onward in maze.moves[node_id]:
            after = tuple(
                (n, s) if m is None else (n + 1, s + m)
                for (n, s), m in zip(state, marks, strict=True)
            )
            # Of equal hopes the deeper first: a way to the end is found before all its sisters are tried.
            heappush(heap, (-_hope(maze, onward, after), depth - 1, next(tie), onward, after))
    return found


def _ends_unmarked(maze: _Maze) -> bool:
    """Whether an ending can be reached without a single mark, which scores nothing."""
    seen, here = {maze.start}, [maze.start]
    while here:
        node_id = here.pop()
        for marks, onward in maze.moves[node_id]:
            if onward not in seen and all(mark is None for mark in marks):
                seen.add(onward)
                here.append(onward)
    return bool(seen & maze.ends)


def _hope(maze: _Maze, node_id: str, state: State) -> Fraction:
    """What the score can at most become from here, as a mean mark; exact at an ending."""
    sure, maybe = [], []
    for (n, s), (times, top) in zip(state, maze.ahead[node_id], strict=True):
        if n:
            sure.append(max(Fraction(s, n), Fraction(s + times * top, n + times)))
        elif times:
            maybe.append(Fraction(top))
    for mark in sorted(maybe, reverse=True):
        if sure and mark * len(sure) <= sum(sure):
            break
        sure.append(mark)
    return sum(sure, Fraction(0)) / len(sure) if sure else Fraction(0)


def _beats(one: State, other: State) -> bool:
    return all(a >= b for (_, a), (_, b) in zip(one, other, strict=True))


def _means(state: State) -> list[Fraction]:
    return [Fraction(s, n) for n, s in state if n]
