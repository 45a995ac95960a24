"""Reading played scenarios: who may see which session, the talk, what was asked of me."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import manages
from courseware.accounts.types import Me
from courseware.authoring.queries import contents
from courseware.authoring.queries.own import own_module
from courseware.authoring.rules import digest_of, rubric_from
from courseware.authoring.rules.own import PREFIX
from courseware.content.definitions import Course, Digest, RoleplayDefinition, RubricDefinition
from courseware.errors import Forbidden, NotFound
from courseware.learning.models import Obligation
from courseware.review.queries import trainers_of, trains, waiting_for
from courseware.roleplay.models import Session, Turn
from courseware.roleplay.queries.pairs import took_part
from courseware.roleplay.rules import roleplay_from
from courseware.roleplay.types import Asked, PastRow, Seen, SessionRow, TurnRow

KIND = "session"


def get_session_for(me: Me, session_id: int) -> Seen:
    """A session as `me` may see it; NotFound to everybody who may not know of it.

    Its owner sees all of it. Once it is handed in, or was begun as assigned work, a trainer of the owner's class
    and a trainer named as reviewer see all of it too, and a manager up the line the result and the rubric. Who took part in it in
    a pair heard every line, and may read it.
    """
    session = session_row(session_id)
    if session is None:
        raise NotFound
    if session.person_id == me.id:
        return Seen(session, is_own=True, shows_lines=True, may_mark=False)
    is_partner = session.mode == "pair" and took_part(me.id, session.id)
    if not session.is_shared:
        if is_partner:
            return Seen(session, is_own=False, shows_lines=True, may_mark=False, is_partner=True)
        raise NotFound
    if trains(me.id, session.person_id) or _is_named(me, session):
        waiting = waiting_for((KIND, session.id))
        return Seen(session, is_own=False, shows_lines=True, may_mark=waiting is not None)
    if is_partner:
        return Seen(session, is_own=False, shows_lines=True, may_mark=False, is_partner=True)
    if manages(me.id, session.person_id):
        return Seen(session, is_own=False, shows_lines=False, may_mark=False)
    raise NotFound


def session_row(session_id: int) -> SessionRow | None:
    """A session by its number, for those who have asked whether somebody may see it."""
    row = db.read().execute(_sessions().where(Session.id == session_id)).first()
    return SessionRow(*row) if row else None


def get_own_session(me: Me, session_id: int) -> SessionRow:
    """A session to go on with: Forbidden to those who may only look at it."""
    seen = get_session_for(me, session_id)
    if not seen.is_own:
        raise Forbidden("Only the person who plays this role-play can do that.")
    return seen.session


def get_session_to_mark(me: Me, session_id: int) -> SessionRow:
    """A handed-in session to mark: Forbidden to its owner, to managers, and when it does not wait for a mark."""
    seen = get_session_for(me, session_id)
    if not seen.may_mark:
        raise Forbidden("This role-play does not wait for a mark from you.")
    return seen.session


def turns_of(session_id: int) -> list[TurnRow]:
    """The learner's turns of a session, the first one first."""
    query = (
        select(
            Turn.number,
            Turn.node,
            Turn.choice,
            Turn.line,
            Turn.marks,
            Turn.found,
            Turn.mood,
            Turn.trust,
            Turn.reply,
        )
        .where(Turn.session_id == session_id)
        .order_by(Turn.number)
    )
    return [TurnRow(*row) for row in db.read().execute(query)]


def definition_of(course: Course, session: SessionRow) -> RoleplayDefinition | None:
    """The scenario as the session was begun with, whatever its file says now; none when its words are lost."""
    return pinned(course, session.roleplay, Digest(session.version, session.text))


def pinned(course: Course, roleplay_id: str, digest: Digest) -> RoleplayDefinition | None:
    """A scenario by its digests: the course's own when they are the same, else the words that were kept."""
    now = course.roleplays.get(roleplay_id)
    if now is not None and now.digest == digest:
        return now
    key = digest_of(digest)
    content = contents([key]).get(key)
    return _named(roleplay_from(content), roleplay_id) if content is not None else None


def _named(kept: RoleplayDefinition, roleplay_id: str) -> RoleplayDefinition:
    """A copy may say word for word what its model says, and be kept under the same digests."""
    if kept.id == roleplay_id and not roleplay_id.startswith(PREFIX):
        return kept
    return replace(kept, id=roleplay_id, module=own_module(roleplay_id) or kept.module)


def rubric_of(
    course: Course, session: SessionRow | Session, roleplay: RoleplayDefinition
) -> RubricDefinition:
    """The rubric as it was when the session began; today's for talks older than that rule."""
    now = course.rubrics.get(roleplay.rubric)
    if now is not None and session.rubric in (None, digest_of(now.digest)):
        return now
    content = contents([session.rubric or ""]).get(session.rubric or "")
    return rubric_from(content) if content is not None else course.rubrics[roleplay.rubric]


def sessions_of(person_id: int, roleplay: str | None = None) -> list[PastRow]:
    """Somebody's sessions (of one scenario), the newest first."""
    query = select(
        Session.id,
        Session.roleplay,
        Session.started_at,
        Session.ended_at,
        Session.result,
        Session.score,
        Session.passed,
        Session.marks,
        Session.handed_in_at,
        Session.mode,
    ).where(Session.person_id == person_id)
    if roleplay is not None:
        query = query.where(Session.roleplay == roleplay)
    return [PastRow(*row) for row in db.read().execute(query.order_by(Session.id.desc()))]


def asked_of(person_id: int) -> dict[str, Asked]:
    """The scenarios that somebody must still play, by id: of several obligations, the one due first."""
    asker = aliased(Person)
    query = (
        select(Obligation.item, Obligation.id, Obligation.due_at, asker.name)
        .outerjoin(asker, asker.id == Obligation.asked_by_id)
        .where(
            Obligation.person_id == person_id,
            Obligation.kind == "roleplay",
            Obligation.fulfilled_at.is_(None),
            Obligation.closed_at.is_(None),
        )
        .order_by(Obligation.due_at.is_(None), Obligation.due_at, Obligation.id)
    )
    found: dict[str, Asked] = {}
    for item, obligation_id, due_at, name in db.read().execute(query):
        found.setdefault(item, Asked(obligation_id, due_at, name))
    return found


def markers_of(session: SessionRow) -> list[int]:
    """Who would mark a session: the trainer named as reviewer of its obligation, else the trainers of the class.

    Empty where nobody would: a manager sees no lines, so none is waited for.
    """
    named = named_marker(session.obligation_id)
    return [named] if named is not None else trainers_of(session.person_id)


def named_marker(obligation_id: int | None) -> int | None:
    """The reviewer named by an obligation, if that is an active trainer who is not the learner."""
    if obligation_id is None:
        return None
    query = (
        select(Person.id)
        .join(Obligation, Obligation.reviewer_id == Person.id)
        .where(
            Obligation.id == obligation_id,
            Obligation.person_id != Person.id,
            Person.is_trainer,
            Person.deactivated_at.is_(None),
        )
    )
    return db.read().scalar(query)


def owner_name(session: SessionRow) -> str:
    return db.read().scalar(select(Person.name).where(Person.id == session.person_id)) or ""


def _is_named(me: Me, session: SessionRow) -> bool:
    return me.is_trainer and named_marker(session.obligation_id) == me.id


def _sessions() -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(
        Session.id,
        Session.person_id,
        Session.roleplay,
        Session.lang,
        Session.version,
        Session.text,
        Session.started_at,
        Session.ended_at,
        Session.result,
        Session.score,
        Session.passed,
        Session.marks,
        Session.handed_in_at,
        Session.obligation_id,
        Session.mode,
        Session.rubric,
    )
    return query
