"""A fact counts where it should, at once, and is never taken back."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from courseware import db
from courseware.content.definitions import Course
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.kit.jobs import Job
from courseware.learning import actions
from courseware.learning.models import Step
from courseware.learning.queries import dues_of, standings, steps_of
from courseware.learning.types import Done
from tests.learning.conftest import FIRST, MORNING, Does, fulfilled, owe, progress
from tests.world import Cast


def test_doing_everything_passes_the_module_and_somebody_hears_of_it(
    does: Does, database: db.Database, cast: Cast
):
    with clock.frozen(MORNING):
        does("lesson")
    does("quiz", score=85)
    assert progress(database, cast.lin).passed_at is None
    does("roleplay", "deck-talk")
    row = progress(database, cast.lin)
    assert (row.read_at, row.best_score) == (MORNING, 85)
    assert row.passed_at is not None
    with db.reading(database) as rows:
        verbs = rows.scalars(select(Entry.verb).order_by(Entry.id)).all()
        [job] = rows.execute(select(Job.name, Job.arguments)).all()
    assert verbs.count("passed") == 1
    assert (job.name, job.arguments) == ("person_progressed", [cast.lin])


def test_a_worse_attempt_later_takes_nothing_back(does: Does, database: db.Database, cast: Cast):
    does("lesson")
    does("roleplay", "deck-talk")
    does("quiz", score=90)
    before = progress(database, cast.lin)
    does("quiz", score=20, passed=False)
    assert progress(database, cast.lin) == before
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count()).select_from(Step)) == 4


def test_a_failed_quiz_shows_its_score_and_passes_nothing(
    does: Does, database: db.Database, cast: Cast
):
    does("quiz", score=40, passed=False)
    row = progress(database, cast.lin)
    assert (row.quiz_passed_at, row.best_score) == (None, 40)
    with db.reading(database):
        assert standings(cast.lin)[FIRST].state == "under-way"


def test_a_fact_of_one_person_is_none_of_another(does: Does, database: db.Database, cast: Cast):
    does("lesson", who=cast.otto)
    with db.reading(database):
        assert standings(cast.lin) == {}


def test_what_was_asked_twice_needs_two(does: Does, database: db.Database, cast: Cast):
    owed = owe(database, cast.lin, "roleplay", "deck-talk", quantity=2)
    does("roleplay", "deck-talk")
    assert not fulfilled(database, owed)
    does("roleplay", "deck-talk", passed=False)
    assert not fulfilled(database, owed)
    does("roleplay", "deck-talk")
    assert fulfilled(database, owed)


def test_a_pass_line_of_the_asker_decides(does: Does, database: db.Database, cast: Cast):
    owed = owe(database, cast.lin, "quiz", FIRST, pass_line=95)
    does("quiz", score=90)
    assert not fulfilled(database, owed)
    does("quiz", score=95)
    assert fulfilled(database, owed)


@pytest.mark.parametrize("counts", [True, False])
def test_earlier_work_counts_only_where_the_asker_said_so(
    does: Does, database: db.Database, cast: Cast, counts: bool
):
    with clock.frozen(MORNING):
        does("lesson")
    owed = owe(database, cast.lin, "lesson", FIRST, earlier=counts)
    assert fulfilled(database, owed) is counts
    does("lesson")
    assert fulfilled(database, owed)


def test_work_that_must_be_accepted_is_owed_until_it_is(
    does: Does, database: db.Database, cast: Cast
):
    owed = owe(database, cast.lin, "exercise", "plan", needs_acceptance=True)
    does("exercise", "plan", module="02-team-plan", grade="submitted")
    assert not fulfilled(database, owed)
    does("exercise", "plan", module="02-team-plan", grade="accepted")
    assert fulfilled(database, owed)


def test_a_fulfilled_obligation_stays_fulfilled(does: Does, database: db.Database, cast: Cast):
    owed = owe(database, cast.lin, "quiz", FIRST)
    does("quiz", score=90)
    does("quiz", score=0, passed=False)
    assert fulfilled(database, owed)
    with db.reading(database):
        assert dues_of(cast.lin) == []
        assert len(dues_of(cast.lin, open_only=False)) == 1


def _pass_module(does: Does) -> None:
    does("lesson")
    does("quiz", score=90)
    does("roleplay", "deck-talk")


def test_a_module_that_is_owed_is_done_when_it_is_passed(
    does: Does, database: db.Database, cast: Cast
):
    owed = owe(database, cast.lin, "module", FIRST)
    does("lesson")
    does("quiz", score=90)
    assert not fulfilled(database, owed)
    does("roleplay", "deck-talk")
    assert fulfilled(database, owed)


def test_a_module_passed_before_counts_where_earlier_work_does(
    does: Does, database: db.Database, cast: Cast
):
    _pass_module(does)
    assert fulfilled(database, owe(database, cast.lin, "module", FIRST, earlier=True))


def test_a_module_passed_before_can_be_done_anew_where_earlier_work_does_not_count(
    does: Does, database: db.Database, cast: Cast
):
    with clock.frozen(MORNING):
        _pass_module(does)
    owed = owe(database, cast.lin, "module", FIRST)
    does("quiz", score=90)
    assert not fulfilled(database, owed)
    does("roleplay", "deck-talk")
    assert fulfilled(database, owed)


def test_two_first_facts_at_the_same_moment_are_both_kept(
    own_database: db.Database, course: Course, cast: Cast
):
    start, errors = threading.Barrier(4), []

    def read(kind: str) -> None:
        start.wait()
        try:
            with db.transaction(own_database):
                actions.enrol(cast.sam, "new-seller", "test-1")
                actions.record_step(course, Done(cast.sam, kind, FIRST, FIRST, passed=True))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=read, args=(k,)) for k in ("lesson", "quiz") * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with db.reading(own_database):
        assert len(steps_of(cast.sam)) == 4
        found = standings(cast.sam)[FIRST]
    assert (found.read, found.quiz_passed) == (True, True)


def test_the_earliest_date_comes_first_and_what_has_none_last(database: db.Database, cast: Cast):
    owe(database, cast.lin, "quiz", FIRST)
    for days in (9, 2):
        owe(database, cast.lin, "lesson", FIRST, due_at=MORNING + timedelta(days=days))
    with db.reading(database):
        dates = [due.due_at for due in dues_of(cast.lin)]
    assert dates == [MORNING + timedelta(days=2), MORNING + timedelta(days=9), None]
