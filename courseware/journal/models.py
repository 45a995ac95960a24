"""The journal's rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Entry(db.Base):
    """Somebody did something to a thing. Never changed; the thing is named by kind and id, not by a key."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_object", "object_kind", "object_id"),)

    id: Mapped[db.pk]
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    #: the person who did it; none for the system itself
    actor_id: Mapped[int | None] = mapped_column(index=True)
    verb: Mapped[db.code]
    object_kind: Mapped[db.code]
    object_id: Mapped[db.code]
    #: the person it is about, where that is another than the actor
    about_id: Mapped[int | None] = mapped_column(index=True)
    particulars: Mapped[dict[str, Any]] = mapped_column(db.Json)
