"""The journal: who did what to whom, when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select

from courseware import db
from courseware.accounts.models import Person
from courseware.journal.models import Entry
from courseware.web.paging import SIZE
from courseware.web.zone import zone


@dataclass(frozen=True, slots=True)
class JournalLine:
    at: datetime
    actor: str | None
    verb: str
    object_kind: str
    object_id: str
    about: str | None
    particulars: dict[str, Any]


def journal(
    page: int, *, words: str = "", day: date | None = None, size: int = SIZE
) -> list[JournalLine]:
    """A page of the journal, the newest first: all of it, or what names a person or a deed, or of one day."""
    actor, about = Person.__table__.alias("actor"), Person.__table__.alias("about")
    query = (
        select(
            Entry.at,
            actor.c.name,
            Entry.verb,
            Entry.object_kind,
            Entry.object_id,
            about.c.name,
            Entry.particulars,
        )
        .outerjoin(actor, actor.c.id == Entry.actor_id)
        .outerjoin(about, about.c.id == Entry.about_id)
        .order_by(Entry.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    if words:
        sides = (actor.c.name, about.c.name, Entry.verb, Entry.object_kind)
        query = query.where(or_(*(side.icontains(words, autoescape=True) for side in sides)))
    if day is not None:
        first = datetime.combine(day, time(), zone())
        query = query.where(Entry.at >= first, Entry.at < first + timedelta(days=1))
    return [JournalLine(*row) for row in db.read().execute(query)]
