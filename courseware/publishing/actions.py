"""Asking for a book, and keeping it once it is made."""

from dataclasses import dataclass

from sqlalchemy import select

from courseware import db
from courseware.kit import clock, jobs
from courseware.publishing.models import Book

MAKE_BOOK = "make_book"


@dataclass(frozen=True, slots=True)
class MadeBook:
    lang: str
    form: str
    digest: str
    file: str  # key of the storage
    size: int  # bytes


def ask_for_book(lang: str, form: str, digest: str) -> None:
    """Have the book made, unless it is there; who asks while it is being made waits for the same."""
    row = _book(lang, form, digest)
    if row.file is not None:
        return
    row.asked_at = clock.now()
    jobs.put(MAKE_BOOK, lang, form, key=f"book:{lang}:{form}")


def keep_book(made: MadeBook) -> list[str]:
    """The book of this language and form is now this file; the keys of those that it replaces."""
    row = _book(made.lang, made.form, made.digest)
    old = [row.file] if row.file else []
    row.file, row.size, row.made_at = made.file, made.size, clock.now()
    others = select(Book).where(Book.lang == made.lang, Book.form == made.form, Book.id != row.id)
    for other in db.write().scalars(others.with_for_update()).all():
        old += [other.file] if other.file else []
        db.write().delete(other)
    return old


def _book(lang: str, form: str, digest: str) -> Book:
    """The row, locked; made where there is none, also when somebody else makes it at this moment."""
    wish = db.insert(Book).values(lang=lang, form=form, digest=digest, asked_at=clock.now())
    db.write().execute(
        wish.on_conflict_do_nothing(index_elements=[Book.lang, Book.form, Book.digest])
    )
    query = select(Book).where(Book.lang == lang, Book.form == form, Book.digest == digest)
    return db.write().scalars(query.with_for_update()).one()
