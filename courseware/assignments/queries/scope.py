"""Who may ask whom, who may be named as reviewer, and whom a target means."""

from typing import Any

from sqlalchemy import Select, func, or_, select

from courseware import db
from courseware.accounts.models import Person, Team, TeamMembership
from courseware.accounts.queries import people, people_under, teams_under
from courseware.accounts.types import Me, PersonRow
from courseware.assignments.types import Place, Scope, Target
from courseware.cohorts.models import CohortMembership, CohortTrainer
from courseware.cohorts.queries import cohorts_for, members_of, trained_cohorts, trained_people

#: more people than these are chosen by team or class, not one by one
MOST_BOXES = 300


def scope_for(me: Me) -> Scope:
    """Whom a person may ask, alone or as a whole team or class, and whom they may name as reviewer."""
    mine = people_of(me)
    total = db.read().scalar(select(func.count()).select_from(mine.subquery())) or 0
    classes = [Place("cohort", c.id, c.name, c.members) for c in cohorts_for(me) if c.members]
    boxes = tuple(people(mine)) if total <= MOST_BOXES else ()
    return Scope((*_teams(me), *classes), boxes, total, tuple(_reviewers(me, mine)))


def people_of(me: Me) -> Select[Any]:
    """A select of the ids of the active people somebody may ask: below them, in their classes; never themselves."""
    query = select(Person.id).where(Person.deactivated_at.is_(None), Person.id != me.id)
    if me.is_administrator:
        return query
    return query.where(
        or_(Person.id.in_(people_under(me.id)), Person.id.in_(trained_people(me.id)))
    )


def people_in(target: Target) -> Select[Any]:
    """A select of the ids of the people that a target means now."""
    if target.kind == "team":
        return select(TeamMembership.person_id).where(
            TeamMembership.team_id.in_(teams_below(target.id)), TeamMembership.to_on.is_(None)
        )
    if target.kind == "cohort":
        return members_of(target.id)
    return select(Person.id).where(Person.id == target.id)


def teams_above(team_id: int) -> Select[Any]:
    """A select of the ids of a team and of all teams above it."""
    line = select(Team.id, Team.parent_id).where(Team.id == team_id).cte(recursive=True)
    line = line.union(select(Team.id, Team.parent_id).where(Team.id == line.c.parent_id))
    return select(line.c.id)


def teams_below(team_id: int) -> Select[Any]:
    """A select of the ids of a team and of all teams below it."""
    below = select(Team.id).where(Team.id == team_id).cte(recursive=True)
    below = below.union(select(Team.id).where(Team.parent_id == below.c.id))
    return select(below.c.id)


def _teams(me: Me) -> list[Place]:
    """The teams that somebody may ask as a whole, each with the people of the teams below it."""
    members = (
        select(func.count())
        .select_from(TeamMembership)
        .join(Person, Person.id == TeamMembership.person_id)
        .where(
            TeamMembership.team_id == Team.id,
            TeamMembership.to_on.is_(None),
            TeamMembership.person_id != me.id,
            Person.deactivated_at.is_(None),
        )
        .scalar_subquery()
    )
    query = select(Team.id, Team.parent_id, Team.name, members).order_by(Team.name, Team.id)
    if not me.is_administrator:
        query = query.where(Team.id.in_(teams_under(me.id)))
    rows = db.read().execute(query).all()
    parents = {row[0]: row[1] for row in rows}
    sizes = dict.fromkeys(parents, 0)
    for team_id, _parent, _name, own in rows:
        above, seen = team_id, set[int]()
        while above in sizes and above not in seen:
            sizes[above] += own
            seen.add(above)
            above = parents[above]
    return [Place("team", row[0], row[2], sizes[row[0]]) for row in rows]


def _reviewers(me: Me, mine: Select[Any]) -> list[PersonRow]:
    """Oneself, then the trainers of one's classes and people, and the managers of the teams below."""
    classes = select(CohortMembership.cohort_id).where(
        CohortMembership.person_id.in_(mine), CohortMembership.to_on.is_(None)
    )
    trainers = select(CohortTrainer.person_id).where(
        or_(
            CohortTrainer.cohort_id.in_(trained_cohorts(me.id)),
            CohortTrainer.cohort_id.in_(classes),
        )
    )
    managers = select(Team.manager_id).where(
        Team.manager_id.is_not(None), Team.id.in_(teams_under(me.id))
    )
    others = select(Person.id).where(
        or_(Person.id.in_(trainers), Person.id.in_(managers)), Person.id != me.id
    )
    return [PersonRow(me.id, me.name, me.email), *people(others)[:MOST_BOXES]]
