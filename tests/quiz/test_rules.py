"""What is drawn, when one may begin, and what it comes to."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.quiz import rules
from courseware.quiz.types.values import AttemptRow
from tests.quiz.samples import options, question, quiz

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
POOL = [
    question(
        "single",
        id=f"q{n}",
        objective=f"o{n % 3}",
        difficulty=n % 2 + 1,
        options=options("a", "bcd"),
    )
    for n in range(10)
]


def attempt(
    number: int, minutes_ago: int, *, passed: bool = False, open_: bool = False
) -> AttemptRow:
    ended = None if open_ else NOW - timedelta(minutes=minutes_ago)
    return AttemptRow(
        id=number, person_id=1, slug="s", number=number, pass_mark=80, counted=True,
        started_at=NOW - timedelta(minutes=minutes_ago + 5), deadline_at=None, submitted_at=ended,
        ended_by=None if open_ else "person", score=None if open_ else 50.0, passed=None if open_ else passed,
    )  # fmt: skip


@given(st.integers(0, 2**31))
def test_a_draw_covers_the_objectives_and_the_difficulties(seed: int):
    drawn = rules.draw(POOL, 6, seen={}, random=Random(seed))
    assert len({q.id for q in drawn}) == 6
    assert set(Counter(q.objective for q in drawn).values()) == {2}
    assert {q.difficulty for q in drawn} == {1, 2}


@given(st.integers(0, 2**31), st.sets(st.sampled_from([q.id for q in POOL])))
def test_a_retake_draws_unseen_questions_first(seed: int, seen: set[str]):
    drawn = {q.id for q in rules.draw(POOL, 6, seen=dict.fromkeys(seen, 1), random=Random(seed))}
    unseen = {q.id for q in POOL} - seen
    assert len(drawn & unseen) == min(6, len(unseen))


def test_the_same_seed_gives_the_same_paper():
    sample = quiz(POOL, draw=5)
    assert rules.paper(sample, seen={}, seed=7) == rules.paper(sample, seen={}, seed=7)
    assert rules.paper(sample, seen={}, seed=7) != rules.paper(sample, seen={}, seed=8)


def test_a_paper_holds_no_question_of_the_final_exam():
    kept = question("single", id="kept", use="final", options=options("a", "bcd"))
    drawn = rules.paper(quiz([*POOL, kept], draw=20), seen={}, seed=1)
    assert {q.id for q, _ in drawn} == {q.id for q in POOL}


def test_the_first_two_attempts_need_no_pause():
    assert rules.may_start(quiz(POOL), [], NOW).allowed
    assert rules.may_start(quiz(POOL), [attempt(1, 0)], NOW).allowed


def test_from_the_third_attempt_on_there_is_a_pause():
    past = [attempt(2, 4), attempt(1, 30)]
    start = rules.may_start(quiz(POOL), past, NOW)
    assert not start.allowed
    assert start.values == {"n": 6}
    assert start.at == NOW + timedelta(minutes=6)
    assert rules.may_start(quiz(POOL), past, NOW + timedelta(minutes=6)).allowed
    assert rules.may_start(quiz(POOL, cooldown=0), past, NOW).allowed


def test_a_limit_of_attempts_holds():
    past = [attempt(2, 60), attempt(1, 90)]
    assert not rules.may_start(quiz(POOL, attempts=2), past, NOW).allowed
    assert rules.may_start(quiz(POOL, attempts=3), past, NOW).allowed


def test_the_time_is_up_after_a_short_grace():
    row = attempt(1, 0, open_=True)
    limited = AttemptRow(**{f: getattr(row, f) for f in row.__slots__} | {"deadline_at": NOW})
    assert not rules.is_over(limited, NOW + rules.GRACE)
    assert rules.is_over(limited, NOW + rules.GRACE + timedelta(milliseconds=1))
    assert not rules.is_over(row, NOW + timedelta(days=900))


@pytest.mark.parametrize(
    ("fractions", "shown"),
    [
        ([1.0, 1.0], 100),
        ([1.0, 0.0, 0.0], 33.3),
        ([1 / 3, 1 / 3, 1 / 3], 33.3),
        ([2 / 3] * 3, 66.6),
        ([1.0] * 4 + [0.0], 80),
    ],
)
def test_a_score_is_rounded_down(fractions: list[float], shown: float):
    score = rules.score(fractions)
    assert score is not None
    assert score.shown == shown


def test_a_score_waits_for_a_missing_mark():
    assert rules.score([1.0, None]) is None


@given(st.lists(st.fractions(0, 1, max_denominator=60), min_size=1, max_size=20))
def test_a_score_is_exact_enough_to_decide_by(fractions: list[Fraction]):
    score = rules.score([float(f) for f in fractions])
    assert score is not None
    assert score.exact == sum(fractions) / len(fractions) * 100
    assert 0 <= score.shown <= score.exact <= 100
