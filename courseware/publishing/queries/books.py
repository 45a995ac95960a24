"""Which books lie ready, and which are being made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from courseware import db
from courseware.publishing.models import Book


@dataclass(frozen=True, slots=True)
class BookRow:
    id: int
    lang: str
    form: str
    digest: str
    file: str | None  # none until it is made
    size: int | None  # bytes
    asked_at: datetime
    made_at: datetime | None


def books() -> list[BookRow]:
    """Every book that lies ready or was asked for, the newest first."""
    columns = (Book.id, Book.lang, Book.form, Book.digest, Book.file, Book.size)
    query = select(*columns, Book.asked_at, Book.made_at).order_by(Book.id.desc())
    return [BookRow(**row) for row in db.read().execute(query).mappings()]
