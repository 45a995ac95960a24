"""When a module or the course is complete: each condition by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from courseware.content.definitions import Course, Required
from courseware.learning.rules import completed_at, course_ticks, fulfils, module_ticks
from courseware.learning.types import StepFact, Tick

START = datetime(2026, 9, 1, tzinfo=UTC)


def step(kind: str, item: str, module: str, day: int = 0, **more: object) -> StepFact:
    facts = {"passed": True, **more}
    return StepFact(kind, item, module, at=START + timedelta(days=day), **facts)  # type: ignore[arg-type]  # a table's values


FIRST = (
    step("lesson", "01-first-talk", "01-first-talk", 1),
    step("quiz", "01-first-talk", "01-first-talk", 2, score=90),
    step("roleplay", "deck-talk", "01-first-talk", 3),
)
SECOND = (
    step("lesson", "02-team-plan", "02-team-plan", 4),
    step("quiz", "02-team-plan", "02-team-plan", 5, score=80),
    step("exercise", "plan", "02-team-plan", 6, grade="accepted"),
)


def ids_done(ticks: tuple[Tick, ...]) -> dict[str, bool]:
    return {tick.id: tick.done for tick in ticks}


def test_a_module_shows_what_it_asks_for_before_anything_is_done(course: Course):
    first, second = course.modules[:2]
    assert ids_done(module_ticks(first, ())) == {"lesson": False, "quiz": False, "roleplays": False}
    assert ids_done(module_ticks(second, ())) == {
        "lesson": False,
        "quiz": False,
        "exercise:plan": False,
    }


@pytest.mark.parametrize("missing", range(3))
def test_a_module_is_passed_by_all_its_conditions_and_by_no_fewer(course: Course, missing: int):
    first = course.modules[0]
    some = tuple(s for n, s in enumerate(FIRST) if n != missing)
    assert completed_at(module_ticks(first, FIRST)) == START + timedelta(days=3)
    assert completed_at(module_ticks(first, some)) is None
    assert sum(tick.done for tick in module_ticks(first, some)) == 2


def test_only_passed_steps_of_this_module_tick(course: Course):
    first = course.modules[0]
    failed = [replace(s, passed=False) for s in FIRST]
    elsewhere = [replace(s, module="02-team-plan") for s in FIRST]
    assert not any(tick.done for tick in module_ticks(first, [*failed, *elsewhere]))


def test_the_first_pass_is_the_date_whatever_comes_later(course: Course):
    worse = [step("quiz", "01-first-talk", "01-first-talk", 9, passed=False, score=10)]
    again = [step("quiz", "01-first-talk", "01-first-talk", 8, score=100)]
    ticks = module_ticks(course.modules[0], [*worse, *again, *FIRST])
    assert ticks[1].at == START + timedelta(days=2)


def test_an_industry_of_ones_choice_counts_and_a_general_talk_does_not(course: Course):
    first = course.modules[0]
    general = replace(first.roleplays[0], id="any-talk", industry="any")
    other = replace(first.roleplays[0], id="other-talk", industry="software")
    module = replace(
        first, roleplays=(*first.roleplays, general, other), required=Required(any_roleplays=2)
    )
    talks = [
        step("roleplay", r, first.slug, day) for day, r in enumerate(("any-talk", "deck-talk"))
    ]
    tick = module_ticks(module, [*talks, talks[1]])[-1]
    assert (tick.done, tick.have, tick.need) == (False, 1, 2)
    tick = module_ticks(module, [*talks, step("roleplay", "other-talk", first.slug, 7)])[-1]
    assert (tick.done, tick.have, tick.at) == (True, 2, START + timedelta(days=7))


def test_the_course_asks_for_the_ready_modules_of_the_track_and_accepted_work(course: Course):
    track = course.tracks[0]
    ticks = course_ticks(course, track, ())
    assert [t.id for t in ticks] == ["module:01-first-talk", "module:02-team-plan", "accepted:plan"]
    everything = replace(track, modules=tuple(m.slug for m in course.modules))
    assert "module:03-later" not in ids_done(course_ticks(course, everything, ()))
    only_one = replace(track, modules=("02-team-plan",))
    assert len(course_ticks(course, only_one, ())) == 2


def test_the_course_is_complete_with_the_last_condition(course: Course):
    ticks = course_ticks(course, course.tracks[0], [*FIRST, *SECOND])
    assert completed_at(ticks) == START + timedelta(days=6)
    for left_out in [*FIRST, *SECOND]:
        steps = [s for s in [*FIRST, *SECOND] if s is not left_out]
        ticks = course_ticks(course, course.tracks[0], steps)
        assert completed_at(ticks) is None, left_out


def test_an_exercise_that_is_done_but_not_accepted_does_not_complete_the_course(course: Course):
    handed_in = replace(SECOND[2], grade="submitted")
    ticks = course_ticks(course, course.tracks[0], [*FIRST, *SECOND[:2], handed_in])
    assert ids_done(ticks)["module:02-team-plan"]
    assert not ids_done(ticks)["accepted:plan"]


@pytest.mark.parametrize(("score", "done"), [(None, False), (79.9, False), (80, True)])
def test_where_there_is_a_final_exam_it_must_reach_its_line(
    course: Course, score: float | None, done: bool
):
    exam = step("final", "final", "", 7, score=score)
    with_final = replace(course, final=replace(course.quizzes["01-first-talk"], slug="final"))
    ticks = course_ticks(with_final, course.tracks[0], [*FIRST, *SECOND, exam])
    assert ids_done(ticks)["final"] is done
    assert (completed_at(ticks) is not None) is done


def test_nothing_asked_is_nothing_completed():
    assert completed_at(()) is None


@pytest.mark.parametrize(
    ("needs_acceptance", "line", "facts", "met"),
    [
        (False, None, {}, True),
        (False, None, {"passed": False}, False),
        (False, 90, {"score": 89}, False),
        (False, 90, {"score": 90}, True),
        (
            False,
            60,
            {"score": 60, "passed": False},
            True,
        ),  # the asker's line goes before the item's
        (False, 90, {}, False),
        (True, None, {"grade": "submitted"}, False),
        (True, None, {"grade": "accepted"}, True),
    ],
)
def test_what_fulfils_what_was_asked(
    needs_acceptance: bool, line: int | None, facts: dict[str, object], met: bool
):
    assert fulfils(needs_acceptance, line, step("quiz", "x", "x", **facts)) is met  # type: ignore[arg-type]  # a table's values
