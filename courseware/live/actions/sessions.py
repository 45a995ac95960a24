"""Planning class sessions, moving and cancelling them; the members are told."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.cohorts.queries import members_of
from courseware.content.definitions import LANGUAGES
from courseware.errors import Conflict
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.live.models import ClassSession, SessionModule
from courseware.live.types.sessions import Plan
from courseware.notices import actions as notices
from courseware.web.filters import for_language

KIND = "class-session"


def plan_sessions(me: Me, cohort_id: int, plans: Sequence[Plan]) -> list[int]:
    """Plan one or several sessions of a class; its members hear of it once. Their ids."""
    session = db.write()
    made = []
    for plan in plans:
        row = ClassSession(
            cohort_id=cohort_id, made_by_id=me.id, secret=secrets.token_urlsafe(32), **_facts(plan)
        )
        session.add(row)
        session.flush()
        _cover(row.id, plan.modules)
        journal.record(me.id, "planned", (KIND, row.id), starts_at=row.starts_at.isoformat())
        made.append(row)
    ahead = [row for row in made if row.starts_at > clock.now()]
    if len(ahead) == 1:
        _tell(me, ahead[0], "{who} has planned a class session: {title}, {when}.", "new")
    elif ahead:
        sentence = "{who} has planned {n} class sessions: {title}, the first {when}."
        _tell(me, ahead[0], sentence, f"new-{len(ahead)}", n=len(ahead))
    return [row.id for row in made]


def change_session(me: Me, session_id: int, plan: Plan) -> None:
    """Change a session; its members hear of another time, place or link, not of other words."""
    row = _to_change(session_id)
    before = (row.starts_at, row.ends_at, row.place, row.link)
    for name, value in _facts(plan).items():
        setattr(row, name, value)
    _cover(session_id, plan.modules)
    row.counter += 1
    journal.record(me.id, "changed", (KIND, session_id), starts_at=row.starts_at.isoformat())
    after = (plan.starts_at, plan.ends_at, plan.place, plan.link)
    if before != after and row.ends_at > clock.now():
        sentence = "{who} has moved a class session: {title} is now {when}, {where}."
        moved = f"moved-{clock.now():%Y%m%d%H%M%S}"
        _tell(me, row, sentence, moved, where=row.place or row.link or "–")


def cancel_session(me: Me, session_id: int) -> None:
    """Call a session off; nobody can sign in any more."""
    row = _to_change(session_id)
    row.cancelled_at = clock.now()
    row.counter += 1
    journal.record(me.id, "cancelled", (KIND, session_id))
    if row.ends_at > clock.now():
        _tell(me, row, "{who} has cancelled a class session: {title}, {when}.", "cancelled")


def how_many_hear(me: Me, cohort_id: int) -> int:
    """How many people would be told of a session of this class."""
    return len(_audience(me, cohort_id))


def in_words(at: datetime) -> Mapping[str, str]:
    """A moment as each language writes it."""
    return {lang: for_language(lang)["datetime"](at) for lang in LANGUAGES}


def _facts(plan: Plan) -> dict[str, object]:
    names = ("title", "starts_at", "ends_at", "place", "link", "words")
    return {name: getattr(plan, name) for name in names}


def _cover(session_id: int, modules: Sequence[str]) -> None:
    session = db.write()
    session.execute(delete(SessionModule).where(SessionModule.session_id == session_id))
    session.add_all(SessionModule(session_id=session_id, module=slug) for slug in modules)
    session.flush()


def _to_change(session_id: int) -> ClassSession:
    row = db.load(ClassSession, session_id)
    if row.cancelled_at is not None:
        raise Conflict("This class session has been cancelled already.")
    return row


def _audience(me: Me, cohort_id: int) -> list[int]:
    query = select(Person.id).where(
        Person.id.in_(members_of(cohort_id)), Person.deactivated_at.is_(None), Person.id != me.id
    )
    return list(db.read().scalars(query.order_by(Person.id)))


def _tell(me: Me, row: ClassSession, sentence: str, what: str, **values: object) -> None:
    for person_id in _audience(me, row.cohort_id):
        notices.tell(
            person_id,
            sentence,
            f"/live/{row.id}",
            key=f"class-session:{row.id}:{what}",
            who=me.name,
            title=row.title,
            when=in_words(row.starts_at),
            **values,
        )
