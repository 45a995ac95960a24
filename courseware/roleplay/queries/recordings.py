"""Reading recordings: who may hear which, what is kept, whether somebody agreed to be recorded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import manages, people_under
from courseware.accounts.types import Me
from courseware.cohorts.queries import trained_people
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.review.queries import trains
from courseware.roleplay.models import Recording, RecordingConsent, Session
from courseware.roleplay.queries.sessions import get_session_for
from courseware.roleplay.types import Seen
from courseware.roleplay.types.recordings import RecordingRow, Spoken


def agreed_at(person_id: int, words: str) -> datetime | None:
    """When somebody agreed to these very words; none when never, or when it was withdrawn."""
    query = select(func.max(RecordingConsent.given_at)).where(
        RecordingConsent.person_id == person_id,
        RecordingConsent.words == words,
        RecordingConsent.withdrawn_at.is_(None),
    )
    return db.read().scalar(query)


def has_agreed(person_id: int) -> bool:
    """Whether somebody has agreed to any words and not withdrawn it."""
    query = select(RecordingConsent.id).where(
        RecordingConsent.person_id == person_id, RecordingConsent.withdrawn_at.is_(None)
    )
    return db.read().execute(query.limit(1)).first() is not None


def get_recording_for(me: Me, recording_id: int) -> RecordingRow:
    """A recording that `me` may hear: the speaker's own; of a shared one also trainer and managers. Else NotFound."""
    row = db.read().execute(_recordings().where(Recording.id == recording_id)).first()
    if row is None:
        raise NotFound
    found = RecordingRow(*row)
    if found.person_id == me.id:
        return found
    if found.shared_at is None:
        raise NotFound
    if found.session_id is not None:
        seen = get_session_for(me, found.session_id)
        # Who only practised with the speaker heard the talk, but was not named in the consent.
        is_allowed = not seen.is_partner or (
            seen.session.is_shared and manages(me.id, found.person_id)
        )
    else:
        is_allowed = trains(me.id, found.person_id) or manages(me.id, found.person_id)
    if not is_allowed:
        raise NotFound
    return found


def get_own_recording(me: Me, recording_id: int) -> RecordingRow:
    """A recording to share or delete: to everybody but its speaker it is not there."""
    found = get_recording_for(me, recording_id)
    if found.person_id != me.id:
        raise NotFound
    return found


def recordings_of(person_id: int) -> list[RecordingRow]:
    """What somebody keeps, the newest first."""
    return _rows(_recordings().where(Recording.person_id == person_id))


def recordings_in(seen: Seen) -> list[RecordingRow]:
    """The recordings of a session that whoever sees it may hear."""
    if seen.is_partner:
        return []
    query = _recordings().where(Recording.session_id == seen.session.id)
    if not seen.is_own:
        query = query.where(Recording.shared_at.is_not(None))
    return _rows(query)


def recordings_for_objection(person_id: int, industry: str, objection: str) -> list[RecordingRow]:
    """What somebody keeps of one drilled objection, the newest first."""
    return _rows(
        _recordings().where(
            Recording.person_id == person_id,
            Recording.industry == industry,
            Recording.objection == objection,
        )
    )


def shared_with(me: Me, *, most: int = 100) -> list[RecordingRow]:
    """The newest recordings that people of my classes and teams let me hear."""
    mine = or_(
        Recording.person_id.in_(trained_people(me.id)), Recording.person_id.in_(people_under(me.id))
    )
    query = _recordings().where(
        mine,
        Recording.person_id != me.id,
        Recording.shared_at.is_not(None),
        # A talk that is still private is not betrayed by its recordings.
        or_(
            Recording.session_id.is_(None),
            Session.handed_in_at.is_not(None),
            Session.obligation_id.is_not(None),
        ),
    )
    return _rows(query.limit(most))


def expired(now: datetime, *, most: int) -> Sequence[int]:
    """Ids of kept recordings whose time is over, the oldest first."""
    query = select(Recording.id).where(Recording.expires_at <= now, Recording.file.is_not(None))
    return db.read().scalars(query.order_by(Recording.expires_at).limit(most)).all()


def kept_before(
    person_id: int, spoken: Spoken, *, size: int, seconds: float
) -> tuple[int, int | None]:
    """How many recordings somebody keeps, and the id of one that is the same as what comes now."""
    mine = (Recording.person_id == person_id) & Recording.file.is_not(None)
    count = db.read().scalar(select(func.count()).where(mine)) or 0
    same = select(Recording.id).where(
        mine,
        Recording.session_id.is_not_distinct_from(spoken.session_id),
        Recording.turn.is_not_distinct_from(spoken.turn),
        Recording.industry.is_not_distinct_from(spoken.industry),
        Recording.objection.is_not_distinct_from(spoken.objection),
        Recording.size == size,
        Recording.seconds == seconds,
    )
    return count, db.read().scalar(same.limit(1))


def _rows(query: Select[*tuple[Any, ...]]) -> list[RecordingRow]:
    return [RecordingRow(*row) for row in db.read().execute(query.order_by(Recording.id.desc()))]


def _recordings() -> Select[*tuple[Any, ...]]:
    """Those that are still there: an expired one is gone at once, not only when its file is."""
    query: Select[*tuple[Any, ...]] = (
        select(
            Recording.id,
            Recording.person_id,
            Person.name,
            Recording.session_id,
            Recording.turn,
            Recording.industry,
            Recording.objection,
            Session.roleplay,
            Recording.file,
            Recording.mime,
            Recording.seconds,
            Recording.kept_at,
            Recording.expires_at,
            Recording.shared_at,
        )
        .join(Person, Person.id == Recording.person_id)
        .outerjoin(Session, Session.id == Recording.session_id)
        .where(Recording.file.is_not(None), Recording.expires_at > clock.now())
    )
    return query
