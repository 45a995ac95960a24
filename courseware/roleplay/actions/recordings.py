"""The only writer of recordings: agree, keep, share, delete, withdraw, expire."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select, update

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.errors import Conflict, Forbidden, NotFound, Refused
from courseware.journal import actions as journal
from courseware.kit import clock, jobs
from courseware.roleplay.models import Recording, RecordingConsent
from courseware.roleplay.queries.recordings import agreed_at, kept_before
from courseware.roleplay.rules import recordings as rules
from courseware.roleplay.types.recordings import Spoken, Voice
from courseware.web.printing import DELETE_FILE

KIND = "recording"


def agree(me: Me, words: str, *, days: int) -> None:
    """Write down that somebody agrees to be recorded, to the words of today; a second time changes nothing."""
    if words != rules.digest_of_consent(days):
        raise Conflict("What you would agree to has just been changed. Please read it again.")
    _lock(me.id)
    if agreed_at(me.id, words) is not None:
        return
    consent = RecordingConsent(person_id=me.id, words=words, given_at=clock.now())
    db.write().add(consent)
    db.write().flush()
    journal.record(me.id, "agreed", ("recording consent", consent.id))


def withdraw(me: Me) -> int:
    """Take the consent back and delete everything that was kept; how many recordings that were."""
    _lock(me.id)
    given = (RecordingConsent.person_id == me.id) & RecordingConsent.withdrawn_at.is_(None)
    db.write().execute(update(RecordingConsent).where(given).values(withdrawn_at=clock.now()))
    kept = select(Recording).where(Recording.person_id == me.id, Recording.file.is_not(None))
    count = _forget(db.write().scalars(kept.with_for_update()))
    journal.record(me.id, "withdrew", ("recording consent", me.id), recordings=count)
    return count


def keep(me: Me, spoken: Spoken, voice: Voice, *, days: int) -> int:
    """Keep a voice that lies in the storage, for so many days; its id. Sent twice, it is kept once."""
    _lock(me.id)
    check_consent(me, days=days)
    count, same = kept_before(me.id, spoken, size=voice.size, seconds=voice.seconds)
    if same is not None:
        jobs.put(DELETE_FILE, voice.file)
        return same
    if count >= rules.MOST_KEPT:
        raise Refused(
            "You keep {n} recordings already. Please delete some first.", n=rules.MOST_KEPT
        )
    now = clock.now()
    recording = Recording(
        person_id=me.id,
        session_id=spoken.session_id,
        turn=spoken.turn,
        industry=spoken.industry,
        objection=spoken.objection,
        file=voice.file,
        mime=voice.sound.mime,
        size=voice.size,
        seconds=voice.seconds,
        kept_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.write().add(recording)
    db.write().flush()
    journal.record(me.id, "kept", (KIND, recording.id))
    return recording.id


def check_consent(me: Me, *, days: int) -> None:
    """Forbidden without the consent of today's words; asked before a file is written, and again in the transaction."""
    if agreed_at(me.id, rules.digest_of_consent(days)) is None:
        raise Forbidden("Nothing is kept before you have agreed to it. Press “Record” and read on.")


def share(me: Me, recording_id: int) -> None:
    """Let trainer and managers hear this one."""
    recording = _own(me, recording_id)
    if recording.shared_at is None:
        recording.shared_at = clock.now()
        journal.record(me.id, "shared", (KIND, recording.id))


def unshare(me: Me, recording_id: int) -> None:
    """From now on the speaker alone hears it again."""
    recording = _own(me, recording_id)
    if recording.shared_at is not None:
        recording.shared_at = None
        journal.record(me.id, "unshared", (KIND, recording.id))


def delete(me: Me, recording_id: int) -> None:
    recording = _own(me, recording_id)
    _forget([recording])
    journal.record(me.id, "deleted", (KIND, recording.id))


def expire(ids: Iterable[int]) -> int:
    """Delete recordings whose time is over; how many were still there."""
    over = select(Recording).where(
        Recording.id.in_(list(ids)),
        Recording.file.is_not(None),
        Recording.expires_at <= clock.now(),
    )
    return _forget(db.write().scalars(over.order_by(Recording.id).with_for_update()))


def _forget(recordings: Iterable[Recording]) -> int:
    """The row stays without its file; the file goes after the commit, so that a rollback loses nothing."""
    count = 0
    for recording in recordings:
        jobs.put(DELETE_FILE, recording.file)
        recording.file, recording.deleted_at = None, clock.now()
        recording.shared_at = None
        count += 1
    return count


def _own(me: Me, recording_id: int) -> Recording:
    recording = db.load(Recording, recording_id)
    if recording.person_id != me.id or recording.file is None:
        raise NotFound
    return recording


def _lock(person_id: int) -> None:
    """One thing at a time for each person: a withdrawal must not miss what is being kept."""
    db.write().execute(select(Person.id).where(Person.id == person_id).with_for_update())
