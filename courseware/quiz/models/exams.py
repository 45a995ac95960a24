"""Exams on paper, and further attempts that a trainer allows."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class ExamPaper(db.Base):
    """A final exam printed for a room without computers: the same questions in the same order for everybody."""

    __tablename__ = "exam_paper"

    id: Mapped[db.pk]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    seed: Mapped[int]
    questions: Mapped[list[Any]] = mapped_column(db.Json)  #: as in an attempt
    version: Mapped[str] = mapped_column(String(64))  #: digest of the exam it was drawn from
    pass_mark: Mapped[int]  #: per cent
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Release(db.Base):
    """A trainer allows somebody one attempt more than the file does."""

    __tablename__ = "attempt_release"
    __table_args__ = (Index("ix_attempt_release_person", "person_id", "slug"),)

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    slug: Mapped[db.code]
    released_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
