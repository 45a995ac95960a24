"""Who needs help: each reason at its limit, in words on the pages of trainer and manager."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courseware import db
from courseware.content.definitions import Course
from courseware.exercise.models import Draft, Submission
from courseware.kit import clock
from courseware.learning.actions import record_step
from courseware.learning.types import Done
from courseware.reports.rules import Limits, far_below, needs_of
from courseware.reports.types import Facts, Line, Member, Need, ReturnedFact, StepFact
from tests.home.conftest import owe
from tests.reports.test_rules import DAY, NOW, PLAN, TALK, due, line, progress, quiz
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
MEMBER = Member(1, "林夏", "一组", date(2026, 9, 1), True, ((None, None),))
LIMITS = Limits()


def needs(**facts: Any) -> tuple[Need, ...]:
    usual: dict[str, Any] = {"progress": {}, "steps": (), "dues": (), "waiting": 0}
    return needs_of(MEMBER, Facts(**{**usual, "track": (TALK, PLAN), **facts}), LIMITS, NOW)


def failed(item: str, at: datetime = NOW) -> StepFact:
    return StepFact("quiz", item, item, at, False, 40, None)


@pytest.mark.parametrize(("times", "found"), [(1, ()), (2, (Need("failing", TALK, 2),))])
def test_two_failed_attempts_at_one_quiz(times: int, found: tuple[Need, ...]):
    assert needs(steps=(failed(TALK),) * times) == found


def test_attempts_at_different_quizzes_and_passed_ones_do_not_count():
    assert needs(steps=(failed(TALK), failed(PLAN))) == ()
    assert needs(steps=(failed(TALK), failed(TALK), quiz(90))) == ()


@pytest.mark.parametrize(("days", "found"), [(7, ()), (8, (Need("quiet", "", 8),))])
def test_a_week_without_activity_while_something_is_due(days: int, found: tuple[Need, ...]):
    steps = (quiz(90, NOW - days * DAY),)
    assert needs(steps=steps, dues=(due(5),)) == found
    assert needs(steps=steps) == (), "nobody is asked for anything"


def test_who_was_asked_and_never_began_is_quiet_since_they_came():
    assert needs(dues=(due(5),)) == (Need("quiet", "", 83),)


@pytest.mark.parametrize(("days", "found"), [(5, ()), (6, (Need("returned", "plan", 6),))])
def test_a_returned_form_that_lies_untouched(days: int, found: tuple[Need, ...]):
    assert needs(returned=(ReturnedFact("plan", NOW - days * DAY),)) == found


def test_two_modules_past_their_date():
    assert needs(steps=(quiz(90),), dues=(due(-1), due(-1, item=TALK))) == ()
    both = (due(-1), due(-2, item=PLAN))
    assert needs(steps=(quiz(90),), dues=both) == (Need("behind", "", 2),)
    forms = (due(-1, "exercise", "plan"), due(-2, "exercise", "review"))
    assert needs(steps=(quiz(90),), dues=forms) == ()


def test_limits_are_the_organisations():
    limits = Limits(failures=3, quiet_days=30, return_days=30, behind=3)
    facts = Facts({}, (failed(TALK),) * 2, (due(-1), due(-2, item=PLAN)), 0, (TALK, PLAN))
    assert needs_of(MEMBER, facts, limits, NOW) == ()


def test_who_has_passed_everything_needs_no_help(course: Course):
    both = progress(TALK, passed_at=NOW - 90 * DAY) | progress(PLAN, passed_at=NOW - 90 * DAY)
    assert line(course, progress=both, dues=(due(5),)).needs == ()


def lines_of(course: Course, passed: list[int]) -> list[Line]:
    empty = line(course)
    return [replace(empty, person_id=n, passed=count) for n, count in enumerate(passed)]


def test_far_below_the_class_is_below_the_lower_fence(course: Course):
    found = far_below(lines_of(course, [0, 10, 10, 11, 11, 12, 12, 12]))
    assert [bool(one.needs) for one in found] == [True] + [False] * 7
    assert found[0].needs == (Need("below", "", 0),)
    assert not any(one.needs for one in far_below(lines_of(course, [0, 10, 10, 11, 11, 12, 12])))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it is only read
@given(st.lists(st.integers(0, 50), min_size=1, max_size=60))
def test_never_more_than_a_quarter_is_far_below(course: Course, passed: list[int]):
    found = far_below(lines_of(course, passed))
    assert [one.person_id for one in found] == list(range(len(passed)))
    assert sum(one.needs_help for one in found) <= len(passed) / 4


@pytest.fixture
def troubled(database: db.Database, cast: Cast, course: Course) -> None:
    """lin failed a quiz twice, and her plan came back ten days ago."""
    with db.transaction(database) as session:
        for ordinal in (1, 2):
            step = Done(cast.lin, "quiz", TALK, TALK, passed=False, score=40, ordinal=ordinal)
            record_step(course, step)
        ago = clock.now() - timedelta(days=10)
        form = Submission(
            exercise="plan", module=PLAN, owner_id=cast.lin, version="v", wording="w", round=1
        )
        form.submitted_at = form.returned_at = ago
        form.returned_by_id, form.done_at = cast.tara, ago
        session.add(form)
        session.flush()
        session.add(Draft(submission_id=form.id, answers={}, changed_at=ago))
    owe(database, cast.lin, "exercise", "plan", 5)


@pytest.mark.usefixtures("troubled")
@pytest.mark.parametrize(
    ("who", "page"), [("tara", "/cohorts/{cohort}"), ("mei", "/team"), ("mei", "/people/{lin}")]
)
def test_the_page_says_why_and_what_to_do(client_of: Browser, cast: Cast, who: str, page: str):
    text = client_of(who).get(page.format(cohort=cast.cohort, lin=cast.lin)).text
    for words in (
        "2 failed attempts at the quiz",
        "Go through the missed questions together",
        "came back 10 days ago and lies untouched",
        "Talk through what is to be mended",
    ):
        assert words in text


@pytest.mark.usefixtures("troubled")
def test_the_person_is_not_told_that_they_need_help(client_of: Browser, cast: Cast):
    assert "Needs help" not in client_of("lin").get(f"/people/{cast.lin}").text
