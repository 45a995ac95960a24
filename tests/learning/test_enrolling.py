"""Being in a class: enrolled on its track, owing what its schedule asks, and free of it after leaving."""

import threading
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from courseware import db
from courseware.cohorts.models import Cohort, CohortMembership
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.learning import actions, queries
from courseware.learning.models import Enrolment, Obligation
from tests.learning.conftest import FIRST, MORNING, SECOND, Does
from tests.world import Cast

DUE = date(2026, 10, 1)


def enrolments(database: db.Database, person_id: int) -> list[Any]:
    with db.reading(database) as rows:
        query = select(Enrolment.__table__).where(Enrolment.person_id == person_id)
        return list(rows.execute(query.order_by(Enrolment.id)))


def owed(database: db.Database, person_id: int) -> list[Any]:
    with db.reading(database) as rows:
        query = select(Obligation.__table__).where(Obligation.person_id == person_id)
        return list(rows.execute(query.order_by(Obligation.id)))


def schedule(database: db.Database, cast: Cast, module: str, due_on: date | None) -> None:
    with db.transaction(database):
        actions.schedule_module(cast.tara, cast.cohort, module, due_on)


def join(database: db.Database, cast: Cast, person_id: int) -> None:
    with db.transaction(database):
        actions.join_cohort(cast.ada, db.load(Cohort, cast.cohort), person_id, "test-1")


def test_enrolling_twice_is_one_enrolment(database: db.Database, cast: Cast):
    for cohort in (None, cast.cohort, cast.other_cohort):
        with db.transaction(database):
            actions.enrol(cast.sam, "new-seller", "test-1", cohort_id=cohort)
    [row] = enrolments(database, cast.sam)
    assert (row.cohort_id, row.counts_from) == (cast.cohort, None)


def test_a_refresher_counts_from_its_own_start(
    database: db.Database, cast: Cast, does: Does, course: Any
):
    with clock.frozen(MORNING):
        does("lesson", who=cast.sam)
    with db.transaction(database):
        actions.enrol(cast.sam, "new-seller", "test-1", afresh=True)
    does("quiz", who=cast.sam, score=90)
    with db.reading(database):
        row = queries.enrolment_of(cast.sam)
        assert row is not None
        assert row.counts_from is not None
        ticks = queries.ticks_of_course(course, cast.sam, row)
    assert not any(tick.done for tick in ticks)


def test_an_ended_enrolment_makes_room_for_the_next(database: db.Database, cast: Cast):
    with db.transaction(database):
        first = actions.enrol(cast.sam, "new-seller", "test-1")
        actions.end_enrolment(first.id, "completed")
    with db.transaction(database):
        actions.end_enrolment(first.id, "left")  # a second end changes nothing
        actions.enrol(cast.sam, "new-seller", "test-2")
    assert [row.outcome for row in enrolments(database, cast.sam)] == ["completed", None]
    with db.reading(database):
        row = queries.enrolment_of(cast.sam)
    assert row is not None
    assert row.edition == "test-2"


def test_who_joins_a_class_owes_what_it_asks_and_earlier_work_counts(
    database: db.Database, cast: Cast, does: Does
):
    schedule(database, cast, FIRST, DUE)
    schedule(database, cast, SECOND, DUE)
    does("lesson", who=cast.sam)
    does("quiz", who=cast.sam, score=90)
    does("roleplay", "deck-talk", who=cast.sam)
    join(database, cast, cast.sam)
    join(database, cast, cast.sam)
    rows = owed(database, cast.sam)
    assert [(r.item, r.due_on, r.fulfilled_at is None) for r in rows] == [
        (FIRST, DUE, False),
        (SECOND, DUE, True),
    ]
    assert rows[0].due_at == datetime(2026, 10, 1, 15, 59, 59, tzinfo=UTC)  # Shanghai's midnight
    assert enrolments(database, cast.sam)[0].cohort_id == cast.cohort


def test_the_day_of_joining_is_the_day_where_the_organisation_is(database: db.Database, cast: Cast):
    with clock.frozen(datetime(2026, 9, 30, 17, tzinfo=UTC)):
        join(database, cast, cast.sam)
    with db.reading(database) as rows:
        query = select(CohortMembership.from_on).where(CohortMembership.person_id == cast.sam)
        assert rows.scalar(query) == date(2026, 10, 1)


def test_who_leaves_a_class_owes_it_nothing_and_keeps_their_facts(
    database: db.Database, cast: Cast, does: Does
):
    schedule(database, cast, FIRST, DUE)
    does("lesson")
    with db.transaction(database):
        actions.leave_cohort(cast.ada, cast.cohort, cast.lin)
    [row] = owed(database, cast.lin)
    assert (row.closed_reason, row.fulfilled_at) == ("left", None)
    with db.reading(database):
        assert queries.dues_of(cast.lin) == []
        assert queries.standings(cast.lin)[FIRST].read


def test_who_comes_back_owes_it_again(database: db.Database, cast: Cast):
    schedule(database, cast, FIRST, DUE)
    with db.transaction(database):
        actions.leave_cohort(cast.ada, cast.cohort, cast.lin)
    join(database, cast, cast.lin)
    assert [row.closed_reason for row in owed(database, cast.lin)] == ["left", None]
    assert len(enrolments(database, cast.lin)) == 1


def test_a_moved_date_moves_for_everybody_and_none_takes_it_back(database: db.Database, cast: Cast):
    schedule(database, cast, FIRST, DUE)
    schedule(database, cast, FIRST, date(2026, 10, 9))
    [row] = owed(database, cast.lin)
    assert row.due_on == date(2026, 10, 9)
    schedule(database, cast, FIRST, None)
    [row] = owed(database, cast.lin)
    assert row.closed_reason == "cancelled"
    schedule(database, cast, FIRST, DUE)
    assert [r.closed_at is None for r in owed(database, cast.lin)] == [False, True]
    assert owed(database, cast.otto) == []


def test_a_private_note_of_another_is_not_found(database: db.Database, cast: Cast):
    with db.transaction(database):
        actions.add_note(cast.lin, (FIRST, ""), "我的")
    with db.reading(database):
        [note] = queries.notes_of(cast.lin, FIRST)
        assert note.text == "我的"
        assert queries.notes_of(cast.otto, FIRST) == []
    for person_id in (cast.otto, cast.tara, cast.ada):
        with pytest.raises(NotFound), db.transaction(database):
            actions.remove_note(person_id, note.id)


def test_two_trainers_who_schedule_at_once_ask_each_member_once(
    own_database: db.Database, cast: Cast
):
    start, errors = threading.Barrier(2), []

    def run() -> None:
        start.wait()
        try:
            schedule(own_database, cast, FIRST, DUE)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(owed(own_database, cast.lin)) == 1
