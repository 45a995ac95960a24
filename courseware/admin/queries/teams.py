"""Teams and classes as administrators look at them and choose from them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person, Team, TeamDeputy
from courseware.cohorts.models import Cohort


@dataclass(frozen=True, slots=True)
class TeamLine:
    id: int
    name: str
    manager: str | None
    manager_email: str | None
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class DeputyLine:
    id: int
    name: str
    from_on: date
    to_on: date | None  # the last day; none = until further notice


def teams() -> list[TeamLine]:
    """Teams by name."""
    query = (
        select(Team.id, Team.name, Person.name, Person.email, Team.parent_id)
        .outerjoin(Person, Person.id == Team.manager_id)
        .order_by(Team.name, Team.id)
    )
    return [TeamLine(*row) for row in db.read().execute(query)]


def team_choices() -> list[tuple[int, str]]:
    """Teams to choose from; 0 is none."""
    return [(0, "–"), *((team.id, team.name) for team in teams())]


def deputies(team_id: int) -> list[DeputyLine]:
    """Who stands in for the manager of a team, the latest first; those whose time is over too."""
    query = (
        select(TeamDeputy.id, Person.name, TeamDeputy.from_on, TeamDeputy.to_on)
        .join(Person, Person.id == TeamDeputy.person_id)
        .where(TeamDeputy.team_id == team_id)
        .order_by(TeamDeputy.from_on.desc(), TeamDeputy.id.desc())
    )
    return [DeputyLine(*row) for row in db.read().execute(query)]


def cohort_choices() -> list[tuple[int, str]]:
    query = select(Cohort.id, Cohort.name).order_by(Cohort.starts_on.desc())
    return [(row.id, row.name) for row in db.read().execute(query)]
