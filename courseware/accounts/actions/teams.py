"""Teams, who belongs to them, and who stands in."""

from datetime import date, timedelta

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import (
    Person,
    Team,
    TeamDeputy,
    TeamMembership,
)
from courseware.accounts.rules import (
    teams_below,
)
from courseware.errors import NotFound, Refused
from courseware.journal import actions as journal


def join_team(actor_id: int | None, person_id: int, team_id: int, on: date) -> None:
    """Move somebody into a team from a day; the team before ends with it."""
    session, current = db.write(), _membership(person_id)
    if current is not None:
        if current.team_id == team_id:
            return
        _end_membership(current, on)
    session.add(TeamMembership(person_id=person_id, team_id=team_id, from_on=on))
    journal.record(actor_id, "joined-team", ("team", team_id), about=person_id)


def leave_team(actor_id: int, person_id: int, on: date) -> None:
    """Take somebody out of their team from a day; a membership that began that day never was."""
    current = _membership(person_id)
    if current is not None:
        _end_membership(current, on)
        journal.record(actor_id, "left-team", ("team", current.team_id), about=person_id)


def create_team(
    actor_id: int | None, name: str, *, manager_id: int | None, parent_id: int | None = None
) -> Team:
    team = Team(name=name, manager_id=manager_id, parent_id=parent_id)
    session = db.write()
    session.add(team)
    session.flush()
    journal.record(actor_id, "created", ("team", team.id))
    return team


def change_team(
    actor_id: int, team_id: int, *, name: str, manager_id: int | None, parent_id: int | None
) -> None:
    """Change name, manager and place of a team; it can belong neither to itself nor to a team below it."""
    session = db.write()
    # All teams are locked: two changes at once could close a circle that neither sees.
    query = select(Team.id, Team.parent_id).order_by(Team.id).with_for_update()
    above = {row.id: row.parent_id for row in session.execute(query)}
    if parent_id in teams_below(above, team_id):
        raise Refused("A team cannot belong to itself or to a team below it.")
    team = db.load(Team, team_id)
    team.name, team.manager_id, team.parent_id = name, manager_id, parent_id
    about = {"manager": manager_id, "parent": parent_id}
    journal.record(actor_id, "changed", ("team", team_id), about=manager_id, **about)


def add_deputy(actor_id: int, team_id: int, person_id: int, days: tuple[date, date | None]) -> None:
    """Name somebody who stands in for the manager of a team from a day to a day, both included."""
    db.load(Team, team_id)
    first, last = days
    deputy = TeamDeputy(team_id=team_id, person_id=person_id, from_on=first, to_on=last)
    db.write().add(deputy)
    journal.record(actor_id, "named-deputy", ("team", team_id), about=person_id)


def end_deputy(actor_id: int, team_id: int, deputy_id: int, *, on: date) -> None:
    """End a deputy's time before a day; one whose time had not begun is forgotten."""
    deputy = db.load(TeamDeputy, deputy_id)
    if deputy.team_id != team_id:
        raise NotFound
    if deputy.from_on >= on:
        db.write().delete(deputy)
    elif deputy.to_on is None or deputy.to_on >= on:
        deputy.to_on = on - timedelta(days=1)
    journal.record(actor_id, "ended-deputy", ("team", team_id), about=deputy.person_id)


def _membership(person_id: int) -> TeamMembership | None:
    """The current one; of two requests that move somebody, the second waits for the first."""
    db.load(Person, person_id)
    query = select(TeamMembership).where(TeamMembership.person_id == person_id)
    return db.write().scalar(query.where(TeamMembership.to_on.is_(None)))


def _end_membership(membership: TeamMembership, on: date) -> None:
    if membership.from_on >= on:
        db.write().delete(membership)
    else:
        membership.to_on = on
    db.write().flush()  # the index allows one current team
