"""Private notes: their author reads them, while the person is one of theirs, and nobody else ever does."""

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.coaching.models import CoachingNote
from courseware.coaching.queries.scope import get_person_for
from courseware.coaching.types.notes import NoteRow
from courseware.errors import NotFound

#: the newest so many
MOST = 200


def notes_on(me: Me, person_id: int) -> list[NoteRow]:
    """What `me` has written down about somebody, the newest first. Support does not see it."""
    if me.is_support:
        return []
    query = _NOTES.where(CoachingNote.by_id == me.id, CoachingNote.about_id == person_id)
    rows = db.read().execute(query.order_by(CoachingNote.id.desc()).limit(MOST))
    return [NoteRow(*row) for row in rows]


def get_note_for(me: Me, note_id: int) -> tuple[NoteRow, int]:
    """A note of one's own on somebody who is still one's own, and that person's number."""
    about = db.read().scalar(
        select(CoachingNote.about_id).where(CoachingNote.id == note_id, CoachingNote.by_id == me.id)
    )
    if about is None or me.is_support:
        raise NotFound
    get_person_for(me, about)
    row = db.read().execute(_NOTES.where(CoachingNote.id == note_id)).one()
    return NoteRow(*row), about


_NOTES = select(CoachingNote.id, CoachingNote.text, CoachingNote.at, CoachingNote.changed_at)
