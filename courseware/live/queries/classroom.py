"""Reading what happens in the room: where the class is, what it was asked, how many answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from courseware import db
from courseware.accounts.types import PersonRow
from courseware.cohorts.queries import members_in
from courseware.errors import NotFound
from courseware.live.models import ClassSession, Poll, PollAnswer
from courseware.live.types.classroom import Answer, PollRow


@dataclass(frozen=True, slots=True)
class Place:
    """What the class is on now, and what changes whenever those in the room should see something new."""

    module: str | None
    anchor: str | None
    counter: int


def place_of(session_id: int) -> Place:
    query = select(ClassSession.module, ClassSession.anchor, ClassSession.counter)
    return Place(*db.read().execute(query.where(ClassSession.id == session_id)).one())


def polls_of(session_id: int) -> list[PollRow]:
    """The questions of a session, the newest first."""
    query = _polls().where(Poll.session_id == session_id).order_by(Poll.id.desc())
    return [PollRow(*row) for row in db.read().execute(query)]


def get_poll(session_id: int, poll_id: int) -> PollRow:
    """A question of this session; of another there is none."""
    query = _polls().where(Poll.session_id == session_id, Poll.id == poll_id)
    row = db.read().execute(query).first()
    if row is None:
        raise NotFound
    return PollRow(*row)


def answers_in(session_id: int) -> dict[int, list[Answer]]:
    """All answers of a session by question; also of people who have left the class since."""
    query = (
        select(
            PollAnswer.poll_id,
            PollAnswer.person_id,
            PollAnswer.choices,
            PollAnswer.text,
            PollAnswer.at,
        )
        .join(Poll, Poll.id == PollAnswer.poll_id)
        .where(Poll.session_id == session_id)
    )
    found: dict[int, list[Answer]] = {}
    for poll_id, person_id, choices, text, at in db.read().execute(query):
        answer = Answer(person_id, tuple(choices), text, at)
        found.setdefault(poll_id, []).append(answer)
    return found


def answer_of(poll_id: int, person_id: int) -> Answer | None:
    """What somebody answered themselves."""
    query = select(PollAnswer.person_id, PollAnswer.choices, PollAnswer.text, PollAnswer.at).where(
        PollAnswer.poll_id == poll_id, PollAnswer.person_id == person_id
    )
    row = db.read().execute(query).first()
    return Answer(row.person_id, tuple(row.choices), row.text, row.at) if row else None


def last_answer_in(session_id: int) -> tuple[int, datetime | None]:
    """How many answers there are, and when the last came or was changed: whether sums must be drawn anew."""
    query = (
        select(func.count(), func.max(PollAnswer.at))
        .join(Poll, Poll.id == PollAnswer.poll_id)
        .where(Poll.session_id == session_id)
    )
    count, at = db.read().execute(query).one()
    return count, at


def last_answer_by(session_id: int, person_id: int) -> datetime | None:
    """When somebody answered or changed an answer last."""
    query = (
        select(func.max(PollAnswer.at))
        .join(Poll, Poll.id == PollAnswer.poll_id)
        .where(Poll.session_id == session_id, PollAnswer.person_id == person_id)
    )
    found: datetime | None = db.read().scalar(query)
    return found


def members_of_class(cohort_id: int) -> list[PersonRow]:
    """Who is in the class now."""
    return [PersonRow(m.id, m.name, m.email) for m in members_in(cohort_id)]


def _polls() -> Select[Any]:
    return select(
        Poll.id, Poll.kind, Poll.text, Poll.choices, Poll.asked_at, Poll.closed_at, Poll.shown_at
    )
