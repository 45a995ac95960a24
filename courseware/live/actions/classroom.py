"""The only writer of what happens in the room: where the class is, its questions and their answers."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.errors import Conflict, NotFound, Refused
from courseware.kit import clock
from courseware.live.models import ClassSession, Poll, PollAnswer
from courseware.live.types.classroom import PollRow, accepted

LATE = "The question was closed before your answer arrived. It does not count."
NO_ANSWER = "Choose an answer, or write one."
CANCELLED = "This class session was cancelled."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a trainer asks the room."""

    kind: str
    text: str
    choices: list[Any] = field(default_factory=list)
    quiz: str | None = None
    question: str | None = None


def go_to(session_id: int, module: str, anchor: str) -> None:
    """The class is on this heading now: everybody's page follows."""
    room = _room(session_id)
    room.module, room.anchor = module, anchor


def ask(me: Me, session_id: int, asked: Asked) -> int:
    """Ask everybody in the room; a question that is still open closes. The number of the new one."""
    _room(session_id)
    _close_open(session_id)
    poll = Poll(
        session_id=session_id,
        kind=asked.kind,
        text=asked.text,
        choices=asked.choices,
        quiz=asked.quiz,
        question=asked.question,
        asked_by_id=me.id,
        asked_at=clock.now(),
    )
    db.write().add(poll)
    db.write().flush()
    return poll.id


def ask_again(me: Me, session_id: int, poll_id: int) -> int:
    """Ask the same once more, with answers of its own; its number."""
    before = _poll(session_id, poll_id)
    same = Asked(before.kind, before.text, list(before.choices), before.quiz, before.question)
    return ask(me, session_id, same)


def close(session_id: int, poll_id: int) -> None:
    """No more answers from now on; a second time changes nothing."""
    _room(session_id)
    poll = _poll(session_id, poll_id)
    poll.closed_at = poll.closed_at or clock.now()


def show(session_id: int, poll_id: int) -> None:
    """Everybody sees the sums. Of a quiz the right answer is seen with them, so the question closes."""
    _room(session_id)
    poll = _poll(session_id, poll_id)
    poll.shown_at = poll.shown_at or clock.now()
    if poll.kind == "quiz":
        poll.closed_at = poll.closed_at or clock.now()


def hide(session_id: int, poll_id: int) -> None:
    """Only the trainer sees the sums again."""
    _room(session_id)
    _poll(session_id, poll_id).shown_at = None


def answer(me: Me, session_id: int, poll_id: int, given: tuple[list[int], str]) -> None:
    """Answer, or change one's answer while the question is open; the same answer twice is one."""
    poll = _poll(session_id, poll_id)  # locked: a closing at the same moment is before or after
    if poll.closed_at is not None:
        raise Conflict(LATE)
    kept = accepted(_row(poll), *given)
    if kept is None:
        raise Refused(NO_ANSWER)
    row = {"poll_id": poll_id, "person_id": me.id, "at": clock.now()}
    row |= {"choices": kept[0], "text": kept[1]}
    wish = db.insert(PollAnswer).values(row)
    changed = {name: row[name] for name in ("choices", "text", "at")}
    keys = [PollAnswer.poll_id, PollAnswer.person_id]
    db.write().execute(wish.on_conflict_do_update(index_elements=keys, set_=changed))


def _room(session_id: int) -> ClassSession:
    """The session, locked; what is about to change in it, those in the room should see."""
    room = db.load(ClassSession, session_id)
    if room.cancelled_at is not None:
        raise Conflict(CANCELLED)
    room.counter += 1
    return room


def _poll(session_id: int, poll_id: int) -> Poll:
    poll = db.load(Poll, poll_id)
    if poll.session_id != session_id:
        raise NotFound
    return poll


def _row(poll: Poll) -> PollRow:
    return PollRow(
        poll.id, poll.kind, poll.text, poll.choices, poll.asked_at, poll.closed_at, poll.shown_at
    )


def _close_open(session_id: int) -> None:
    query = select(Poll).where(Poll.session_id == session_id, Poll.closed_at.is_(None))
    for poll in db.write().scalars(query.with_for_update()):
        poll.closed_at = clock.now()
