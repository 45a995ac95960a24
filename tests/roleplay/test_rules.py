"""What a line earns, what a session comes to, and what a mark rests on."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.authoring.rules import to_json
from courseware.content.definitions import Node, RoleplayDefinition
from courseware.roleplay import rules
from courseware.roleplay.types import Feeling, PastRow, Said, TurnRow
from tests.roleplay.scenes import choice, customer, ending, scenario, text, visit

SAY = visit().nodes["say"]
AT = datetime(2026, 9, 1, tzinfo=UTC)


def turn(number: int, node: str, **given: object) -> TurnRow:
    empty = {"choice": None, "line": None, "marks": {}, "found": {}, "mood": 0, "trust": 0}
    return TurnRow(number=number, node=node, **(empty | given))


def past(number: int, roleplay: str = "visit", **given: object) -> PastRow:
    empty = {
        "ended_at": AT,
        "result": "good",
        "score": 50.0,
        "passed": False,
        "marks": {},
        "handed_in_at": None,
    }
    return PastRow(id=number, roleplay=roleplay, started_at=AT, **(empty | given))


def test_the_customer_speaks_until_it_is_the_learners_turn():
    reached = rules.hear(visit().nodes, "c1")
    assert [line.en for line in reached.heard] == ["customer c1", "customer c2"]
    assert reached.node.id == "first"


def test_a_customer_who_talks_in_circles_is_an_error_and_not_a_hanging_page():
    nodes = {"a": customer("a", "b"), "b": customer("b", "a")}
    with pytest.raises(ValueError, match="circle"):
        rules.hear(nodes, "a")


def test_a_choice_earns_its_marks_and_leads_on():
    said = rules.choose(visit().nodes["first"], "a")
    assert said is not None
    assert (dict(said.marks), said.next, said.mood, said.trust) == (
        {"questions": 3, "tone": 2},
        "c3",
        2,
        1,
    )


def test_a_choice_that_is_not_offered_is_nothing():
    assert rules.choose(visit().nodes["first"], "z") is None


@pytest.mark.parametrize(
    ("line", "lang", "marks", "found"),
    [
        ("Here is a CASE and a figure", "en", {"evidence": 3}, {"evidence": ("CASE", "figure")}),
        ("many customers use it", "en", {"evidence": 1}, {"evidence": ("many customers",)}),
        (
            "Many customers; take this case",
            "en",
            {"evidence": 3},
            {"evidence": ("case", "Many customers")},
        ),
        (
            "这个案例里他们省了钱",
            "zh",
            {"evidence": 3, "value": 2},
            {"evidence": ("案例",), "value": ("省",)},
        ),
        ("ＲＯＩ 是 20%", "zh", {"evidence": 3}, {"evidence": ("ＲＯＩ",)}),
        ("你好", "zh", {}, {}),
        ("a case", "zh", {}, {}),
    ],
)
def test_a_typed_line_is_marked_by_the_words_found_in_it(
    line: str, lang: str, marks: dict[str, int], found: dict[str, tuple[str, ...]]
):
    said = rules.listen(SAY, line, lang)
    assert dict(said.marks) == marks
    assert dict(said.found) == found
    assert said.next == "last"


def test_the_words_are_quoted_as_they_were_typed():
    assert rules.find("straße", "In der STRASSE dort") == "STRASSE"
    assert rules.find("café", "un CAFE\u0301!") == "CAFÉ"
    assert rules.find("", "anything") == ""


@given(st.text(), st.text())
def test_what_is_quoted_stands_in_the_line(word: str, line: str):

    assert rules.find(word, line) in unicodedata.normalize("NFC", line)


@given(st.text(min_size=1).filter(str.strip), st.text(), st.text())
def test_a_word_is_found_wherever_it_stands(word: str, before: str, after: str):
    assert rules.find(word, f"{before}\n{word}\n{after}")


@given(st.lists(st.tuples(st.integers(-2, 2), st.integers(-2, 2))))
def test_mood_and_trust_stay_between_minus_five_and_five(moves: list[tuple[int, int]]):
    feeling = Feeling()
    for mood, trust in moves:
        before, feeling = feeling, rules.feel(feeling, Said({}, "x", mood, trust))
        assert -5 <= feeling.mood <= 5
        assert -5 <= feeling.trust <= 5
        assert abs(feeling.mood - before.mood) <= 2


def test_a_criterions_mark_is_the_mean_of_the_marks_its_lines_earned():
    means = rules.means_of([{"a": 3, "b": 2}, {"a": 0}, {}])
    assert means == {"a": Fraction(3, 2), "b": Fraction(2)}


def test_the_score_counts_only_criteria_that_came_up():
    assert rules.judge([{"a": 3, "b": 2}, {"a": 0}], result="good", pass_mark=50).score == 58.3
    assert rules.judge([], result="good", pass_mark=50).score == 0


@pytest.mark.parametrize(
    ("marks", "result", "passed"),
    [
        ({"a": 3, "b": 3, "c": 1}, "good", True),
        ({"a": 3, "b": 3, "c": 1}, "fair", False),
        ({"a": 3, "b": 3, "c": 1}, "bad", False),
        ({"a": 2}, "good", False),
        ({}, "good", False),
    ],
)
def test_passed_is_a_good_ending_and_enough_points(
    marks: dict[str, int], result: str, passed: bool
):
    assert rules.judge([marks], result=result, pass_mark=70).passed is passed


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.integers(1, 100))
def test_the_score_shown_reaches_the_pass_mark_only_where_the_true_one_does(
    marks: list[int], pass_mark: int
):
    true = Fraction(sum(marks) * 100, 3 * len(marks))
    outcome = rules.judge([{"a": mark} for mark in marks], result="good", pass_mark=pass_mark)
    assert outcome.passed is (true >= pass_mark)
    assert 0 <= true - Fraction(str(outcome.score)) < Fraction(1, 10)


def test_a_trainers_marks_decide_whatever_the_ending():
    assert rules.judge_by_trainer({"a": 3, "b": 2}, pass_mark=70).passed
    assert not rules.judge_by_trainer({"a": 2}, pass_mark=70).passed
    assert not rules.judge_by_trainer({}, pass_mark=1).passed


def test_the_talk_comes_back_in_words_with_the_ways_not_taken():
    turns = [
        turn(1, "first", choice="b", marks={"questions": 1}, mood=-1),
        turn(2, "say", line="a case", marks={"evidence": 3}, found={"evidence": ["case"]}, mood=-1),
        turn(3, "last", choice="a", marks={"questions": 2}, mood=1, trust=2),
    ]
    talk = rules.talk(visit(), turns, "en")
    assert talk.opening == ("customer c1", "customer c2")
    first, own, last = talk.exchanges
    assert (first.line, first.answer, first.coach, first.mood) == (
        "line b",
        ("customer c3",),
        "coach b",
        -1,
    )
    assert [(o.line, dict(o.marks), o.mood) for o in first.others] == [
        ("line a", {"questions": 3, "tone": 2}, 2),
        ("line c", {"tone": 0}, -2),
    ]
    assert (own.line, own.model, own.coach, own.others) == ("a case", "a model line", None, ())
    assert (last.mood, last.trust) == (2, 2)
    assert talk.node.id == "end-good"
    assert talk.feeling == Feeling(1, 2)


def test_every_mark_names_its_line_and_why():
    turns = [
        turn(1, "first", choice="a", marks={"questions": 3, "tone": 2}),
        turn(2, "say", line="a case", marks={"evidence": 3}, found={"evidence": ["case"]}),
        turn(3, "last", choice="a", marks={"questions": 2}),
    ]
    found = rules.evidence(rules.talk(visit(), turns, "en").exchanges)
    assert [(e.number, e.line, e.mark, e.why) for e in found["questions"]] == [
        (1, "line a", 3, "coach a"),
        (3, "line a", 2, "coach a"),
    ]
    assert found["evidence"][0].words == ("case",)
    assert found["evidence"][0].why is None


def test_a_scenario_comes_back_from_its_kept_words_the_same():
    assert rules.roleplay_from(to_json(visit())) == visit()


def test_best_and_worst_score_over_the_graph():
    scores = rules.score_range(visit())
    assert scores is not None
    # tone 0 at once; questions (3+2)/2, tone 2, evidence 3 against questions 3, tone 2, evidence 3 with a fair end
    assert (scores.worst, scores.best) == (0.0, 88.8)
    good = rules.score_range(visit(), result="good")
    assert good is not None
    assert good.best == 83.3
    assert (
        rules.score_range(
            scenario(customer("a", "z"), ending("z", "good"), start="a"), result="bad"
        )
        is None
    )


MARKS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), max_size=2)


@given(st.lists(st.tuples(MARKS, MARKS, MARKS), min_size=1, max_size=5), st.booleans())
def test_the_range_over_the_graph_is_that_of_walking_all_paths(stations: list[Any], jumps: bool):
    nodes = [ending("n-end", "good")]
    for i, options in enumerate(stations):
        targets = [f"n{i + 1}" if i + 1 < len(stations) else "n-end"] * 3
        if jumps:
            targets[2] = "n-end"
        choices = tuple(
            choice(str(k), to, marks)
            for k, (to, marks) in enumerate(zip(targets, options, strict=True))
        )
        nodes.append(Node(f"n{i}", "choose", choices=choices))
    made = scenario(*nodes, start="n0")
    every = [rules.score_of(rules.means_of(path).values()) for path in paths(made, "n0", ())]
    found = rules.score_range(made)
    assert found is not None
    assert (found.worst, found.best) == (min(every), max(every))


def paths(made: RoleplayDefinition, node_id: str, marks: tuple):
    node = made.nodes[node_id]
    if node.kind == "end":
        yield marks
    for option in node.choices:
        yield from paths(made, option.next, (*marks, option.marks))


def test_a_loop_does_not_keep_the_range_from_being_found():
    made = scenario(
        Node("a", "choose", choices=(choice("again", "a", {"x": 3}), choice("out", "z", {"x": 0}))),
        ending("z", "good"),
        start="a",
    )
    found = rules.score_range(made)
    assert found is not None
    assert found.worst == 0.0
    assert 50 <= found.best < 100


def test_a_long_scenario_of_many_criteria_is_ranged_quickly():
    names = [f"c{i}" for i in range(8)]
    nodes = [ending("n10", "good")]
    for i in range(10):
        options = tuple(
            choice(
                str(k),
                f"n{i + 1}",
                {names[(i + k) % 8]: (i * k) % 4, names[(i * 3 + k) % 8]: (i + k) % 4},
            )
            for k in range(4)
        )
        nodes.append(Node(f"n{i}", "choose", choices=options))
    assert rules.score_range(scenario(*nodes, start="n0")) is not None


def test_what_a_typed_line_may_earn_counts_in_the_range():
    made = scenario(replace(SAY, id="say", next="z"), ending("z", "good"), start="say")
    found = rules.score_range(made)
    assert found is not None
    assert (found.worst, found.best) == (0.0, 100.0)


def test_the_best_session_is_a_passed_one_then_the_highest_then_the_first():
    rows = [
        past(1, score=90.0),
        past(2, score=75.0, passed=True),
        past(3, score=75.0, passed=True),
        past(4, ended_at=None, result=None, score=None),
    ]
    best = rules.best_of(rows)
    assert best is not None
    assert best.id == 2
    assert rules.best_of([rows[3]]) is None


def test_the_weakest_criterion_is_that_of_the_lowest_mean():
    assert (
        rules.weakest([past(1, marks={"a": 1.0, "b": 2.0}), past(2, marks={"a": 3.0, "b": 1.0})])
        == "b"
    )
    assert rules.weakest([past(1, marks={"a": 3.0})]) is None
    assert rules.weakest([]) is None


def test_advice_is_an_unpassed_scenario_that_trains_the_weakest_criterion():
    other = replace(
        scenario(
            Node("n", "choose", choices=(choice("a", "z", {"tone": 1}),)),
            ending("z", "good"),
            start="n",
        ),
        id="other",
    )
    dull = replace(
        other,
        id="dull",
        nodes={
            "n": Node("n", "choose", choices=(choice("a", "z", {"x": 1}),)),
            "z": ending("z", "good"),
        },
    )
    played = [past(1, "visit", passed=True, score=80.0, marks={"tone": 1.0, "questions": 3.0})]
    advice = rules.advise([visit(), dull, other], played)
    assert advice is not None
    assert (advice.roleplay, advice.criterion) == ("other", "tone")
    assert rules.advise([], []) is None


@pytest.mark.parametrize("options", list(product("abc", ["a case", "nothing"], "ab")))
def test_every_way_through_the_visit_ends(options: tuple[str, ...]):
    made, node_id = visit(), rules.hear(visit().nodes, "c1").node.id
    for word in options:
        node = made.nodes[node_id]
        if node.kind == "end":
            break
        said = rules.listen(node, word, "en") if node.kind == "speak" else rules.choose(node, word)
        assert said is not None
        node_id = rules.hear(made.nodes, said.next).node.id
    assert made.nodes[node_id].kind == "end"


def test_text_is_there_in_both_languages():
    assert rules.talk(visit(), [], "zh").opening[0] == text("customer c1").zh
