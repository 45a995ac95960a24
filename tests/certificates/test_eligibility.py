"""The list that somebody reads is the list that decides: each kind asks for what the course's file says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from courseware.certificates.rules.eligibility import covered, goals
from courseware.certificates.types.goals import Drilled, Evidence, Goal, Held, Taken
from courseware.content.definitions import CertificateRules, Course
from courseware.learning.types import StepFact

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=700)
RULES = CertificateRules(
    kinds=("exercise", "practice", "part", "portfolio", "course"),
    valid_months={"course": 24, "practice": 12},
    scenarios=1,
    drill_share=50,
    portfolio=("plan",),
)
FIRST, SECOND = "01-first-talk", "02-team-plan"
ENROLLED = Taken(5, "new-seller", "2026-1", None, is_open=True)


@pytest.fixture
def rich(course: Course) -> Course:
    """The sample course with every kind of certificate."""
    return replace(course, certificates=RULES)


def step(kind: str, item: str, module: str, at: datetime = NOW, **more: object) -> StepFact:
    values: dict[str, object] = {"score": 90.0, "grade": None, **more}
    return StepFact(kind, item, module, True, at, **values)  # type: ignore[arg-type]  # a test's own


def everything(at: datetime = NOW) -> tuple[StepFact, ...]:
    return (
        step("lesson", FIRST, FIRST, at),
        step("quiz", FIRST, FIRST, at),
        step("roleplay", "deck-talk", FIRST, at),
        step("lesson", SECOND, SECOND, at),
        step("quiz", SECOND, SECOND, at),
        step("exercise", "plan", SECOND, at, grade="accepted"),
    )


def drills(course: Course, number: int, at: datetime = NOW) -> tuple[Drilled, ...]:
    there = course.objections["manufacturing"].objections
    return tuple(Drilled("manufacturing", o.id, at, at) for o in there[:number])


def held(kind: str, subject: str, **more: object) -> Held:
    facts: dict[str, object] = {
        "id": 9, "source_id": 5, "generation": 1, "issued_at": LONG_AGO,
        "expires_at": None, "revoked_at": None, **more,
    }  # fmt: skip
    return Held(kind=kind, subject=subject, **facts)  # type: ignore[arg-type]  # a test's own


def of(found: tuple[Goal, ...], kind: str) -> list[Goal]:
    return [goal for goal in found if goal.kind == kind]


def test_nothing_done_is_shown_as_nothing_done(rich: Course):
    found = goals(rich, Evidence(1, enrolments=(ENROLLED,)), NOW)
    assert {goal.kind for goal in found} == set(RULES.kinds)
    assert not any(goal.is_met or goal.done for goal in found)
    assert all(goal.ticks for goal in found)


def test_everything_done_meets_every_rule(rich: Course):
    number = len(rich.objections["manufacturing"].objections)
    evidence = Evidence(1, everything(), (ENROLLED,), drills(rich, number))
    found = goals(rich, evidence, NOW)
    assert [g.subject for g in of(found, "part") if g.is_met] == ["a", "b"]
    for kind in ("course", "portfolio", "practice"):
        assert all(goal.is_met for goal in of(found, kind)), kind
    assert [(g.source_id, g.subject) for g in of(found, "course")] == [(5, "new-seller")]
    assert [g.source_id for g in of(found, "practice")] == [1]


@pytest.mark.parametrize("missing", range(6))
def test_one_missing_condition_opens_the_course(rich: Course, missing: int):
    steps = tuple(s for n, s in enumerate(everything()) if n != missing)
    [goal] = of(goals(rich, Evidence(1, steps, (ENROLLED,)), NOW), "course")
    assert not goal.is_met


def test_a_part_asks_for_its_own_modules_only(rich: Course):
    steps = tuple(s for s in everything() if s.module == FIRST)
    found = of(goals(rich, Evidence(1, steps, (ENROLLED,)), NOW), "part")
    assert [(goal.subject, goal.is_met) for goal in found] == [("a", True), ("b", False)]


def test_practice_asks_for_role_plays_and_a_share_of_the_drill(rich: Course):
    number = len(rich.objections["manufacturing"].objections)
    need = -(-number // 2)
    for have, met in ((need - 1, False), (need, True)):
        evidence = Evidence(1, everything(), (ENROLLED,), drills(rich, have))
        [goal] = of(goals(rich, evidence, NOW), "practice")
        assert (goal.subject, goal.is_met) == ("manufacturing", met)
        assert [(t.have, t.need) for t in goal.ticks] == [(1, 1), (have, need)]


def test_kinds_that_the_file_does_not_name_are_not_there(course: Course):
    number = len(course.objections["manufacturing"].objections)
    evidence = Evidence(1, everything(), (ENROLLED,), drills(course, number))
    assert {goal.kind for goal in goals(course, evidence, NOW)} <= {"course", "exercise"}


def test_without_an_enrolment_only_practice_and_exercises_can_be_earned(rich: Course):
    found = goals(rich, Evidence(1, everything()), NOW)
    assert {goal.kind for goal in found} == {"practice", "exercise"}


def test_what_is_held_and_good_is_asked_no_more(rich: Course):
    kinds = [("course", "new-seller"), ("part", "a"), ("part", "b"), ("portfolio", "portfolio")]
    mine = tuple(held(*each) for each in [*kinds, ("practice", "manufacturing")])
    evidence = Evidence(1, everything(LONG_AGO), (replace(ENROLLED, is_open=False),), held=mine)
    assert of(goals(rich, evidence, NOW), "exercise") == list(goals(rich, evidence, NOW))


@pytest.mark.parametrize(("left", "opens"), [(61, False), (60, True), (0, True), (-400, True)])
def test_from_sixty_days_before_its_end_it_is_earned_anew(rich: Course, left: int, opens: bool):
    ends = NOW + timedelta(days=left)
    mine = (held("course", "new-seller", expires_at=ends),)
    done = replace(ENROLLED, is_open=False)
    old = Evidence(1, everything(LONG_AGO), (done,), held=mine)
    found = of(goals(rich, old, NOW), "course")
    assert len(found) == opens
    assert not any(goal.is_met or goal.done for goal in found)
    new = replace(old, steps=(*old.steps, *everything(NOW)))
    again = of(goals(rich, new, NOW), "course")
    assert [(g.is_met, g.generation, g.renews_id) for g in again] == [(True, 2, 9)] * opens


def test_a_drill_of_before_counts_again_only_when_it_is_answered_again(rich: Course):
    ends = NOW + timedelta(days=10)
    mine = (held("practice", "manufacturing", expires_at=ends),)
    number = len(rich.objections["manufacturing"].objections)
    old = drills(rich, number, LONG_AGO)
    for last, have in ((LONG_AGO, 0), (NOW, number)):
        again = tuple(replace(one, last=last) for one in old)
        evidence = Evidence(1, everything(), (ENROLLED,), again, mine)
        [goal] = of(goals(rich, evidence, NOW), "practice")
        assert goal.ticks[1].have == have
        assert goal.is_met == bool(have)


def test_after_it_was_revoked_only_what_is_done_since_counts(rich: Course):
    mine = (held("part", "a", revoked_at=NOW - timedelta(days=1)),)
    for at, met in ((LONG_AGO, False), (NOW, True)):
        evidence = Evidence(1, everything(at), (ENROLLED,), held=mine)
        goal = of(goals(rich, evidence, NOW), "part")[0]
        assert (goal.is_met, goal.generation, goal.renews_id) == (met, 2, None)


def test_a_refresher_counts_its_own_time_and_renews_what_ends(rich: Course):
    began = NOW - timedelta(days=5)
    refresher = Taken(6, "new-seller", "2026-2", began, is_open=True)
    for ends, renews in ((None, None), (NOW + timedelta(days=300), 9)):
        mine = (held("course", "new-seller", expires_at=ends),)
        taken = (refresher, replace(ENROLLED, is_open=False))
        old = Evidence(1, everything(LONG_AGO), taken, held=mine)
        [goal] = of(goals(rich, old, NOW), "course")
        assert (goal.source_id, goal.is_met) == (6, False)
        [goal] = of(goals(rich, replace(old, steps=everything(NOW)), NOW), "course")
        assert (goal.is_met, goal.generation, goal.renews_id) == (True, 2, renews)


def test_enrolled_again_without_a_new_start_gives_no_second_certificate(rich: Course):
    mine = (held("course", "new-seller"),)
    again = Taken(6, "new-seller", "2026-2", None, is_open=True)
    evidence = Evidence(1, everything(LONG_AGO), (again,), held=mine)
    assert of(goals(rich, evidence, NOW), "course") == []
    assert covered(rich, evidence, NOW) == [again]
    assert covered(rich, replace(evidence, steps=()), NOW) == []
