"""Who of somebody's people needs help, and why: by the same rule as the matrix and the reports."""

from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, union_all

from courseware import db
from courseware.accounts.models import Person, TeamMembership
from courseware.cohorts.models import CohortMembership
from courseware.content.definitions import Course
from courseware.home.types import LookAt
from courseware.kit import clock
from courseware.reports.queries.facts import tracks_of
from courseware.reports.queries.groups import limits_now
from courseware.reports.queries.standings import owed_by, situations_of, standings_of
from courseware.reports.rules import needs_in
from courseware.reports.types.matrix import Standing


def who_needs_help(course: Course, ids: Select[Any]) -> list[LookAt]:
    """The people of these ids who need help, most reasons first."""
    now, limits = clock.now(), limits_now()
    owed = owed_by(course, ids, now)
    situations = situations_of(ids, owed, limits.failures)
    if not situations:
        return []
    through = _through(course, ids, owed)
    found = []
    for person_id, name, since in _people(ids):
        if person_id in situations and person_id not in through:
            needs = needs_in(situations[person_id], since, limits, now)
            if needs:
                found.append(LookAt(person_id, name, needs))
    return sorted(found, key=_urgency)


def _urgency(row: LookAt) -> tuple[int, int, str]:
    """Most reasons first; then what goes on longest or happened most often."""
    return -len(row.needs), -max(need.count for need in row.needs), row.person


def _through(course: Course, ids: Select[Any], owed: Any) -> set[int]:
    """Who has passed every module of their track: they need no help any more."""
    standings, own = standings_of(course, ids, owed, None), tracks_of(ids)
    ready = {module.slug for module in course.ready_modules}
    tracks = {track.id: ready.intersection(track.modules) for track in course.tracks}
    usual = course.tracks[0].id
    return {
        person_id
        for person_id, standing in standings.items()
        if _is_through(standing, tracks.get(own.get(person_id, usual), tracks[usual]))
    }


def _is_through(standing: Standing, wanted: set[str]) -> bool:
    return bool(wanted) and wanted <= standing.passed


def _people(ids: Select[Any]) -> list[tuple[int, str, date]]:
    """Number, name and the day on which they came into their team or class first."""
    t, c = TeamMembership, CohortMembership
    came = union_all(
        select(t.person_id, t.from_on).where(t.to_on.is_(None)),
        select(c.person_id, c.from_on).where(c.to_on.is_(None)),
    ).subquery()
    query = (
        select(Person.id, Person.name, func.min(came.c.from_on))
        .join(came, came.c.person_id == Person.id)
        .where(Person.id.in_(ids))
        .group_by(Person.id, Person.name)
    )
    return [(row[0], row[1], row[2]) for row in db.read().execute(query)]
