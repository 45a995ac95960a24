"""Names to choose from where a form asks for a person."""

from sqlalchemy import or_, select

from courseware import db
from courseware.accounts.models import Person, Team, TeamMembership
from courseware.cohorts.models import CohortMembership, CohortTrainer

#: so many names are still a list to choose from
MOST = 200


def colleagues(person_id: int) -> list[str]:
    """The names of people in my classes and team, with who trains and leads them; mine among them."""
    now = CohortMembership.to_on.is_(None)
    classes = select(CohortMembership.cohort_id).where(CohortMembership.person_id == person_id, now)
    teams = select(TeamMembership.team_id).where(
        TeamMembership.person_id == person_id, TeamMembership.to_on.is_(None)
    )
    query = (
        select(Person.name)
        .where(
            Person.deactivated_at.is_(None),
            or_(
                Person.id == person_id,
                Person.id.in_(
                    select(CohortMembership.person_id).where(
                        CohortMembership.cohort_id.in_(classes), now
                    )
                ),
                Person.id.in_(
                    select(CohortTrainer.person_id).where(CohortTrainer.cohort_id.in_(classes))
                ),
                Person.id.in_(
                    select(TeamMembership.person_id).where(
                        TeamMembership.team_id.in_(teams), TeamMembership.to_on.is_(None)
                    )
                ),
                Person.id.in_(select(Team.manager_id).where(Team.id.in_(teams))),
            ),
        )
        .order_by(Person.name)
    )
    return list(db.read().scalars(query.distinct().limit(MOST)))
