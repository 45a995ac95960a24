"""What the page of books shows: the book to take, and whether it is up to date. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

#: in this order they are offered; the words for them are in the template
FORMS = ("pdf", "epub")
#: a book takes a minute; after so long something is wrong, and it may be asked for once more
PATIENCE = timedelta(minutes=15)
#: hours of the organisation's night in which books are renewed
NIGHT = range(1, 5)


class BookLike(Protocol):
    @property
    def lang(self) -> str: ...
    @property
    def form(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def file(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    @property
    def asked_at(self) -> datetime: ...
    @property
    def made_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """One language and form: what lies there and what is on its way."""

    lang: str
    form: str
    file: str | None = None
    size: int | None = None  # bytes
    made_at: datetime | None = None
    is_current: bool = False  # made from the course as it is now
    asked_at: datetime | None = None  # since when the current one is being made
    is_stuck: bool = False  # asked for long ago, and still not there

    @property
    def is_waiting(self) -> bool:
        return self.asked_at is not None and not self.is_stuck

    @property
    def may_ask(self) -> bool:
        return not self.is_current and not self.is_waiting


def shelf(
    books: Iterable[BookLike], digest: str, now: datetime, *, langs: Iterable[str]
) -> tuple[Place, ...]:
    """Every language and form, in the order in which they are offered; `books` the newest first."""
    found = list(books)
    return tuple(
        _place([b for b in found if (b.lang, b.form) == (lang, form)], (lang, form), digest, now)
        for lang in langs
        for form in FORMS
    )


def _place(books: list[BookLike], what: tuple[str, str], digest: str, now: datetime) -> Place:
    current = next((b for b in books if b.digest == digest), None)
    ready = current if current and current.file else next((b for b in books if b.file), None)
    asked = current.asked_at if current and current.file is None else None
    return Place(
        *what,
        file=ready.file if ready else None,
        size=ready.size if ready else None,
        made_at=ready.made_at if ready else None,
        is_current=ready is not None and ready.digest == digest,
        asked_at=asked,
        is_stuck=asked is not None and asked < now - PATIENCE,
    )


def to_renew(books: Iterable[BookLike], digest: str) -> list[tuple[str, str]]:
    """Languages and forms that have a book, but none of the course as it is now, made or on its way."""
    found = list(books)
    current = {(b.lang, b.form) for b in found if b.digest == digest}
    return sorted({(b.lang, b.form) for b in found if b.file} - current)
