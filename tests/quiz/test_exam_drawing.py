"""A paper over the whole course: each part has its share, and nothing is asked twice."""

from collections import Counter
from collections.abc import Mapping
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from courseware.content.definitions import Course, QuestionDefinition
from courseware.quiz import rules
from tests.exams import with_exams
from tests.quiz.samples import question, quiz

PARTS = "abcd"


@st.composite
def pools(draw: st.DrawFn) -> tuple[list[QuestionDefinition], dict[str, str]]:
    """Questions of up to twelve modules in four parts, with objectives and difficulties."""
    made, parts = [], {}
    for number in range(draw(st.integers(0, 60))):
        module = draw(st.integers(1, 12))
        made.append(
            question(
                "true_false",
                id=f"q{number}",
                module=f"m{module}",
                objective=f"o{draw(st.integers(1, 3))}",
                difficulty=draw(st.integers(1, 3)),
            )
        )
        parts[f"q{number}"] = PARTS[module % len(PARTS)]
    return made, parts


@given(pools(), st.integers(1, 50), st.integers(0, 5), st.integers(0, 99))
def test_a_paper_has_each_parts_share_and_no_question_twice(
    pool: tuple[list[QuestionDefinition], dict[str, str]], count: int, least: int, seed: int
):
    questions, parts = pool
    drawn = _draw(questions, parts, (count, least), seed)
    assert len({q.id for q in drawn}) == len(drawn) == min(count, len(questions))
    there, got = Counter(parts.values()), Counter(parts[q.id] for q in drawn)
    shares = {part: min(least, there[part]) for part in there}
    if sum(shares.values()) <= count:
        assert all(got[part] >= share for part, share in shares.items())
    else:  # no part gets ahead of another that could have had one more
        hungry = [got[part] for part, share in shares.items() if got[part] < share]
        assert max(got.values()) <= min(hungry) + 1


@given(pools(), st.integers(0, 99), st.data())
def test_what_was_seen_least_is_drawn_first(
    pool: tuple[list[QuestionDefinition], dict[str, str]], seed: int, data: st.DataObject
):
    questions, parts = pool
    seen = {q.id: data.draw(st.integers(0, 2)) for q in questions}
    drawn = _draw(questions, parts, (10, 2), seed, seen)
    left = [q for q in questions if q not in drawn]
    for part in set(parts.values()):
        mine = sorted(seen[q.id] for q in drawn if parts[q.id] == part)[:2]
        theirs = [seen[q.id] for q in left if parts[q.id] == part]
        assert not theirs or not mine or max(mine) <= min(theirs)


@given(st.integers(0, 99))
def test_the_rest_is_spread_over_modules_and_their_objectives(seed: int):
    # The same objective ids in every module: they are not the same objectives.
    made = [
        question("true_false", id=f"{m}-{o}-{n}", module=f"m{m}", objective=f"o{o}")
        for m in range(4)
        for o in range(2)
        for n in range(3)
    ]
    drawn = _draw(made, {q.id: "a" for q in made}, (8, 0), seed)
    assert set(Counter(q.module for q in drawn).values()) == {2}
    assert set(Counter((q.module, q.objective) for q in drawn).values()) == {1}


def test_the_same_seed_gives_the_same_exam(course: Course):
    final = with_exams(course).final
    assert final is not None
    first, second = (
        rules.paper(final, seen={}, seed=7, parts=course.question_parts) for _ in range(2)
    )
    assert first == second
    assert len({course.question_parts[q.id] for q, _ in first}) == 2


def test_a_large_pool_is_drawn_in_no_time():
    made = [
        question("true_false", id=f"{n}", module=f"m{n % 50}", objective=f"o{n % 5}")
        for n in range(600)
    ]
    parts = {q.id: PARTS[int(q.id) % 50 % 4] for q in made}
    paper = rules.paper(quiz(made, draw=50, per_part=3), seen={}, seed=1, parts=parts)
    assert len(paper) == 50


def _draw(
    questions: list[QuestionDefinition],
    parts: Mapping[str, str],
    size: tuple[int, int],
    seed: int,
    seen: Mapping[str, int] | None = None,
) -> list[QuestionDefinition]:
    count, least = size
    return rules.draw(
        questions, count, seen=seen or {}, random=Random(seed), spread=rules.Spread(parts, least)
    )
