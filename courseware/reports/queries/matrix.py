"""The matrix: everybody at once, in so many statements, each of which answers with one row a person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_

from courseware import db
from courseware.accounts.models import Person, Team, TeamMembership
from courseware.accounts.types import Me
from courseware.cohorts.queries import get_cohort_for, groups_of, members_of, schedule_of
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.kit.spelling import spelling_of
from courseware.live.queries.attendance import attendance
from courseware.reports.queries.facts import tracks_of
from courseware.reports.queries.groups import (
    cohort_rows,
    limits_now,
    name_of_team,
    people_of_teams,
    team_rows,
)
from courseware.reports.queries.standings import owed_by, situations_of, standings_of
from courseware.reports.rules import columns_of, needs_in
from courseware.reports.rules.matrix import letters_of, with_far_below
from courseware.reports.types import Column
from courseware.reports.types.matrix import Matrix, MatrixRow, Situation, Standing

#: so many people stand in one matrix that scrolls; above them it is shown page by page
MOST_IN_MATRIX = 2000
NOTHING = Situation({}, (), owes=False, late_modules=0, last_at=None)


@dataclass(frozen=True, slots=True)
class _Who:
    """One person, before anything is known of what they did."""

    id: int
    name: str
    number: str
    team: str
    since: date
    counts_from: datetime | None


def cohort_matrix(me: Me, course: Course, cohort_id: int) -> Matrix:
    """The members, now, of a class that this person trains or administers; to others there is none."""
    cohort = get_cohort_for(me, cohort_id)
    track = next((found for found in course.tracks if found.id == cohort.track), course.tracks[0])
    people = _who(cohort_rows(cohort_id, None))
    groups: dict[int, list[str]] = defaultdict(list)
    for group in groups_of(cohort_id):
        for member in group.members:
            groups[member].append(group.name)
    basis = _Basis(course, columns_of(course, track.modules), members_of(cohort_id), track.id)
    if any(who.counts_from for who in people):
        basis = replace(basis, cohort_id=cohort_id)
    rows = _rows(basis, people, groups)
    if not schedule_of(cohort_id):
        rows = with_far_below(rows)
    return _matrix(cohort.name, basis.columns, _with_attendance(rows, cohort_id))


def team_matrix(me: Me, course: Course, team_id: int | None) -> Matrix:
    """All people below a manager, or those of one team below them with the teams below that."""
    name = name_of_team(me, team_id)
    people = _who(team_rows(me, team_id, None))
    columns = columns_of(course, [m.slug for m in course.modules])
    basis = _Basis(course, columns, people_of_teams(me, team_id), "")
    return _matrix(name, columns, _with_attendance(_rows(basis, people, {}), None))


@dataclass(frozen=True, slots=True)
class _Basis:
    course: Course
    columns: tuple[Column, ...]
    ids: Select[Any]  # of the people
    track: str  # that counts for all of them; empty = each one's own
    cohort_id: int | None = None  # whose members count their facts from a time of their own


def _matrix(name: str, columns: tuple[Column, ...], rows: Iterable[MatrixRow]) -> Matrix:
    ordered = sorted(rows, key=lambda row: (row.spelling.order, row.name, row.person_id))
    groups = sorted({g for row in ordered for g in row.groups}, key=lambda g: spelling_of(g).order)
    return Matrix(name, columns, tuple(ordered), tuple(groups))


def _with_attendance(rows: Sequence[MatrixRow], cohort_id: int | None) -> list[MatrixRow]:
    """How often each was at the sessions of this class, or of all of theirs."""
    found = attendance([row.person_id for row in rows], cohort_id=cohort_id)
    return [
        replace(row, attended=there.attended, held=there.held)
        if (there := found[row.person_id]).held
        else row
        for row in rows
    ]


def _who(query: Any) -> list[_Who]:
    """Everybody once, with staff number and team; of several memberships the first, as in the reports."""
    own, current = TeamMembership.__table__.alias(), Team.__table__.alias()
    query = (
        query.add_columns(Person.employee_number, current.c.name.label("team"))
        .outerjoin(own, and_(own.c.person_id == Person.id, own.c.to_on.is_(None)))
        .outerjoin(current, current.c.id == own.c.team_id)
    )
    found: dict[int, _Who] = {}
    for row in db.read().execute(query):
        who = _Who(
            row.id,
            row.name,
            row.employee_number or "",
            row.team or "",
            row.from_on,
            row.counts_from,
        )
        found.setdefault(row.id, who)
    return list(found.values())


def _rows(basis: _Basis, people: Sequence[_Who], groups: dict[int, list[str]]) -> list[MatrixRow]:
    now, limits = clock.now(), limits_now()
    owed = owed_by(basis.course, basis.ids, now)
    standings = standings_of(basis.course, basis.ids, owed, basis.cohort_id)
    situations = situations_of(basis.ids, owed, limits.failures)
    known = {found.id: found.modules for found in basis.course.tracks}
    own = {} if basis.track else tracks_of(basis.ids)
    usual, ready = basis.course.tracks[0].id, {c.slug for c in basis.columns if c.is_ready}
    rows = []
    for who in people:
        track = known.get(basis.track or own.get(who.id, usual), known[usual])
        row = _row(
            basis,
            who,
            standings.get(who.id, Standing()),
            wanted=ready.intersection(track),
            groups=(*([who.team] if who.team else []), *groups.get(who.id, ())),
        )
        if not row.is_complete:
            needs = needs_in(situations.get(who.id, NOTHING), who.since, limits, now)
            row = replace(row, needs=needs) if needs else row
        rows.append(row)
    return rows


def _row(
    basis: _Basis, who: _Who, standing: Standing, *, wanted: set[str], groups: tuple[str, ...]
) -> MatrixRow:
    late = standing.late or {}
    return MatrixRow(
        person_id=who.id,
        name=who.name,
        number=who.number,
        place="、".join(groups),
        groups=groups,
        spelling=spelling_of(who.name),
        states=letters_of(basis.columns, standing),
        late_in={n: late[c.slug] for n, c in enumerate(basis.columns) if c.slug in late}
        if late
        else {},
        passed=len(wanted & standing.passed),
        need=len(wanted),
        late=standing.overdue,
        waiting=standing.in_review,
    )
