"""Classes keep who was in them and when; a change is made once, and only to the class that is meant."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from courseware import db
from courseware.cohorts import actions, queries
from courseware.cohorts.models import CohortMembership
from courseware.errors import NotFound, Refused
from tests.world import START, Cast

LATER = date(2026, 9, 20)


def memberships(database: db.Database, person_id: int) -> list[Any]:
    with db.reading(database) as rows:
        query = select(CohortMembership.from_on, CohortMembership.to_on)
        query = query.where(CohortMembership.person_id == person_id).order_by(CohortMembership.id)
        return [tuple(row) for row in rows.execute(query)]


def test_joining_twice_is_joining_once(database: db.Database, cast: Cast):
    with db.transaction(database):
        assert actions.add_member(cast.ada, cast.cohort, cast.sam, START)
        assert not actions.add_member(cast.ada, cast.cohort, cast.sam, LATER)
    assert memberships(database, cast.sam) == [(START, None)]


def test_leaving_and_coming_back_keeps_both_times(database: db.Database, cast: Cast):
    with db.transaction(database):
        assert actions.end_membership(cast.ada, cast.cohort, cast.lin, LATER)
        assert not actions.end_membership(cast.ada, cast.cohort, cast.lin, LATER)
        assert actions.add_member(cast.ada, cast.cohort, cast.lin, LATER)
    assert memberships(database, cast.lin) == [(START, LATER), (LATER, None)]


def test_who_left_by_mistake_is_back_on_the_same_day(database: db.Database, cast: Cast):
    with db.transaction(database):
        actions.end_membership(cast.ada, cast.cohort, cast.lin, START)
        actions.add_member(cast.ada, cast.cohort, cast.lin, START)
    assert memberships(database, cast.lin) == [(START, None)]


def test_who_leaves_a_class_leaves_its_groups(database: db.Database, cast: Cast):
    with db.transaction(database):
        group = actions.create_group(cast.tara, cast.cohort, "甲组")
        actions.fill_group(cast.tara, cast.cohort, group.id, frozenset({cast.lin}))
        actions.end_membership(cast.ada, cast.cohort, cast.lin, LATER)
    with db.reading(database):
        [found] = queries.groups_of(cast.cohort)
    assert found.members == frozenset()


def test_a_group_has_a_name_of_its_own_and_members_of_its_class(database: db.Database, cast: Cast):
    with db.transaction(database):
        group = actions.create_group(cast.tara, cast.cohort, "甲组")
        actions.create_group(cast.oda, cast.other_cohort, "甲组")
    with pytest.raises(Refused, match="甲组"), db.transaction(database):
        actions.create_group(cast.tara, cast.cohort, "甲组")
    with pytest.raises(Refused), db.transaction(database):
        actions.fill_group(cast.tara, cast.cohort, group.id, frozenset({cast.otto}))
    with pytest.raises(NotFound), db.transaction(database):
        actions.fill_group(cast.oda, cast.other_cohort, group.id, frozenset())


def test_a_date_is_set_moved_and_taken_back(database: db.Database, cast: Cast):
    for due_on, known in ((START, {"m": START}), (LATER, {"m": LATER}), (None, {}), (None, {})):
        with db.transaction(database):
            actions.schedule(cast.tara, cast.cohort, "m", due_on)
        with db.reading(database):
            assert queries.schedule_of(cast.cohort) == known
            assert queries.schedule_of(cast.other_cohort) == {}


def test_a_trainer_trains_who_is_in_the_class_now(database: db.Database, cast: Cast):
    def trains(trainer: int, learner: int) -> bool:
        with db.reading(database):
            return queries.trains(trainer, learner)

    assert trains(cast.tara, cast.lin)
    assert not trains(cast.tara, cast.otto)
    with db.transaction(database):
        actions.add_member(cast.ada, cast.cohort, cast.tara, START)
        actions.end_membership(cast.ada, cast.cohort, cast.lin, LATER)
    assert not trains(cast.tara, cast.tara)
    assert not trains(cast.tara, cast.lin)
