"""The final exam as it is shipped: fifty questions over all parts of a track, none of them easy alone, seldom the same."""

from collections import Counter

import pytest

from courseware import config
from courseware.content import catalogue
from courseware.content.definitions import Course
from courseware.quiz import rules

PAPERS = 60
TRACKS = ("new-seller", "sales-manager")


@pytest.fixture(scope="module")
def course() -> Course:
    found = catalogue.load(config.ROOT).course
    assert found is not None
    return found


@pytest.mark.parametrize("track", TRACKS)
def test_every_paper_asks_fifty_and_three_of_each_part(course: Course, track: str):
    assert course.final is not None
    modules = course.track(track).modules
    exam = course.final.within(modules)
    parts = {course.by_slug[slug].part for slug in modules}
    for seed in range(PAPERS):
        asked = [q for q, _ in rules.paper(exam, seen={}, seed=seed, parts=course.question_parts)]
        assert len(asked) == course.final.draw == 50
        shares = Counter(course.question_parts[q.id] for q in asked)
        assert set(shares) == parts
        assert min(shares.values()) >= 3


@pytest.mark.parametrize("track", TRACKS)
def test_a_paper_is_neither_easy_nor_hard_throughout(course: Course, track: str):
    """Stated in docs/authoring.md: about six in ten of medium difficulty, the rest mostly hard."""
    assert course.final is not None
    exam = course.final.within(course.track(track).modules)
    counted: Counter[int] = Counter()
    for seed in range(PAPERS):
        paper = rules.paper(exam, seen={}, seed=seed, parts=course.question_parts)
        counted.update(q.difficulty for q, _ in paper)
    shares = {level: count / counted.total() for level, count in counted.items()}
    assert 0.45 <= shares[2] <= 0.75
    assert 0.25 <= shares[3] <= 0.55
    assert shares.get(1, 0) <= 0.1


@pytest.mark.parametrize("track", TRACKS)
def test_a_second_attempt_meets_other_questions(course: Course, track: str):
    assert course.final is not None
    exam = course.final.within(course.track(track).modules)
    first = [q.id for q, _ in rules.paper(exam, seen={}, seed=1, parts=course.question_parts)]
    seen = dict.fromkeys(first, 1)
    second = {q.id for q, _ in rules.paper(exam, seen=seen, seed=2, parts=course.question_parts)}
    assert len(second & set(first)) <= 10


def test_questions_of_the_final_are_kept_for_it_in_every_module(course: Course):
    for module in course.modules:
        assert module.quiz is not None
        kept = [q for q in module.quiz.questions if q.use == "final"]
        assert len(kept) >= (4 if module.slug in course.track("new-seller").modules else 2)
        assert len(module.quiz.questions) - len(kept) >= 10
