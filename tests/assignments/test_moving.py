"""Joiners receive what was asked of their team or class; leavers' work is closed as left, never overdue."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from courseware import db
from courseware.accounts.actions import join_team
from courseware.assignments import actions
from courseware.assignments.types import Target
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.web import zone
from tests.assignments.conftest import PLAN, owed_by
from tests.world import Cast

FOR_JOINERS = replace(PLAN, joiners_receive=True)


def move(database: db.Database, course: Course, person_id: int, team_id: int) -> None:
    """As an administrator moves somebody."""
    with db.transaction(database):
        join_team(None, person_id, team_id, zone.today())
        actions.left_team(person_id)
        actions.joined_team(course, person_id, team_id)


def test_a_joiner_receives_what_was_asked_of_the_team_and_of_a_team_above(
    ask: Any, cast: Cast, database: db.Database, course: Course
):
    ask(Target("team", cast.team), what=FOR_JOINERS)
    ask(Target("team", cast.top_team), what=FOR_JOINERS, by=cast.bo)
    ask(Target("team", cast.team))  # not for joiners
    move(database, course, cast.otto, cast.team)
    assert len(owed_by(database, cast.otto)) == 2
    with db.transaction(database):
        actions.joined_team(course, cast.otto, cast.team)
    assert len(owed_by(database, cast.otto)) == 2  # told twice, owed once


def test_a_joiner_does_not_receive_what_is_over_or_cancelled(
    ask: Any, cast: Cast, database: db.Database, course: Course, me: Any
):
    with clock.frozen(clock.now() - timedelta(days=60)):
        past = replace(FOR_JOINERS, due_on=zone.today())
        ask(Target("team", cast.team), what=past)
    number = ask(Target("team", cast.team), what=FOR_JOINERS)
    asker = me(cast.mei)
    with db.transaction(database):
        actions.cancel(asker, course, number)
    move(database, course, cast.otto, cast.team)
    assert owed_by(database, cast.otto) == []


@pytest.mark.parametrize("kind", ["team", "person"])
def test_what_a_leaver_owes_is_closed_as_left(
    ask: Any, cast: Cast, database: db.Database, course: Course, kind: str
):
    ask(Target(kind, cast.team if kind == "team" else cast.lin))
    move(database, course, cast.lin, cast.other_team)
    assert owed_by(database, cast.lin)[0].closed_reason == "left"


def test_who_moves_within_the_line_still_owes_what_the_upper_manager_asked(
    ask: Any, cast: Cast, database: db.Database, course: Course
):
    ask(Target("team", cast.top_team), by=cast.bo)
    ask(Target("person", cast.lin), by=cast.bo)
    ask()
    move(database, course, cast.lin, cast.top_team)
    reasons = [owed.closed_reason for owed in owed_by(database, cast.lin)]
    assert reasons == [None, None, "left"]


def test_a_class_hands_on_and_takes_back_what_was_asked_of_it(
    ask: Any, cast: Cast, database: db.Database, course: Course
):
    ask(Target("cohort", cast.cohort), what=FOR_JOINERS, by=cast.tara)
    with db.transaction(database):
        actions.join_class(cast.tara, course, cast.cohort, cast.sam)
    assert len(owed_by(database, cast.sam)) == 1
    with db.transaction(database):
        actions.leave_class(cast.tara, cast.cohort, cast.sam)
    assert owed_by(database, cast.sam)[0].closed_reason == "left"
    with db.transaction(database):
        actions.join_class(cast.tara, course, cast.cohort, cast.sam)
    assert [owed.closed_reason for owed in owed_by(database, cast.sam)] == ["left", None]
