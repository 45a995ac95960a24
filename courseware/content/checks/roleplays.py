"""A role-play: every node can be reached and left, endings are various, the best way earns the whole rubric."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from courseware.content.checks.view import View
from courseware.content.definitions import Node, RoleplayDefinition, RubricDefinition
from courseware.content.problems import Problem

#: Customer lines on the shortest way to a good ending; the deck's own three talks are short.
LINES, LINES_DECK = 10, 5
MOST_CHOICES = 4
#: A line that earns less does not meet its criterion.
MET = 2


def check(view: View) -> Iterator[Problem]:
    for talk in view.course.roleplays.values():
        yield from check_one(view, talk)


def check_one(view: View, talk: RoleplayDefinition) -> Iterator[Problem]:
    yield from _endings(view, talk)
    yield from _graph(view, talk)
    yield from _choices(view, talk)
    rubric = view.course.rubrics.get(talk.rubric)
    if rubric:
        yield from _criteria(view, talk, rubric)


def is_playable(talk: RoleplayDefinition) -> bool:
    """Whether each node that can be reached leads on to an ending, so that a talk comes to its end."""
    reached, leaving = _reached_and_leaving(talk)
    return reached <= leaving


def reached_share(talk: RoleplayDefinition) -> float:
    """The part of the nodes that the start leads to, 0 to 1."""
    onward = {name: targets(node) for name, node in talk.nodes.items()}
    return len(_reached([talk.start], onward)) / len(talk.nodes)


def targets(node: Node) -> tuple[str, ...]:
    """Where a node may lead."""
    return tuple(choice.next for choice in node.choices) + ((node.next,) if node.next else ())


def _endings(view: View, talk: RoleplayDefinition) -> Iterator[Problem]:
    results = [node.result for node in talk.nodes.values() if node.kind == "end"]
    good = 1 if talk.source == "deck" else 2
    if not results:
        yield view.problem(("roleplay", talk.id), "nodes", "has no ending: add nodes of kind: end")
        return
    for result, fewest in (("good", good), ("bad", 2)):
        count = results.count(result)
        if count < fewest:
            message = f"has {count} of at least {fewest} endings with result: {result}"
            yield view.problem(("roleplay", talk.id), "nodes", message)


def _graph(view: View, talk: RoleplayDefinition) -> Iterator[Problem]:
    reached, leaving = _reached_and_leaving(talk)
    for name in talk.nodes:
        place = ("node", talk.id, name)
        if name not in reached:
            yield view.problem(
                place,
                f"nodes.{name}",
                "cannot be reached from the start: lead a line to it, or delete it",
            )
        elif name not in leaving:
            yield view.problem(
                place, f"nodes.{name}", "never comes to an ending: it leads in a circle or nowhere"
            )
    lines = shortest(talk)
    fewest = LINES_DECK if talk.source == "deck" else LINES
    if lines is not None and lines < fewest:
        message = (
            f"the shortest way to a good ending passes {lines} of at least {fewest} customer lines"
        )
        yield view.problem(("roleplay", talk.id), "nodes", message)
    elif lines is None and any(node.result == "good" for node in talk.nodes.values()):
        yield view.problem(
            ("roleplay", talk.id), "nodes", "no way from the start comes to a good ending"
        )


def _reached_and_leaving(talk: RoleplayDefinition) -> tuple[set[str], set[str]]:
    """The nodes that the start leads to, and those that lead to an ending."""
    onward = {name: targets(node) for name, node in talk.nodes.items()}
    back: dict[str, list[str]] = {name: [] for name in talk.nodes}
    for name, ends in onward.items():
        for target in ends:
            back[target].append(name)
    return _reached([talk.start], onward), _reached(_ends(talk), back)


def _ends(talk: RoleplayDefinition) -> list[str]:
    return [name for name, node in talk.nodes.items() if node.kind == "end"]


def _reached(starts: Sequence[str], edges: Mapping[str, Sequence[str]]) -> set[str]:
    seen, open_ = set(starts), list(starts)
    while open_:
        for target in edges[open_.pop()]:
            if target not in seen:
                seen.add(target)
                open_.append(target)
    return seen


def shortest(talk: RoleplayDefinition) -> int | None:
    """Customer lines on the shortest way to a good ending; None when there is no way. A 0–1 breadth-first search."""
    best: dict[str, int] = {}
    queue = deque([(talk.start, 0)])
    while queue:
        name, lines = queue.popleft()
        if name in best:
            continue
        best[name] = lines
        node = talk.nodes[name]
        if node.result == "good":
            return lines
        step = int(node.kind == "customer")
        for target in targets(node):
            if step:
                queue.append((target, lines + 1))
            else:
                queue.appendleft((target, lines))
    return None


def _choices(view: View, talk: RoleplayDefinition) -> Iterator[Problem]:
    for name, node in talk.nodes.items():
        if len(node.choices) > MOST_CHOICES:
            message = f"has {len(node.choices)} choices; a phone shows two to four"
            yield view.problem(("node", talk.id, name), f"nodes.{name}.choices", message)
        for choice in node.choices:
            if not choice.marks:
                message = "earns no mark: name at least one criterion, with 0 where the line is bad"
                place = ("choice", talk.id, name, choice.id)
                yield view.problem(place, f"nodes.{name}.choices.{choice.id}.marks", message)
        if node.kind == "speak" and not any(heard.mark for heard in node.listen_for):
            message = "no words earn a mark: give one of them a mark of 1 to 3"
            yield view.problem(("node", talk.id, name), f"nodes.{name}.listen_for", message)


def _criteria(view: View, talk: RoleplayDefinition, rubric: RubricDefinition) -> Iterator[Problem]:
    known = [criterion.id for criterion in rubric.criteria]
    for name, node in talk.nodes.items():
        used = [c for choice in node.choices for c in choice.marks] + [
            heard.criterion for heard in node.listen_for
        ]
        for criterion in dict.fromkeys(used):
            if criterion not in known:
                message = f"the rubric {rubric.id} has no criterion {criterion!r}; it has {', '.join(known)}"
                yield view.problem(("node", talk.id, name), f"nodes.{name}", message)
    met = _best_way(talk, frozenset(known))
    missing = [criterion for criterion in known if criterion not in met]
    if missing and met:
        message = (
            f"no way to a good ending earns {MET} or more on each criterion of {rubric.id}; "
            f"the best one lacks {', '.join(missing)}"
        )
        yield view.problem(("roleplay", talk.id), "nodes", message)


def _best_way(talk: RoleplayDefinition, known: frozenset[str]) -> frozenset[str]:
    """The most criteria of the rubric that one way to a good ending meets."""
    best: frozenset[str] = frozenset()
    seen: set[tuple[str, frozenset[str]]] = set()
    open_ = [(talk.start, frozenset[str]())]
    while open_:
        state = open_.pop()
        if state in seen:
            continue
        seen.add(state)
        name, met = state
        node = talk.nodes[name]
        if node.result == "good" and len(met) > len(best):
            best = met
        heard = {heard.criterion for heard in node.listen_for if heard.mark >= MET} & known
        if node.next:
            open_.append((node.next, met | heard))
        for choice in node.choices:
            earned = {criterion for criterion, mark in choice.marks.items() if mark >= MET} & known
            open_.append((choice.next, met | earned))
    return best
