"""Private notes at a heading."""

from courseware import db
from courseware.errors import NotFound
from courseware.learning.models import Note


def add_note(person_id: int, module: str, anchor: str, text: str) -> None:
    db.write().add(Note(person_id=person_id, module=module, anchor=anchor, text=text))


def remove_note(person_id: int, note_id: int) -> None:
    """Remove one's own note; another's is not found."""
    note = db.load(Note, note_id)
    if note.person_id != person_id:
        raise NotFound
    db.write().delete(note)
