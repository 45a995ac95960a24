"""Private notes: written, changed and taken away by their author alone. The journal says nothing of them."""

from courseware import db
from courseware.accounts.types import Me
from courseware.coaching.models import CoachingNote
from courseware.coaching.queries.notes import get_note_for
from courseware.coaching.queries.scope import get_person_for
from courseware.kit import clock


def write_note(me: Me, person_id: int, text: str) -> None:
    get_person_for(me, person_id)
    now = clock.now()
    note = CoachingNote(about_id=person_id, by_id=me.id, text=text, at=now, changed_at=now)
    db.write().add(note)


def change_note(me: Me, note_id: int, text: str) -> int:
    """Whom it is about."""
    _row, about = get_note_for(me, note_id)
    note = db.load(CoachingNote, note_id)
    note.text, note.changed_at = text, clock.now()
    return about


def remove_note(me: Me, note_id: int) -> int:
    """Whom it was about; nothing of it stays."""
    _row, about = get_note_for(me, note_id)
    db.write().delete(db.load(CoachingNote, note_id))
    return about
