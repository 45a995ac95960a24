"""Reading the link by which people put themselves into a class, and who asked to come in."""

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.cohorts.models import Cohort, CohortMembership, JoinRequest
from courseware.cohorts.queries.classes import NOW, trained_cohorts
from courseware.cohorts.types import JoinLink, RequestRow
from courseware.errors import NotFound

_LINKS = select(
    Cohort.id,
    Cohort.name,
    Cohort.track,
    Cohort.starts_on,
    Cohort.ends_on,
    Cohort.join_code,
    Cohort.join_until,
    Cohort.join_needs_approval,
)


def join_link_of(cohort_id: int) -> JoinLink:
    """The link of a class as its trainer sees it; `code` is none where there is none."""
    return JoinLink(*db.read().execute(_LINKS.where(Cohort.id == cohort_id)).one())


def link_behind(code: str, today: date) -> JoinLink | None:
    """The class that a link leads into today; none when it is unknown, too old, or the class is over."""
    row = (
        db.read()
        .execute(
            _LINKS.where(
                Cohort.join_code == code,
                or_(Cohort.join_until.is_(None), Cohort.join_until >= today),
                or_(Cohort.ends_on.is_(None), Cohort.ends_on >= today),
            )
        )
        .first()
    )
    return JoinLink(*row) if row else None


def is_member(cohort_id: int, person_id: int) -> bool:
    """Whether somebody is in a class now."""
    query = select(CohortMembership.id).where(
        CohortMembership.cohort_id == cohort_id, CohortMembership.person_id == person_id, NOW
    )
    return db.read().execute(query.limit(1)).first() is not None


def asks_to_join(cohort_id: int, person_id: int) -> bool:
    """Whether somebody waits for an answer of this class."""
    query = select(JoinRequest.id).where(
        JoinRequest.cohort_id == cohort_id,
        JoinRequest.person_id == person_id,
        JoinRequest.decided_at.is_(None),
    )
    return db.read().execute(query.limit(1)).first() is not None


def requests_of(cohort_id: int, *, decided: bool = False, most: int = 500) -> list[RequestRow]:
    """Who waits to come into a class, the first at the top; or who was answered, the last at the top."""
    query = _requests().where(JoinRequest.cohort_id == cohort_id).limit(most)
    if decided:
        query = query.where(JoinRequest.decided_at.is_not(None))
        query = query.order_by(JoinRequest.decided_at.desc(), JoinRequest.id.desc())
    else:
        query = query.where(JoinRequest.decided_at.is_(None)).order_by(JoinRequest.id)
    return [RequestRow(*row) for row in db.read().execute(query)]


def request_in(cohort_id: int, request_id: int) -> RequestRow:
    """One request of a class; to another class it is unknown."""
    query = _requests().where(JoinRequest.cohort_id == cohort_id, JoinRequest.id == request_id)
    row = db.read().execute(query).first()
    if row is None:
        raise NotFound
    return RequestRow(*row)


def requests_waiting(me: Me) -> list[tuple[int, str, int]]:
    """Classes that somebody trains and into which people wait to come: number, name, how many."""
    if not me.is_trainer:
        return []
    query = (
        select(Cohort.id, Cohort.name, func.count())
        .join(JoinRequest, JoinRequest.cohort_id == Cohort.id)
        .where(JoinRequest.decided_at.is_(None), Cohort.id.in_(trained_cohorts(me.id)))
        .group_by(Cohort.id, Cohort.name)
        .order_by(Cohort.name)
    )
    return [(row[0], row[1], row[2]) for row in db.read().execute(query)]


def _requests() -> Any:
    query: Any = select(
        JoinRequest.id,
        JoinRequest.cohort_id,
        JoinRequest.person_id,
        func.coalesce(Person.name, JoinRequest.name),
        func.coalesce(Person.email, JoinRequest.email),
        JoinRequest.words,
        JoinRequest.asked_at,
        JoinRequest.decided_at,
        JoinRequest.outcome,
    ).outerjoin(Person, Person.id == JoinRequest.person_id)
    return query
