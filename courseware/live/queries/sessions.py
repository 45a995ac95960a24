"""Reading class sessions: which there are, and who may see one."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from courseware import db
from courseware.accounts.types import Me
from courseware.cohorts.models import Cohort, CohortMembership
from courseware.cohorts.queries import trained_cohorts
from courseware.errors import NotFound
from courseware.live.models import ClassSession, SessionModule
from courseware.live.types.sessions import SessionRow

s = ClassSession
COLUMNS = (
    s.id,
    s.cohort_id,
    Cohort.name,
    s.title,
    s.starts_at,
    s.ends_at,
    s.place,
    s.link,
    s.words,
    s.cancelled_at,
    s.sign_in_opened_at,
    s.sign_in_closed_at,
    s.counter,
)


def get_session_for(me: Me, session_id: int) -> SessionRow:
    """A session of a class that somebody is in, trains or administers; to others there is none."""
    row = db.read().execute(_sessions().where(s.id == session_id)).first()
    if row is None:
        raise NotFound
    found = SessionRow(*row)
    leads = me.is_administrator or _trains(me.id, found.cohort_id)
    if not leads and not _is_in(me.id, found.cohort_id):
        raise NotFound
    return replace(_with_modules([found])[0], leads=leads)


def get_led_session(me: Me, session_id: int) -> SessionRow:
    """A session that somebody runs: as trainer of its class, or as administrator; to others there is none."""
    found = get_session_for(me, session_id)
    if not found.leads:
        raise NotFound
    return found


def find_session(session_id: int) -> SessionRow:
    """Any session, for somebody who has shown that they are in its room."""
    row = db.read().execute(_sessions().where(s.id == session_id)).first()
    if row is None:
        raise NotFound
    return SessionRow(*row)


def sessions_of(cohort_id: int) -> list[SessionRow]:
    """All sessions of a class, the earliest first."""
    query = _sessions().where(s.cohort_id == cohort_id).order_by(s.starts_at, s.id)
    return _with_modules([SessionRow(*row) for row in db.read().execute(query)])


def sessions_for(person_id: int, *, since: datetime | None = None) -> list[SessionRow]:
    """The sessions of the classes somebody is in now, the earliest first; only those that end after `since`."""
    classes = select(CohortMembership.cohort_id).where(
        CohortMembership.person_id == person_id, CohortMembership.to_on.is_(None)
    )
    query = _sessions().where(s.cohort_id.in_(classes)).order_by(s.starts_at, s.id)
    if since is not None:
        query = query.where(s.ends_at >= since)
    return _with_modules([SessionRow(*row) for row in db.read().execute(query)])


def secret_of(session_id: int) -> str:
    """What the codes of a session follow from."""
    return db.read().scalar(select(s.secret).where(s.id == session_id)) or ""


def _sessions() -> Any:
    query: Any = select(*COLUMNS).join(Cohort, Cohort.id == s.cohort_id)
    return query


def _with_modules(rows: Sequence[SessionRow]) -> list[SessionRow]:
    covered = _modules([row.id for row in rows])
    return [replace(row, modules=tuple(covered[row.id])) for row in rows]


def _modules(ids: Collection[int]) -> dict[int, list[str]]:
    query = (
        select(SessionModule.session_id, SessionModule.module)
        .where(SessionModule.session_id.in_(ids))
        .order_by(SessionModule.module)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in db.read().execute(query) if ids else ():
        found[row.session_id].append(row.module)
    return found


def _trains(person_id: int, cohort_id: int) -> bool:
    mine = trained_cohorts(person_id).subquery()
    return bool(
        db.read().scalar(
            select(func.count()).select_from(mine).where(mine.c.cohort_id == cohort_id)
        )
    )


def _is_in(person_id: int, cohort_id: int) -> bool:
    m = CohortMembership
    query = select(m.id).where(
        m.person_id == person_id, m.cohort_id == cohort_id, m.to_on.is_(None)
    )
    return db.read().execute(query.limit(1)).first() is not None
