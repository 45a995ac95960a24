"""Whom groups are drawn from."""

from sqlalchemy import and_, select

from courseware import db
from courseware.accounts.models import Person, Team, TeamMembership
from courseware.cohorts.queries import members_of
from courseware.live.models import Attendance
from courseware.live.types.groups import Ticket


def tickets_of(cohort_id: int, session_id: int | None = None) -> list[Ticket]:
    """The members of a class now with their teams, or those of them who were at a session."""
    m = TeamMembership
    query = (
        select(Person.id, Person.name, m.team_id, Team.name)
        .outerjoin(m, and_(m.person_id == Person.id, m.to_on.is_(None)))
        .outerjoin(Team, Team.id == m.team_id)
        .where(Person.id.in_(members_of(cohort_id)), Person.deactivated_at.is_(None))
        .order_by(Person.id, m.team_id)
    )
    if session_id is not None:
        there = select(Attendance.person_id).where(
            Attendance.session_id == session_id, Attendance.state.in_(("present", "late"))
        )
        query = query.where(Person.id.in_(there))
    # Somebody in two teams is drawn once.
    found = {
        row[0]: Ticket(row[0], row[1], row[2], row[3] or "") for row in db.read().execute(query)
    }
    return list(found.values())
