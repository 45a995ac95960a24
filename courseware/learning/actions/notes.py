"""Private notes at a heading, and words marked in a lesson."""

from courseware import db
from courseware.errors import NotFound
from courseware.kit import chinese, clock
from courseware.learning.models import Note
from courseware.learning.types import COLOURS, Quote


def add_note(
    person_id: int,
    place: tuple[str, str],
    text: str,
    *,
    quote: Quote | None = None,
    colour: str | None = None,
) -> int:
    """Keep a note at a place (module, heading), or words marked there; its number."""
    note = Note(person_id=person_id, module=place[0], anchor=place[1], text=text)
    if quote is not None:
        # As the lesson is written: a mark made in 繁體 is found in 简体, too.
        note.lang, note.quote = quote.lang, chinese.as_written(quote.exact)
        note.before = chinese.as_written(quote.before)
        note.after = chinese.as_written(quote.after)
        note.colour = colour or COLOURS[0]
    db.write().add(note)
    db.write().flush()
    return note.id


def change_note(person_id: int, note_id: int, text: str, *, colour: str | None = None) -> None:
    """Change the words of one's own note, or the colour of what it marks; another's is not found."""
    note = _own(person_id, note_id)
    note.text, note.changed_at = text, clock.now()
    if note.quote is not None and colour is not None:
        note.colour = colour


def remove_note(person_id: int, note_id: int) -> None:
    """Remove one's own note; another's is not found."""
    db.write().delete(_own(person_id, note_id))


def _own(person_id: int, note_id: int) -> Note:
    note = db.load(Note, note_id)
    if note.person_id != person_id:
        raise NotFound
    return note
