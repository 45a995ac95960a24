"""Certificates: who was certified what, when, with the facts of that day."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Certificate(db.Base):
    """One certificate. Its facts never change; it can be revoked, with a reason, and may expire."""

    __tablename__ = "certificate"
    __table_args__ = (
        Index("uq_certificate_source", "kind", "source_id", unique=True),
        CheckConstraint(
            "kind IN ('exercise', 'practice', 'part', 'portfolio', 'course')", name="kind"
        ),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revoked"),
    )

    id: Mapped[db.pk]
    serial: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[db.code]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: the row it rests on: submission for an exercise, enrolment for the course
    source_id: Mapped[int]
    #: id of the exercise, track or part
    subject: Mapped[db.code]
    edition: Mapped[db.code]
    #: what is printed: name, titles in both languages, figures, dates, the accepting role
    facts: Mapped[dict[str, Any]] = mapped_column(db.Json)
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_reason: Mapped[db.prose | None]
