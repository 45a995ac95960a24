"""A class session to test with, and the moments around it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from courseware import db
from courseware.accounts.queries import me_by_id
from courseware.accounts.types import Me
from courseware.cohorts.models import CohortMembership
from courseware.live.actions import attendance, sessions
from courseware.live.models import ClassSession
from courseware.live.types.sessions import Plan
from tests.world import START as TERM
from tests.world import Cast

#: a session of two hours; ten o'clock in Shanghai
START = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BEFORE = START - timedelta(minutes=5)
AFTER = START + 3 * HOUR


def me_of(person_id: int) -> Me:
    """Somebody as the actor of an action."""
    found = me_by_id(person_id)
    assert found is not None
    return found


def plan(**more: Any) -> Plan:
    return Plan(**{"title": "谈判课", "starts_at": START, "ends_at": START + 2 * HOUR, **more})


def planned(database: db.Database, cast: Cast, **more: Any) -> int:
    """A session of tara's class."""
    with db.transaction(database):
        return sessions.plan_sessions(me_of(cast.tara), cast.cohort, [plan(**more)])[0]


def opened(database: db.Database, cast: Cast, **more: Any) -> int:
    """A session of tara's class whose sign-in is open."""
    number = planned(database, cast, **more)
    with db.transaction(database):
        attendance.open_sign_in(me_of(cast.tara), number)
    return number


def secret(database: db.Database, number: int) -> str:
    with db.transaction(database) as session:
        found = session.get(ClassSession, number)
        assert found is not None
        return found.secret


def join(database: db.Database, cohort: int, *people: int) -> None:
    """Put people into a class from its first day."""
    with db.transaction(database) as session:
        session.add_all(
            CohortMembership(cohort_id=cohort, person_id=p, from_on=TERM) for p in people
        )
