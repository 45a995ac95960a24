"""Reports on classes and teams: who is in them, from when to when, and their lines."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, null, or_, select

from courseware import db
from courseware.accounts.models import Person, Team, TeamMembership
from courseware.accounts.queries import teams_under
from courseware.accounts.types import Me
from courseware.assignments.queries import teams_below
from courseware.cohorts.models import CohortMembership
from courseware.cohorts.queries import get_cohort_for, groups_of, schedule_of
from courseware.content.definitions import Course
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.kit.clock import Period
from courseware.learning.models import Enrolment
from courseware.reports.queries.facts import facts_of
from courseware.reports.queries.gain import gain_in
from courseware.reports.queries.sessions import with_attendance
from courseware.reports.rules import (
    Basis,
    Limits,
    columns_of,
    facts_until,
    far_below,
    line_of,
    parts_of,
    window_of,
)
from courseware.reports.types import Facts, Member, Report, TeamChoice, Window
from courseware.settings import queries as organisation

#: one report holds so many people; above them stands a choice of teams
MOST_PEOPLE = 400


def cohort_report(
    me: Me, course: Course, cohort_id: int, period: Period | None, *, as_of: datetime | None = None
) -> Report:
    """A class that this person trains or administers; to others there is none. `as_of`: now, as it was then."""
    cohort = get_cohort_for(me, cohort_id)
    track = next((found for found in course.tracks if found.id == cohort.track), course.tracks[0])
    members = members_of(cohort_rows(cohort_id, period), period)
    groups = groups_of(cohort_id)
    members = [
        replace(member, place="、".join(g.name for g in groups if member.id in g.members))
        for member in members
    ]
    now = as_of or clock.now()
    basis = Basis(course, columns_of(course, track.modules), period, now, limits_now())
    facts = facts_of(course, [m.id for m in members], period=period, track=track.id)
    members, facts = _until(members, facts, as_of)
    report = _report(basis, ("cohort", cohort.name), members, facts)
    attended = with_attendance(report.lines, cohort_id=cohort_id, period=period)
    report = replace(report, lines=attended)
    if period is None and not schedule_of(cohort_id):
        report = replace(report, lines=tuple(far_below(report.lines)))
    # Two exams at two ends of a course fit in no quarter.
    if period is not None or course.final is None:
        return report
    return replace(report, gain=gain_in(course, cohort_id, [m.id for m in members]))


def team_report(
    me: Me,
    course: Course,
    team_id: int | None,
    period: Period | None,
    *,
    as_of: datetime | None = None,
) -> Report:
    """All people below a manager, or those of one team below them with the teams below that."""
    name = name_of_team(me, team_id)
    members = members_of(team_rows(me, team_id, period), period)
    columns = columns_of(course, [m.slug for m in course.modules])
    basis = Basis(course, columns, period, as_of or clock.now(), limits_now())
    facts = facts_of(course, [m.id for m in members], period=period)
    members, facts = _until(members, facts, as_of)
    report = _report(basis, ("team", name), members, facts)
    return replace(report, lines=with_attendance(report.lines, period=period))


def _until(
    members: Sequence[Member], facts: dict[int, Facts], as_of: datetime | None
) -> tuple[list[Member], dict[int, Facts]]:
    """The same people with what they had done and owed by a moment."""
    if as_of is None:
        return list(members), facts
    cut = [replace(m, windows=tuple((first, as_of) for first, _end in m.windows)) for m in members]
    return cut, {person: facts_until(found, as_of) for person, found in facts.items()}


def people_in_report(me: Me, team_id: int | None) -> int:
    """How many people a team report would hold now."""
    name_of_team(me, team_id)
    query = (
        select(func.count(func.distinct(TeamMembership.person_id)))
        .join(Person, Person.id == TeamMembership.person_id)
        .where(_in_teams(me, team_id), *_counts_now(me))
    )
    return db.read().scalar(query) or 0


def team_choices(me: Me) -> list[TeamChoice]:
    """The teams a person may report on, with their own members now."""
    members = (
        select(func.count())
        .select_from(TeamMembership)
        .join(Person, Person.id == TeamMembership.person_id)
        .where(TeamMembership.team_id == Team.id, *_counts_now(me))
        .scalar_subquery()
    )
    query = select(Team.id, Team.name, members).order_by(Team.name, Team.id)
    if not me.is_administrator:
        query = query.where(Team.id.in_(teams_under(me.id)))
    return [TeamChoice(*row) for row in db.read().execute(query)]


def limits_now() -> Limits:
    """From when on somebody needs help, as the organisation has set it."""
    choices = organisation.current()
    return Limits(
        choices.help_failures,
        choices.help_quiet_days,
        choices.help_return_days,
        choices.help_behind,
    )


def _report(
    basis: Basis, what: tuple[str, str], members: Sequence[Member], facts: dict[int, Facts]
) -> Report:
    lines = tuple(line_of(basis, member, facts[member.id]) for member in members)
    tracks = [frozenset(facts[member.id].track) for member in members]
    parts = parts_of(basis, lines, tracks)
    return Report(*what, basis.period, basis.now, basis.columns, lines, parts)


def members_of(query: Any, period: Period | None) -> list[Member]:
    """One member for each person, with the times for which their facts count; by name."""
    zone = organisation.current().zone
    found: dict[int, Member] = {}
    for row in db.read().execute(query):
        window = _window(row, period, zone)
        if window is None:
            continue
        known = found.get(row.id)
        if known is None:
            current = row.to_on is None
            found[row.id] = Member(row.id, row.name, row.place, row.from_on, current, (window,))
        else:
            found[row.id] = replace(
                known,
                place=row.place if row.to_on is None else known.place,
                is_current=known.is_current or row.to_on is None,
                windows=(*known.windows, window),
            )
    return list(found.values())


def _window(row: Any, period: Period | None, zone: ZoneInfo) -> Window | None:
    """Up to now all facts of a current member count; in a period those within the membership."""
    counts_from: datetime | None = row.counts_from
    if period is None:
        return (counts_from, None)
    window = window_of(row.from_on, row.to_on, period, zone)
    if window is None or counts_from is None or window[0] is None:
        return window
    return (max(window[0], counts_from), window[1])


def cohort_rows(cohort_id: int, period: Period | None) -> Any:
    m = CohortMembership
    enrolment = and_(Enrolment.person_id == m.person_id, Enrolment.cohort_id == cohort_id)
    counts_from = (
        select(Enrolment.counts_from)
        .where(enrolment)
        .order_by(Enrolment.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Person.id,
            Person.name,
            Person.email.label("place"),
            m.from_on,
            m.to_on,
            counts_from.label("counts_from"),
        )
        .join(m, m.person_id == Person.id)
        .where(m.cohort_id == cohort_id, _while(m, period))
        .order_by(Person.name, Person.id, m.from_on)
    )


def team_rows(me: Me, team_id: int | None, period: Period | None) -> Any:
    m = TeamMembership
    query = (
        select(
            Person.id,
            Person.name,
            Team.name.label("place"),
            m.from_on,
            m.to_on,
            # Every fact of a person counts for their manager, whichever enrolment it was for.
            null().label("counts_from"),
        )
        .join(m, m.person_id == Person.id)
        .join(Team, Team.id == m.team_id)
        .where(_in_teams(me, team_id), _while(m, period), Person.id != me.id)
        .order_by(Person.name, Person.id, m.from_on)
    )
    return query if period else query.where(Person.deactivated_at.is_(None))


def people_of_teams(me: Me, team_id: int | None) -> Select[Any]:
    """A select of the ids of those whom a report of now on these teams holds."""
    return (
        select(TeamMembership.person_id)
        .join(Person, Person.id == TeamMembership.person_id)
        .where(_in_teams(me, team_id), *_counts_now(me))
    )


def _counts_now(me: Me) -> tuple[ColumnElement[bool], ...]:
    """Members now whom a report of now holds: who may sign in, and not oneself."""
    return (
        TeamMembership.to_on.is_(None),
        TeamMembership.person_id != me.id,
        Person.deactivated_at.is_(None),
    )


def _in_teams(me: Me, team_id: int | None) -> ColumnElement[bool]:
    if team_id is not None:
        return TeamMembership.team_id.in_(teams_below(team_id))
    if me.is_administrator:
        return TeamMembership.team_id.is_not(None)
    return TeamMembership.team_id.in_(teams_under(me.id))


def _while(membership: Any, period: Period | None) -> ColumnElement[bool]:
    """Memberships of now, or those that overlap a period."""
    if period is None:
        now: ColumnElement[bool] = membership.to_on.is_(None)
        return now
    return and_(
        membership.from_on <= period.last,
        or_(membership.to_on.is_(None), membership.to_on > period.first),
    )


def name_of_team(me: Me, team_id: int | None) -> str:
    """The name of the team a report is about; NotFound when it is not below this person."""
    choices = {choice.id: choice.name for choice in team_choices(me)}
    if team_id is not None:
        if team_id not in choices:
            raise NotFound
        return choices[team_id]
    return "、".join(list(choices.values())[:3]) + ("…" if len(choices) > 3 else "")
