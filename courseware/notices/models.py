"""The in-app inbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Notice(db.Base):
    """One thing told to one person; the same key is told once."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: an English msgid with {placeholders}, shown in the reader's language
    sentence: Mapped[db.prose]
    values: Mapped[dict[str, Any]] = mapped_column(db.Json)
    href: Mapped[db.line]
    key: Mapped[db.line]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]
