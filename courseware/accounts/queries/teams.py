"""Who reports to whom: the one rule of whose people somebody sees, and who stands in for whom."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person, Team, TeamDeputy, TeamMembership
from courseware.accounts.types import Deputised, LedTeam
from courseware.errors import NotFound
from courseware.web.zone import today


def people_under(manager_id: int) -> Select[Any]:
    """A select of the ids of the people below a manager: the members now of their teams and of all teams below.

    The one rule of who is whose; nobody is below themselves. Those who may no longer sign in are still seen.
    """
    teams = teams_under(manager_id).subquery()
    return select(TeamMembership.person_id).where(
        TeamMembership.team_id.in_(select(teams.c.id)),
        TeamMembership.to_on.is_(None),
        TeamMembership.person_id != manager_id,
    )


def active_under(manager_id: int) -> Select[Any]:
    """Those of the people below a manager who may sign in: whom counts of now are about."""
    return select(Person.id).where(
        Person.id.in_(people_under(manager_id)), Person.deactivated_at.is_(None)
    )


def teams_under(manager_id: int) -> Select[Any]:
    """A select of the ids of the teams a person manages or deputises for, and of all teams below those."""
    deputised = select(TeamDeputy.team_id).where(TeamDeputy.person_id == manager_id, deputises())
    return _with_those_below(or_(Team.manager_id == manager_id, Team.id.in_(deputised)))


def teams_led(manager_id: int) -> Select[Any]:
    """A select of the ids of the teams a person manages, and of all below; not those of a deputy's days."""
    return _with_those_below(Team.manager_id == manager_id)


def deputises() -> ColumnElement[bool]:
    """Whether today lies between the two days of a deputy, both included."""
    on = today()
    return and_(TeamDeputy.from_on <= on, or_(TeamDeputy.to_on.is_(None), TeamDeputy.to_on >= on))


def stood_in_for(deputy_id: int) -> Select[Any]:
    """A select of the ids of the managers for whom somebody stands in today."""
    return (
        select(Team.manager_id)
        .join(TeamDeputy, TeamDeputy.team_id == Team.id)
        .where(TeamDeputy.person_id == deputy_id, Team.manager_id.is_not(None), deputises())
    )


def deputies_of(manager_id: int, person_id: int) -> list[int]:
    """Ids of those who stand in for a manager today and so lead the person; never the person."""
    query = (
        select(TeamDeputy.person_id)
        .join(Team, Team.id == TeamDeputy.team_id)
        .join(Person, Person.id == TeamDeputy.person_id)
        .where(Team.manager_id == manager_id, deputises(), Person.deactivated_at.is_(None))
    )
    found = sorted(set(db.read().scalars(query)))
    return [deputy for deputy in found if manages(deputy, person_id)]


def manages(manager_id: int, person_id: int) -> bool:
    """Whether `person_id` is, now, somewhere below `manager_id`; nobody is below themselves."""
    if manager_id == person_id:
        return False
    query = people_under(manager_id).where(TeamMembership.person_id == person_id)
    return db.read().execute(query.limit(1)).first() is not None


def managers_now() -> list[int]:
    """Ids of everybody who manages a team or stands in for its manager today, and may sign in."""
    deputies = select(TeamDeputy.person_id).where(deputises())
    managers = select(Team.manager_id).where(Team.manager_id.is_not(None))
    query = select(Person.id).where(
        or_(Person.id.in_(managers), Person.id.in_(deputies)), Person.deactivated_at.is_(None)
    )
    return list(db.read().scalars(query.order_by(Person.id)))


def managers_above(person_id: int) -> list[int]:
    """Ids of the managers up the line, the nearest first; deputies are not listed; the person never is."""
    found: list[int] = []
    team_id = db.read().scalar(
        select(TeamMembership.team_id).where(
            TeamMembership.person_id == person_id, TeamMembership.to_on.is_(None)
        )
    )
    seen: set[int] = set()
    while team_id is not None and team_id not in seen:
        seen.add(team_id)
        row = (
            db.read()
            .execute(select(Team.manager_id, Team.parent_id).where(Team.id == team_id))
            .one()
        )
        if row.manager_id and row.manager_id != person_id:
            found.append(row.manager_id)
        team_id = row.parent_id
    return found


def led_teams(manager_id: int) -> list[LedTeam]:
    """The teams that somebody manages, their own first, then those below; not those of a deputy's days."""
    manager = aliased(Person)
    query = (
        select(Team.id, Team.name, Team.manager_id, manager.name)
        .outerjoin(manager, manager.id == Team.manager_id)
        .where(Team.id.in_(teams_led(manager_id)))
    )
    found = [LedTeam(*row) for row in db.read().execute(query)]
    return sorted(found, key=lambda team: (team.manager_id != manager_id, team.name, team.id))


def get_led_team(manager_id: int, team_id: int) -> LedTeam:
    """A team for which this person may name a deputy; to others there is none."""
    for team in led_teams(manager_id):
        if team.id == team_id:
            return team
    raise NotFound


def deputies_named(manager_id: int) -> list[Deputised]:
    """Who stands in, today or later, in the teams that somebody manages; the first to begin first."""
    query = (
        select(
            TeamDeputy.id,
            TeamDeputy.team_id,
            Team.name,
            Person.name,
            TeamDeputy.from_on,
            TeamDeputy.to_on,
        )
        .join(Person, Person.id == TeamDeputy.person_id)
        .join(Team, Team.id == TeamDeputy.team_id)
        .where(
            TeamDeputy.team_id.in_(teams_led(manager_id)),
            or_(TeamDeputy.to_on.is_(None), TeamDeputy.to_on >= today()),
        )
        .order_by(TeamDeputy.from_on, TeamDeputy.id)
    )
    return [Deputised(*row) for row in db.read().execute(query)]


def _with_those_below(top: ColumnElement[bool]) -> Select[Any]:
    below = select(Team.id).where(top).cte(recursive=True)
    below = below.union(select(Team.id).where(Team.parent_id == below.c.id))
    return select(below.c.id)
