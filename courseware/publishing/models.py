"""Books made of the course, kept until the course changes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Book(db.Base):
    """The whole course as one file; the newest a language and form is the one to download."""

    __tablename__ = "book"
    __table_args__ = (
        Index("uq_book", "lang", "form", "digest", unique=True),
        CheckConstraint("form IN ('pdf', 'epub')", name="form"),
    )

    id: Mapped[db.pk]
    lang: Mapped[str] = mapped_column(String(10))
    form: Mapped[db.code]
    #: digest of the course it was made from
    digest: Mapped[str] = mapped_column(String(64))
    #: key of the storage; none until it is made
    file: Mapped[str | None] = mapped_column(String(100))
    size: Mapped[int | None]  #: bytes
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_at: Mapped[datetime | None]
