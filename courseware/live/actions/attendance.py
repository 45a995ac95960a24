"""Who was there: signing in by the code, the trainer's ticks, and what is asked of those who were not."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.assignments import actions as assignments
from courseware.assignments.types import Asked, Target
from courseware.content.definitions import Course
from courseware.errors import Conflict, Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.live.actions.sessions import KIND, in_words
from courseware.live.models import Attendance, ClassSession
from courseware.live.queries.attendance import expected_at
from courseware.live.queries.sessions import find_session, secret_of
from courseware.live.rules import codes
from courseware.live.rules.planning import CANCELLED, state_at, why_not
from courseware.live.types.attendance import STATES, Change
from courseware.live.types.sessions import SessionRow
from courseware.notices import actions as notices
from courseware.settings import queries as organisation


def open_sign_in(me: Me, session_id: int) -> None:
    """Let codes sign people in; a sign-in that was closed goes on."""
    row = _running(session_id)
    row.sign_in_opened_at = row.sign_in_opened_at or clock.now()
    row.sign_in_closed_at = None
    row.counter += 1
    journal.record(me.id, "opened-sign-in", (KIND, session_id))


def close_sign_in(me: Me, session: SessionRow) -> int:
    """End the sign-in: whoever has no mark was absent. How many those are."""
    row = _running(session.id)
    known = _marked(session.id)
    unmarked = [p for p in db.read().scalars(expected_at(session)) if p not in known]
    for person_id in unmarked:
        _mark(me.id, session.id, person_id, state="absent")
    row.sign_in_opened_at = row.sign_in_opened_at or clock.now()
    row.sign_in_closed_at = clock.now()
    row.counter += 1
    journal.record(me.id, "closed-sign-in", (KIND, session.id), absent=len(unmarked))
    return len(unmarked)


def sign_in(me: Me, session: SessionRow, code: str, scanned_at: datetime | None) -> str:
    """Somebody says by the code of the room that they are there; present or late.

    `scanned_at` is when their own browser showed a good code, if it did.
    """
    row = db.load(ClassSession, session.id)  # locked: nobody slips in while it is being closed
    if reason := reason_against(me, find_session(session.id), code, scanned_at):
        raise Refused(reason)
    known = db.write().get(Attendance, (session.id, me.id))
    if known is not None and known.state in ("present", "late"):
        return known.state
    late_after = timedelta(minutes=organisation.current().late_minutes)
    state = state_at(row.starts_at, scanned_at or clock.now(), late_after)
    _mark(me.id, session.id, me.id, state=state, how="code")
    row.counter += 1
    return state


def reason_against(me: Me, session: SessionRow, code: str, scanned_at: datetime | None) -> str:
    """Why somebody cannot sign in now, as an English sentence; empty when they can."""
    has_code = scanned_at is not None or codes.is_good(secret_of(session.id), code, clock.now())
    is_member = me.id in set(db.read().scalars(expected_at(session)))
    return why_not(session, is_member=is_member, has_code=has_code)


def tick(me: Me, session: SessionRow, changes: Mapping[int, Change]) -> int:
    """Set what a trainer has changed on the sheet; what others wrote meanwhile elsewhere on it stays. How many."""
    row = _running(session.id)
    known = _marked(session.id)
    allowed = set(db.read().scalars(expected_at(session))) | known.keys()
    if not changes.keys() <= allowed or not all(c.state in STATES for c in changes.values()):
        raise Refused("Only members of the class can be on its sheet.")
    wanted = {
        person: change.state
        for person, change in changes.items()
        if change.state != change.was and change.state != known.get(person)
    }
    for person_id, state in wanted.items():
        _mark(me.id, session.id, person_id, state=state)
    row.counter += bool(wanted)
    return len(wanted)


def ask_make_up(
    me: Me, course: Course, session: SessionRow, asked: Asked, *, people: Collection[int]
) -> int:
    """Ask something instead of those who were not there; they are told why. The number of the assignment."""
    marks = {p: db.load(Attendance, (session.id, p)) for p in sorted(people)}
    if not marks:
        raise Refused("Choose at least one person.")
    if any(mark.state not in ("absent", "excused") for mark in marks.values()):
        raise Refused("Only of people who were not there can a make-up be asked.")
    number = assignments.ask_for(me, course, asked, [Target("person", p) for p in marks])
    for person_id, mark in marks.items():
        mark.make_up_id = number
        notices.tell(
            person_id,
            "You missed the class session {title} ({when}). {who} asks you to make up for it.",
            "/live",
            key=f"class-session:{session.id}:make-up-{number}",
            title=session.title,
            when=in_words(session.starts_at),
            who=me.name,
        )
    journal.record(me.id, "asked-make-up", (KIND, session.id), assignment=number, people=len(marks))
    return number


def _running(session_id: int) -> ClassSession:
    row = db.load(ClassSession, session_id)
    if row.cancelled_at is not None:
        raise Conflict(CANCELLED)
    return row


def _marked(session_id: int) -> dict[int, str]:
    query = select(Attendance.person_id, Attendance.state).where(
        Attendance.session_id == session_id
    )
    return {row.person_id: row.state for row in db.write().execute(query)}


def _mark(by_id: int, session_id: int, person_id: int, *, state: str, how: str = "trainer") -> None:
    """Write one mark; another one than before stands in the journal with what it was."""
    session = db.write()
    found = session.get(Attendance, (session_id, person_id))
    was = found.state if found else None
    if found is None:
        found = Attendance(session_id=session_id, person_id=person_id)
        session.add(found)
    found.state, found.how, found.by_id, found.at = state, how, by_id, clock.now()
    session.flush()
    if was is not None or how == "trainer":
        thing = (KIND, session_id)
        journal.record(by_id, "marked-attendance", thing, about=person_id, state=state, was=was)
