"""Reading series: their rounds, and who kept them."""

from collections.abc import Iterable

from sqlalchemy import and_, case, func, or_, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.assignments.models import Assignment
from courseware.assignments.queries.asked import may_change, rounds_for, sees
from courseware.assignments.rules import round_on
from courseware.assignments.types import AssignmentRow, Kept, Round, SeriesDetail
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.learning.models import Obligation
from courseware.web.zone import today


def series_for(me: Me, series_id: int) -> SeriesDetail:
    """A series that this person made or oversees; to others there is none."""
    rounds = rounds_for(me, series_id)
    if not rounds:
        raise NotFound
    return SeriesDetail(
        id=series_id,
        row=rounds[0],
        rounds=tuple(rounds),
        kept=tuple(kept_in(me, [series_id])),
        next=_next(rounds),
        may_change=all(may_change(me, row.id) for row in rounds),
    )


def kept_in(me: Me, series_ids: Iterable[int]) -> list[Kept]:
    """Of each person in these series, how many of the rounds that are over or done they did in time."""
    wanted = list(series_ids)
    if not wanted:
        return []
    o, now = Obligation, clock.now()
    in_time = and_(o.fulfilled_at.is_not(None), o.fulfilled_at <= o.due_at)
    over = or_(o.fulfilled_at.is_not(None), o.due_at < now)
    query = (
        select(
            Assignment.series_id,
            o.person_id,
            Person.name,
            func.sum(case((in_time, 1), else_=0)),
            func.sum(case((over, 1), else_=0)),
        )
        .join(o, and_(o.source_kind == "assignment", o.source_id == Assignment.id))
        .join(Person, Person.id == o.person_id)
        .where(Assignment.series_id.in_(wanted), o.closed_at.is_(None), sees(me))
        .group_by(Assignment.series_id, o.person_id, Person.name)
        .order_by(Person.name, o.person_id)
    )
    return [Kept(*row) for row in db.read().execute(query)]


def _next(rounds: list[AssignmentRow]) -> Round | None:
    """The round that has not begun yet; none after the end."""
    newest, first = rounds[0], rounds[-1]
    if newest.ended_at or newest.every is None or newest.due_on is None or first.due_on is None:
        return None
    now = round_on(first.due_on, newest.every, max(newest.due_on, today()))
    after = round_on(first.due_on, newest.every, now.due_on + (now.due_on.resolution))
    return after if newest.until_on and after.due_on <= newest.until_on else None
