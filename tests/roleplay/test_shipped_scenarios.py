"""Every scenario of the course: each node, choice and ending is played, and no way leaves its best and worst score."""

from collections import deque
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import product

import pytest

from courseware import config
from courseware.content import catalogue
from courseware.content.definitions import Course, Node, RoleplayDefinition
from courseware.roleplay import rules
from courseware.roleplay.types import Feeling, TurnRow

NEGOTIATIONS = ("negotiation-non-money", "negotiation-package", "negotiation-walk-away")
INDUSTRIES = ("manufacturing", "finance", "retail")
FEW_WAYS = 10_000  # walked one by one in a second or two

Step = tuple[str, str]  # a node, and the choice made there; none where words of one's own are said


@cache
def shipped() -> Course:
    course = catalogue.load(config.ROOT).course
    assert course is not None
    return course


def scenarios() -> list[RoleplayDefinition]:
    return list(shipped().roleplays.values())


every_scenario = pytest.mark.parametrize("roleplay", scenarios(), ids=lambda r: r.id)


@every_scenario
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_node_choice_and_ending_can_be_played(roleplay: RoleplayDefinition, lang: str):
    nodes: set[str] = set()
    choices: set[Step] = set()
    known = rules.score_range(roleplay)
    assert known is not None
    for way in covering(roleplay):
        turns, passed = play(roleplay, way, lang)
        nodes |= passed
        choices |= set(way)
        talk = rules.talk(roleplay, turns, lang)
        assert talk.node.kind == "end"
        assert len(talk.exchanges) == len(way)
        assert all(exchange.line and exchange.answer is not None for exchange in talk.exchanges)
        outcome = rules.judge(
            [t.marks for t in turns], result=talk.node.result or "", pass_mark=roleplay.pass_mark
        )
        assert known.worst <= outcome.score <= known.best
    assert nodes == set(roleplay.nodes)
    assert choices == {step for node in roleplay.nodes.values() for step in steps(node)}


@every_scenario
def test_the_best_way_passes_and_the_worst_does_not(roleplay: RoleplayDefinition):
    scores = rules.score_range(roleplay)
    good = rules.best_score(roleplay, result="good")
    assert scores is not None
    assert good is not None
    assert 0 <= scores.worst < roleplay.pass_mark <= good <= scores.best <= 100


@pytest.mark.parametrize(
    "roleplay", [r for r in scenarios() if r.id in ("finance-first-talk", NEGOTIATIONS[2])]
)
def test_the_scores_over_the_graph_are_those_of_walking_every_way(roleplay: RoleplayDefinition):
    every = {score(marks) for marks in walk(roleplay, start_of(roleplay), ())}
    known = rules.score_range(roleplay)
    assert known is not None
    assert (known.worst, known.best) == (
        rules.score_of([min(every)]),
        rules.score_of([max(every)]),
    )


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_the_three_cells_of_the_deck_are_in_each_library(industry: str):
    library = shipped().objections[industry]
    for part in (library.openings, library.values, library.objections):
        assert [line.source for line in part].count("deck") == 1
    talks = [r for r in scenarios() if r.industry == industry]
    assert len(talks) >= 2
    assert [r.source for r in talks].count("deck") == 1


def test_the_three_negotiations_are_there():
    assert {r.id for r in scenarios()} >= set(NEGOTIATIONS)
    assert all(shipped().roleplays[name].rubric == "negotiation" for name in NEGOTIATIONS)


def covering(roleplay: RoleplayDefinition) -> Iterator[list[Step]]:
    """Ways from the start to an end that together make every choice: to it and from it by the shortest way."""
    start = start_of(roleplay)
    for node in roleplay.nodes.values():
        for step in steps(node):
            before = shortest(roleplay, start, {node.id})
            yield [*before, step, *shortest(roleplay, onward(roleplay, step), ends(roleplay))]


def steps(node: Node) -> Iterator[Step]:
    yield from ((node.id, choice.id) for choice in node.choices)
    if node.kind == "speak":
        yield node.id, ""


def shortest(roleplay: RoleplayDefinition, start: str, wanted: set[str]) -> list[Step]:
    here: deque[tuple[str, list[Step]]] = deque([(start, [])])
    seen = {start}
    while here:
        node_id, way = here.popleft()
        if node_id in wanted:
            return way
        for step in steps(roleplay.nodes[node_id]):
            to = onward(roleplay, step)
            if to not in seen:
                seen.add(to)
                here.append((to, [*way, step]))
    raise AssertionError(f"{roleplay.id}: no way from {start} to {wanted}")


def onward(roleplay: RoleplayDefinition, step: Step) -> str:
    node = roleplay.nodes[step[0]]
    to = next((c.next for c in node.choices if c.id == step[1]), node.next)
    return rules.hear(roleplay.nodes, to or "").node.id


def start_of(roleplay: RoleplayDefinition) -> str:
    return rules.hear(roleplay.nodes, roleplay.start).node.id


def ends(roleplay: RoleplayDefinition) -> set[str]:
    return {node.id for node in roleplay.nodes.values() if node.kind == "end"}


def play(
    roleplay: RoleplayDefinition, way: list[Step], lang: str
) -> tuple[list[TurnRow], set[str]]:
    """The turns of a way, each earned by the rules that a learner's turn is; and every node it passed."""
    turns: list[TurnRow] = []
    feeling, here = Feeling(), roleplay.start
    passed = heard(roleplay, here)
    for number, (node_id, choice_id) in enumerate(way, 1):
        node = rules.hear(roleplay.nodes, here).node
        assert node.id == node_id
        line = None if choice_id else (node.model[lang] if node.model else "")  # type: ignore[index]
        said = rules.choose(node, choice_id) if choice_id else rules.listen(node, line or "", lang)
        assert said is not None
        assert said.marks, f"{roleplay.id}.{node_id} {choice_id or 'model line'}: no mark"
        feeling, here = rules.feel(feeling, said), said.next
        found = {criterion: list(words) for criterion, words in said.found.items()}
        turns.append(turn(number, node_id, choice_id or None, line, said.marks, found, feeling))
        passed |= heard(roleplay, here)
    return turns, passed


def turn(
    number: int,
    node: str,
    choice: str | None,
    line: str | None,
    marks: Mapping[str, int],
    found: Mapping[str, list[str]],
    feeling: Feeling,
) -> TurnRow:
    return TurnRow(
        number=number,
        node=node,
        choice=choice,
        line=line,
        marks=marks,
        found=found,
        mood=feeling.mood,
        trust=feeling.trust,
    )


def heard(roleplay: RoleplayDefinition, start: str) -> set[str]:
    """The nodes passed while listening, up to the one that waits."""
    found, node = {start}, roleplay.nodes[start]
    while node.kind == "customer":
        node = roleplay.nodes[node.next or ""]
        found.add(node.id)
    return found


Earned = tuple[Mapping[str, int], ...]


def walk(roleplay: RoleplayDefinition, node_id: str, earned: Earned) -> Iterator[Earned]:
    node = roleplay.nodes[node_id]
    if node.kind == "end":
        yield earned
    for choice in node.choices:
        yield from walk(roleplay, onward(roleplay, (node_id, choice.id)), (*earned, choice.marks))
    if node.kind == "speak":
        for marks in said_at(node):
            yield from walk(roleplay, onward(roleplay, (node_id, "")), (*earned, marks))


def said_at(node: Node) -> Iterator[Mapping[str, int]]:
    criteria = sorted({rule.criterion for rule in node.listen_for})
    of = [[None, *{r.mark for r in node.listen_for if r.criterion == c}] for c in criteria]
    for marks in product(*of):
        yield {c: m for c, m in zip(criteria, marks, strict=True) if m is not None}


def score(earned: Earned) -> Fraction:
    """The mean of the means, exact: as `rules.judge` counts it."""
    sums: dict[str, int] = {}
    counts: dict[str, int] = {}
    for marks in earned:
        for criterion, mark in marks.items():
            sums[criterion] = sums.get(criterion, 0) + mark
            counts[criterion] = counts.get(criterion, 0) + 1
    # of at most 20 marks each: in 232792560ths, whole numbers are quicker than fractions
    whole = sum(sums[c] * 232792560 // counts[c] for c in sums)
    return Fraction(whole, 232792560 * len(sums)) if sums else Fraction(0)
