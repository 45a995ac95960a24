"""My class: what its members see of it."""

from typing import Any

from flask_login import current_user

from courseware.cohorts import queries as cohorts
from courseware.cohorts.types import CohortRow
from courseware.content import current
from courseware.kit import clock
from courseware.kit.links import linked
from courseware.learning import queries as learning
from courseware.live.queries.my_class import shown_to
from courseware.live.queries.sessions import sessions_of
from courseware.live.routes.base import bp
from courseware.live.types.my_class import ClassLine
from courseware.web.access import signed_in
from courseware.web.locale import lang
from courseware.web.render import render
from courseware.web.zone import today

#: so many dates stand in front
NEXT = 6


@bp.get("/classes")
@signed_in
def my_classes() -> Any:
    tracks = {track.id: track.title[lang()] for track in current.course().tracks}
    rows = cohorts.my_classes(current_user.id)
    return render("live/classes.html", rows=rows, tracks=tracks, today=today())


@bp.get("/classes/<int:number>")
@signed_in
def my_class(number: int) -> Any:
    """Trainers, dates, announcements, sessions, and questions answered for all."""
    cohort = cohorts.get_class_for(current_user, number)
    course, now = current.course(), clock.now()
    lines = _lines(cohort)
    by_slug = course.by_slug
    return render(
        "live/my_class.html",
        cohort=cohort,
        track=learning.track_named(course, cohort.track).title[lang()],
        trainers=cohorts.trainers_in(number),
        groups=[g.name for g in cohorts.groups_of(number) if current_user.id in g.members],
        announcements=cohorts.announcements_of(number),
        linked=linked,
        sessions=[row for row in sessions_of(number) if row.ends_at >= now],
        lines=lines,
        coming=_coming(lines)[:NEXT],
        questions=[q for q in shown_to(number) if q.module in by_slug],
        modules=by_slug,
        is_over=cohort.is_over(today()),
        today=today(),
    )


def _lines(cohort: CohortRow) -> list[ClassLine]:
    """The modules that have a date, in the order of the course."""
    course, days = current.course(), cohorts.days_of(cohort.id)
    standings = learning.standings(current_user.id)
    closed = learning.closed_to(current_user, course)
    return [
        ClassLine(
            module,
            days[module.slug].opens_on,
            days[module.slug].due_on,
            standings[module.slug].state if module.slug in standings else "new",
            module.slug in closed,
        )
        for module in course.modules
        if module.slug in days
    ]


def _coming(lines: list[ClassLine]) -> list[tuple[Any, str, ClassLine]]:
    """The days ahead, each with what happens; what is passed is due no more."""
    first = today()
    days = [
        (day, what, line)
        for line in lines
        for day, what in ((line.opens_on, "opens"), (line.due_on, "due"))
        if day is not None and day >= first and not (what == "due" and line.state == "passed")
    ]
    return sorted(days, key=lambda each: (each[0], each[2].module.number, each[1] == "due"))
