"""Several authors of one form."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Author(db.Base):
    """One of several authors of a form: where they are in it now."""

    __tablename__ = "submission_author"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: key of the field with the cursor; empty when in none
    field: Mapped[str] = mapped_column(String(100), default="")
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
