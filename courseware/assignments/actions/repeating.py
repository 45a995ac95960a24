"""Series: the next round when its time comes, and the end."""

from sqlalchemy import select

from courseware import db
from courseware.accounts.queries import me_by_id
from courseware.accounts.types import Me
from courseware.assignments import queries
from courseware.assignments.actions.asking import hand_out, make
from courseware.assignments.actions.changing import cancel
from courseware.assignments.actions.owing import today
from courseware.assignments.models import Assignment, Series
from courseware.assignments.rules import round_on
from courseware.assignments.types import Asked, Round
from courseware.content.definitions import Course
from courseware.errors import Conflict, Forbidden
from courseware.journal import actions as journal
from courseware.kit import clock

SERIES = "series"


def begin_rounds(course: Course) -> int:
    """Ask for what repeats, where its next period has begun; how many rounds were begun. Twice asked is once made."""
    running = select(Series.id).where(Series.ended_at.is_(None), Series.until_on >= today())
    return sum(_begin_round(course, series_id) for series_id in db.read().scalars(running).all())


def end_series(me: Me, course: Course, series_id: int, *, cancel_open: bool) -> None:
    """No round follows; what is still owed is cancelled or left as it is, as they wish."""
    detail = queries.series_for(me, series_id)
    if not detail.may_change:
        raise Forbidden("Only whoever asked can change this: some of the people are not yours.")
    series = db.load(Series, series_id)
    if series.ended_at is not None:
        raise Conflict("This has been stopped already.")
    series.ended_at = clock.now()
    if cancel_open:
        for row in detail.rounds:
            if row.state in ("open", "late"):
                cancel(me, course, row.id)
    journal.record(me.id, "stopped", (SERIES, series_id), cancelled=cancel_open)


def _begin_round(course: Course, series_id: int) -> bool:
    """The round of today, unless it is there: what a worker that was away has missed is not asked for afterwards."""
    series = db.load(Series, series_id)  # of two workers, the second waits and finds it
    rounds = db.write().scalars(
        select(Assignment).where(Assignment.series_id == series_id).order_by(Assignment.due_on)
    )
    made = rounds.all()
    if series.ended_at is not None or not made or made[0].due_on is None:
        return False
    period = round_on(made[0].due_on, series.every, today())
    if period.due_on > series.until_on or period.due_on in {each.due_on for each in made}:
        return False
    asker = me_by_id(made[-1].asked_by_id)
    if asker is None:  # gone: nobody is there to ask
        series.ended_at = clock.now()
        journal.record(None, "stopped", (SERIES, series_id))
        return False
    return _ask_again(course, asker, made[-1], period)


def _ask_again(course: Course, asker: Me, last: Assignment, period: Round) -> bool:
    """The same of the same targets: whoever is in them today and still among the asker's people."""
    targets = queries.targets_of(last.id)
    mine = set(db.read().scalars(queries.people_of(asker)))
    people: set[int] = set()
    for target in targets:
        people |= set(db.read().scalars(queries.people_in(target))) & mine
    if not people:
        return False
    assignment = make(asker.id, _asked(last, period), targets, series_id=last.series_id)
    hand_out(course, assignment, sorted(people), period)
    return True


def _asked(last: Assignment, period: Round) -> Asked:
    return Asked(
        kind=last.kind,
        item=last.item,
        due_on=period.due_on,
        quantity=last.quantity,
        pass_line=last.pass_line,
        reviewer_id=last.reviewer_id,
        needs_acceptance=last.needs_acceptance,
        joiners_receive=last.joiners_receive,
        words=last.words,
    )
