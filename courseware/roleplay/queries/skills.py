"""Reading what a skill picture rests on: ended sessions with their marks, and the lines of a few of them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, or_, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.content.definitions import Course, Digest
from courseware.errors import NotFound
from courseware.review.models import Review
from courseware.review.queries import reviews_of_all, trains
from courseware.roleplay.models import Session
from courseware.roleplay.queries.marks import verdict_of
from courseware.roleplay.queries.sessions import KIND, pinned, turns_of
from courseware.roleplay.rules import evidence, talk
from courseware.roleplay.types import Evidence
from courseware.roleplay.types.skills import Played, Proof


def get_learner_for(me: Me, person_id: int | None) -> tuple[int, str]:
    """Whose picture `me` looks at, and the name (empty: one's own); NotFound unless a trainer of the person's class."""
    if person_id is None or person_id == me.id:
        return me.id, ""
    if not trains(me.id, person_id):
        raise NotFound
    return person_id, db.read().scalar(select(Person.name).where(Person.id == person_id)) or ""


def played_by(person_id: int, *, shared_only: bool) -> list[Played]:
    """Somebody's ended sessions, the oldest first; for others than the learner only what was shared."""
    by_trainer = and_(
        Review.object_kind == KIND,
        Review.object_id == Session.id,
        Review.role.not_in(("self", "peer")),
    )
    query = (
        select(
            Session.id,
            Session.roleplay,
            Session.ended_at,
            Session.score,
            Session.passed,
            Session.marks,
            Review.marks,
        )
        .outerjoin(Review, by_trainer)
        .where(Session.person_id == person_id, Session.ended_at.is_not(None))
        .order_by(Session.id, Review.id)
    )
    if shared_only:
        shared = or_(Session.handed_in_at.is_not(None), Session.obligation_id.is_not(None))
        query = query.where(shared)
    found: dict[int, Played] = {}  # a later verdict stands in place of an earlier one
    for row in db.read().execute(query):
        found[row.id] = Played(
            id=row[0],
            roleplay=row[1],
            ended_at=row[2],
            score=row[3],
            passed=bool(row[4]),
            marks=row[5] or {},
            by_trainer=row[6] or {},
        )
    return list(found.values())


def proofs_of(course: Course, sessions: Sequence[Played], criterion: str) -> list[Proof]:
    """What each session says of a criterion, with the lines its mark rests on."""
    ids = [session.id for session in sessions]
    reviews = reviews_of_all(KIND, ids)
    pins = _pins(ids)
    found = []
    for session in sessions:
        mark = session.mark_for(criterion)
        verdict = verdict_of(reviews.get(session.id, []))
        is_trainers = verdict is not None and criterion in verdict.marks
        lang, digest = pins[session.id]
        found.append(
            Proof(
                session=session,
                mark=mark or 0.0,
                is_trainers=is_trainers,
                reviewer=verdict.reviewer if verdict is not None and is_trainers else "",
                comment=verdict.summary if verdict is not None and is_trainers else "",
                lines=_lines(course, session, criterion, (lang, digest)),
                lang=lang,
            )
        )
    return found


def _pins(ids: Iterable[int]) -> dict[int, tuple[str, Digest]]:
    query = select(Session.id, Session.lang, Session.version, Session.text)
    rows = db.read().execute(query.where(Session.id.in_(list(ids))))
    return {row.id: (row.lang, Digest(row.version, row.text)) for row in rows}


def _lines(
    course: Course, session: Played, criterion: str, pin: tuple[str, Digest]
) -> tuple[Evidence, ...]:
    lang, digest = pin
    roleplay = pinned(course, session.roleplay, digest)
    if roleplay is None:
        return ()
    said = talk(roleplay, turns_of(session.id), lang)
    return evidence(said.exchanges).get(criterion, ())
