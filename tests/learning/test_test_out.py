"""Testing out: where the track allows it, a first try that is good enough passes the module."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.content import current
from courseware.content.definitions import Course
from courseware.learning import actions
from courseware.learning.rules import completed_at, course_ticks, module_ticks
from courseware.learning.types import Done
from tests.learning.conftest import FIRST, fulfilled, owe, progress
from tests.learning.test_rules import step
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
PAGE = f"/modules/{FIRST}"
OFFER = "Reach 90% in your first attempt"


@pytest.fixture
def experienced(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The course whose tracks let people test out at 90 %."""
    made = replace(
        course,
        digest="test-out",
        tracks=tuple(replace(track, test_out=90) for track in course.tracks),
    )
    monkeypatch.setattr(current, "course", lambda: made)
    return made


@pytest.fixture
def tries(database: db.Database, cast: Cast) -> Callable[..., None]:
    """lin hands in her first, second, … try at the quiz of the first module."""

    def tried(course: Course, ordinal: int, score: float) -> None:
        done = Done(
            cast.lin, "quiz", FIRST, FIRST, passed=score >= 80, score=score, ordinal=ordinal
        )
        with db.transaction(database):
            actions.record_step(course, done)

    return tried


@pytest.mark.parametrize(
    ("ordinal", "score", "test_out", "passes"),
    [(1, 90, 90, True), (1, 89.9, 90, False), (2, 100, 90, False), (1, 100, None, False)],
)
def test_only_a_first_try_at_the_line_passes_the_module(
    course: Course, ordinal: int, score: float, test_out: int | None, passes: bool
):
    module = course.modules[0]
    tried = replace(step("quiz", module.slug, module.slug, score=score), ordinal=ordinal)
    ticks = module_ticks(module, [tried], test_out=test_out)
    assert (completed_at(ticks) is not None) is passes
    assert ([tick.id for tick in ticks] == ["test-out"]) is passes


def test_the_course_counts_a_module_that_was_tested_out(course: Course):
    module = course.modules[0]
    tried = replace(step("quiz", module.slug, module.slug, score=95), ordinal=1)
    track = course.tracks[0]
    assert not course_ticks(course, track, [tried])[0].done
    assert course_ticks(course, replace(track, test_out=90), [tried])[0].done


def test_who_tests_out_has_passed_and_owes_the_module_no_more(
    experienced: Course, tries: Any, database: db.Database, cast: Cast, client_of: Browser
):
    owed = owe(database, cast.lin, "module", FIRST)
    tries(experienced, 1, 92)
    assert progress(database, cast.lin).passed_at is not None
    assert fulfilled(database, owed)
    page = client_of("lin").get(PAGE).text
    assert "Module passed by the first attempt at its quiz" in page
    assert "1 of 2 modules passed" in client_of("lin").get("/").text


def test_a_second_try_asks_for_the_whole_module(
    experienced: Course, tries: Any, database: db.Database, cast: Cast, client_of: Browser
):
    tries(experienced, 1, 85)
    tries(experienced, 2, 100)
    assert progress(database, cast.lin).passed_at is None
    assert OFFER not in client_of("lin").get(PAGE).text


@pytest.mark.usefixtures("experienced")
def test_the_possibility_is_told_before_one_begins(client_of: Browser):
    page = client_of("lin").get(PAGE).text
    assert OFFER in page
    assert "Take the quiz right away" in page


def test_other_tracks_say_nothing_of_it(client_of: Browser):
    assert "in your first attempt" not in client_of("lin").get(PAGE).text


def test_a_pass_that_is_taken_back_takes_the_module_with_it(
    experienced: Course, database: db.Database, cast: Cast
):
    done = Done(
        cast.lin, "quiz", FIRST, FIRST, passed=True, score=95, ordinal=1, source=("attempt", 7)
    )
    with db.transaction(database):
        actions.record_step(experienced, done)
    with db.transaction(database):
        actions.withdraw_steps(("attempt", 7), cast.tara)
    assert progress(database, cast.lin).passed_at is None


@pytest.mark.usefixtures("experienced")
def test_the_quiz_offers_it_before_the_first_attempt_only(client_of: Browser):
    lin = client_of("lin")
    assert "Reach 90% in this first attempt" in lin.get(f"/quizzes/{FIRST}").text
    lin.post(f"/quizzes/{FIRST}/attempts")
    assert "Reach 90% in this first attempt" not in lin.get(f"/quizzes/{FIRST}").text
