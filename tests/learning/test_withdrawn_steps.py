"""A step that was withdrawn counts no more; what remains decides."""

from datetime import timedelta

from sqlalchemy import select

from courseware import db
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.learning import actions
from courseware.learning.models import Step
from courseware.learning.queries import standings, steps_of
from tests.learning.conftest import FIRST, MORNING, Does, progress
from tests.world import Cast

FIRST_TRY, SECOND_TRY = ("attempt", 1), ("attempt", 2)


def test_without_its_only_pass_a_module_is_open_again(
    does: Does, database: db.Database, cast: Cast
):
    does("lesson")
    does("roleplay", "deck-talk")
    does("quiz", score=90, source=FIRST_TRY)
    assert progress(database, cast.lin).passed_at
    with db.transaction(database):
        actions.withdraw_steps(FIRST_TRY, cast.tara)
    row = progress(database, cast.lin)
    assert (row.quiz_passed_at, row.best_score, row.passed_at) == (None, None, None)
    assert row.read_at is not None
    with db.reading(database) as rows:
        assert standings(cast.lin)[FIRST].state == "under-way"
        assert "quiz" not in {step.kind for step in steps_of(cast.lin)}
        kept = rows.execute(select(Step.__table__).where(Step.kind == "quiz")).one()
        assert (kept.passed, kept.withdrawn_by_id) == (True, cast.tara)
        entry = rows.execute(select(Entry.__table__).where(Entry.verb == "withdrew")).one()
        assert (entry.actor_id, entry.about_id) == (cast.tara, cast.lin)


def test_a_second_pass_remains_with_its_own_date_and_score(
    does: Does, database: db.Database, cast: Cast
):
    later = MORNING + timedelta(days=3)
    with clock.frozen(MORNING):
        does("lesson")
        does("roleplay", "deck-talk")
        does("quiz", score=95, source=FIRST_TRY)
    with clock.frozen(later):
        does("quiz", score=85, source=SECOND_TRY)
    with db.transaction(database):
        actions.withdraw_steps(FIRST_TRY, cast.tara)
    row = progress(database, cast.lin)
    assert (row.quiz_passed_at, row.best_score, row.passed_at) == (later, 85, later)
    with db.transaction(database):
        actions.withdraw_steps(FIRST_TRY, cast.tara)  # twice is once
    assert progress(database, cast.lin) == row
