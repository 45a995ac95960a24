"""The link by which people put themselves into a class, and what becomes of those who ask."""

import secrets
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, update

from courseware import db
from courseware.cohorts.models import Cohort, CohortTrainer, JoinRequest
from courseware.errors import Conflict, NotFound, Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.notices import actions as notices

#: more wait for no class
MOST_WAITING = 500


def open_join_link(
    actor_id: int, cohort_id: int, until: date | None, *, needs_approval: bool, renew: bool
) -> None:
    """Make the link of a class, or change how it holds; `renew` makes another, and the old one is dead."""
    cohort = db.load(Cohort, cohort_id)
    if cohort.join_code is None or renew:
        cohort.join_code = secrets.token_urlsafe(9)
    cohort.join_until, cohort.join_needs_approval = until, needs_approval
    journal.record(actor_id, "opened-joining", ("cohort", cohort_id), until=str(until))


def close_join_link(actor_id: int, cohort_id: int) -> None:
    """Take the link away; who waits already still waits."""
    cohort = db.load(Cohort, cohort_id)
    if cohort.join_code is not None:
        cohort.join_code, cohort.join_until = None, None
        journal.record(actor_id, "closed-joining", ("cohort", cohort_id))


def ask_to_join(
    cohort_id: int,
    *,
    person_id: int | None = None,
    name: str | None = None,
    email: str | None = None,
    words: str = "",
) -> None:
    """Somebody asks to come in; a second time changes nothing. The trainers are told."""
    cohort = db.load(Cohort, cohort_id)  # of two requests at once, the second waits and finds it
    session = db.write()
    waiting = (JoinRequest.cohort_id == cohort_id, JoinRequest.decided_at.is_(None))
    same: ColumnElement[bool] = (
        JoinRequest.email == email if person_id is None else JoinRequest.person_id == person_id
    )
    if session.scalar(select(JoinRequest.id).where(*waiting, same).limit(1)) is not None:
        return
    count = session.scalar(select(func.count()).select_from(JoinRequest).where(*waiting)) or 0
    if count >= MOST_WAITING:
        raise Refused("Too many people wait for this class already. Speak to its trainer.")
    row = JoinRequest(cohort_id=cohort_id, person_id=person_id, name=name, email=email, words=words)
    session.add(row)
    session.flush()
    journal.record(person_id, "asked-to-join", ("cohort", cohort_id), request=row.id)
    trainers = select(CohortTrainer.person_id).where(CohortTrainer.cohort_id == cohort_id)
    for trainer_id in session.scalars(trainers).all():
        notices.tell(
            trainer_id,
            "Somebody asks to join {name}.",
            f"/cohorts/{cohort_id}/joining",
            # Once an hour: a hundred who ask are not a hundred messages.
            key=f"asked-to-join:{cohort_id}:{_hour()}",
            name=cohort.name,
        )


def decide_request(
    actor_id: int, cohort_id: int, request_id: int, *, outcome: str, person_id: int | None = None
) -> None:
    """Answer somebody who asked: `accepted` or `declined`; `person_id` is whose account it is by now."""
    row = db.load(JoinRequest, request_id)
    if row.cohort_id != cohort_id:
        raise NotFound
    if row.decided_at is not None:
        raise Conflict("This has been answered already.")
    row.decided_at, row.decided_by_id, row.outcome = clock.now(), actor_id, outcome
    if person_id is not None:
        row.person_id = person_id
        row.name = row.email = None  # they are with the account from now on
    journal.record(
        actor_id, f"{outcome}-join", ("cohort", cohort_id), about=row.person_id, request=request_id
    )


def forget_strangers(before: datetime) -> None:
    """Empty what those without an account said of themselves who were answered before: it is needed no more."""
    gone = update(JoinRequest).where(
        JoinRequest.person_id.is_(None), JoinRequest.decided_at < before, JoinRequest.email != ""
    )
    db.write().execute(gone.values(name=None, email="", words=""))


def _hour() -> str:
    return f"{clock.now():%Y-%m-%dT%H}"
