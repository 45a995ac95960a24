"""Which books lie ready."""

from sqlalchemy import select

from courseware import db
from courseware.publishing.models import Book


def file_of(lang: str, form: str, digest: str) -> str | None:
    """Storage key of the book made from this state of the course; none until it is made."""
    query = select(Book.file).where(Book.lang == lang, Book.form == form, Book.digest == digest)
    return db.read().scalar(query)
