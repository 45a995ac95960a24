"""A talk begins."""

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.authoring import actions as authoring
from courseware.authoring.rules import digest_of
from courseware.content import current
from courseware.content.definitions import RoleplayDefinition
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.roleplay.models import Session, Turn
from courseware.roleplay.queries import (
    KIND,
)


def start_session(
    me: Me,
    roleplay: RoleplayDefinition,
    *,
    lang: str,
    obligation_id: int | None = None,
    mode: str = "alone",
) -> int:
    """Begin a scenario and return the session's id; one begun before and still untouched is taken again."""
    authoring.keep("roleplay", [roleplay])
    untouched = _untouched(me.id, roleplay, (lang, mode, obligation_id))
    if untouched is not None:
        return untouched
    return begin_session(me.id, roleplay, lang=lang, obligation_id=obligation_id, mode=mode)


def begin_session(
    person_id: int,
    roleplay: RoleplayDefinition,
    *,
    lang: str,
    obligation_id: int | None = None,
    mode: str = "alone",
) -> int:
    """A new session of a scenario whose words are kept; its id."""
    session = Session(
        person_id=person_id,
        roleplay=roleplay.id,
        lang=lang,
        version=roleplay.digest.version,
        text=roleplay.digest.text,
        rubric=pin_rubric(roleplay),
        mode=mode,
        obligation_id=obligation_id,
        started_at=clock.now(),
    )
    db.write().add(session)
    db.write().flush()
    journal.record(person_id, "began", (KIND, session.id), roleplay=roleplay.id)
    return session.id


def pin_rubric(roleplay: RoleplayDefinition) -> str:
    """Keep the words of the rubric as it is today; its digest, by which a talk is marked to its end."""
    rubric = current.course().rubrics[roleplay.rubric]
    authoring.keep("rubric", [rubric])
    return digest_of(rubric.digest)


def _untouched(
    person_id: int, roleplay: RoleplayDefinition, wanted: tuple[str, str, int | None]
) -> int | None:
    lang, mode, obligation_id = wanted
    has_turns = select(Turn.id).where(Turn.session_id == Session.id).exists()
    query = select(Session.id).where(
        Session.person_id == person_id,
        Session.roleplay == roleplay.id,
        Session.lang == lang,
        Session.mode == mode,
        Session.text == roleplay.digest.text,
        Session.version == roleplay.digest.version,
        Session.rubric == pin_rubric(roleplay),
        Session.obligation_id.is_not_distinct_from(obligation_id),
        Session.ended_at.is_(None),
        ~has_turns,
    )
    return db.write().scalar(query.order_by(Session.id.desc()).limit(1))
