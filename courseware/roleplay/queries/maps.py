"""Counting what many people did in a scenario: the database counts, no talk is read line by line."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Float, Subquery, and_, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.types import Me
from courseware.cohorts.queries import trained_people
from courseware.roleplay.models import Session, Turn
from courseware.roleplay.types.maps import LeftRow, Met, StepRow, VersionRow

#: a fall by so much at once is a break
BREAK = -2

Scope = ColumnElement[bool]


def may_see_maps(me: Me) -> bool:
    return me.is_trainer or me.is_author or me.is_administrator


def sees_everybody(me: Me) -> bool:
    """Whether somebody sees the counts of all talks, rather than those of their classes."""
    return me.is_author or me.is_administrator


def everybody() -> Scope:
    """All talks: for authors, who see counts only."""
    return Session.id.is_not(None)


def class_of(trainer_id: int) -> Scope:
    """The talks that a trainer may see: of the members, now, of their classes, handed in or assigned."""
    return and_(
        Session.person_id.in_(trained_people(trainer_id)),
        or_(Session.handed_in_at.is_not(None), Session.obligation_id.is_not(None)),
    )


def versions_of(roleplay: str, scope: Scope) -> list[VersionRow]:
    """The versions of a scenario that somebody has played to an end, the newest play first."""
    last = func.max(Session.ended_at)
    query = (
        select(
            Session.version,
            func.min(Session.text),
            func.count(),
            func.count(Session.person_id.distinct()),
            func.sum(case((Session.passed.is_(True), 1), else_=0)),
            last,
        )
        .where(Session.roleplay == roleplay, Session.ended_at.is_not(None), scope)
        .group_by(Session.version)
        .order_by(last.desc())
    )
    return [VersionRow(*row) for row in db.read().execute(query)]


def steps_of(roleplay: str, version: str, scope: Scope) -> list[StepRow]:
    """What was said where in the ended talks of one version, with the mean change it made.

    Trust breaks with a line that makes it fall by two or more, or down to the lowest point, below zero, of a talk.
    """
    moves = _moves(_played(roleplay, version, scope))
    broke = or_(
        moves.c.change <= BREAK,
        and_(moves.c.change < 0, moves.c.trust < 0, moves.c.trust == moves.c.lowest),
    )
    query = select(
        moves.c.node,
        moves.c.choice,
        func.count(),
        func.count(moves.c.person_id.distinct()),
        cast(func.avg(moves.c.mood), Float),
        cast(func.avg(moves.c.change), Float),
        func.sum(case((broke, 1), else_=0)),
    ).group_by(moves.c.node, moves.c.choice)
    return [StepRow(*row) for row in db.read().execute(query)]


def left_of(roleplay: str, version: str, scope: Scope) -> list[LeftRow]:
    """After which line the unfinished talks of one version stand."""
    each = aliased(Turn)
    last = select(func.max(each.number)).where(each.session_id == Session.id).scalar_subquery()
    query = (
        select(Turn.node, Turn.choice, func.count())
        .select_from(Session)
        .outerjoin(Turn, and_(Turn.session_id == Session.id, Turn.number == last))
        .where(
            Session.roleplay == roleplay,
            Session.version == version,
            Session.ended_at.is_(None),
            scope,
        )
        .group_by(Turn.node, Turn.choice)
    )
    return [LeftRow(*row) for row in db.read().execute(query)]


def endings_of(roleplay: str, version: str, scope: Scope) -> dict[str, int]:
    query = (
        select(Session.result, func.count())
        .where(_played(roleplay, version, scope))
        .group_by(Session.result)
    )
    return {result: n for result, n in db.read().execute(query) if result is not None}


def met_of(roleplay: str, version: str, scope: Scope, criteria: Sequence[str]) -> list[Met]:
    """How far each criterion was met in the ended talks of one version."""
    query = select(*_marks(criteria)).where(_played(roleplay, version, scope))
    row = db.read().execute(query).one()
    return _met(criteria, row)


def plays_of_all(versions: Iterable[str]) -> dict[str, tuple[str, int, int, int]]:
    """For each of several versions its scenario, ended talks, people and passes."""
    query = (
        select(
            Session.version,
            Session.roleplay,
            func.count(),
            func.count(Session.person_id.distinct()),
            func.sum(case((Session.passed.is_(True), 1), else_=0)),
        )
        .where(Session.version.in_(list(versions)), Session.ended_at.is_not(None))
        .group_by(Session.version, Session.roleplay)
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in db.read().execute(query)}


def choices_of_all(versions: Iterable[str]) -> dict[str, dict[tuple[str, str | None], int]]:
    """For each of several versions how often each choice was made in ended talks."""
    query = (
        select(Session.version, Turn.node, Turn.choice, func.count())
        .join(Session, Session.id == Turn.session_id)
        .where(Session.version.in_(list(versions)), Session.ended_at.is_not(None))
        .group_by(Session.version, Turn.node, Turn.choice)
    )
    found: dict[str, dict[tuple[str, str | None], int]] = {}
    for version, node, choice, times in db.read().execute(query):
        found.setdefault(version, {})[node, choice] = times
    return found


def met_of_all(versions: Iterable[str], criteria: Sequence[str]) -> dict[str, list[Met]]:
    """For each of several versions how far each criterion was met in ended talks."""
    query = (
        select(Session.version, *_marks(criteria))
        .where(Session.version.in_(list(versions)), Session.ended_at.is_not(None))
        .group_by(Session.version)
    )
    return {row[0]: _met(criteria, row[1:]) for row in db.read().execute(query)}


def _played(roleplay: str, version: str, scope: Scope) -> ColumnElement[bool]:
    return and_(
        Session.roleplay == roleplay,
        Session.version == version,
        Session.ended_at.is_not(None),
        scope,
    )


def _moves(played: ColumnElement[bool]) -> Subquery:
    """Each turn with the change it made, and the lowest trust of its talk."""
    before, mood_before = (
        func.coalesce(func.lag(column).over(partition_by=Turn.session_id, order_by=Turn.number), 0)
        for column in (Turn.trust, Turn.mood)
    )
    return (
        select(
            Session.person_id,
            Turn.node,
            Turn.choice,
            Turn.trust,
            (Turn.trust - before).label("change"),
            (Turn.mood - mood_before).label("mood"),
            func.min(Turn.trust).over(partition_by=Turn.session_id).label("lowest"),
        )
        .join(Session, Session.id == Turn.session_id)
        .where(played)
        .subquery()
    )


def _marks(criteria: Sequence[str]) -> list[ColumnElement[Any]]:
    """For each criterion two columns: in how many talks it came up, and its mean there."""
    marks = [Session.marks[name].as_float() for name in criteria]
    return [column for mark in marks for column in (func.count(mark), func.avg(mark))]


def _met(criteria: Sequence[str], row: Sequence[Any]) -> list[Met]:
    return [
        Met(name, row[2 * i] or 0, None if row[2 * i + 1] is None else float(row[2 * i + 1]))
        for i, name in enumerate(criteria)
    ]
