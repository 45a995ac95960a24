"""Voices: the consent to record, and recordings that a learner chose to keep."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class RecordingConsent(db.Base):
    """Somebody agreed to be recorded; withdrawing it deletes what was kept."""

    __tablename__ = "recording_consent"
    __table_args__ = (Index("ix_recording_consent_person", "person_id"),)

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: digest of the words that were agreed to
    words: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]


class Recording(db.Base):
    """A voice kept at the learner's wish: of one turn of a talk, or of one drilled objection."""

    __tablename__ = "recording"
    __table_args__ = (
        Index("ix_recording_person", "person_id"),
        Index("ix_recording_expiry", "expires_at"),
        CheckConstraint("(session_id IS NULL) = (turn IS NULL)", name="turn"),
        CheckConstraint("(session_id IS NULL) <> (objection IS NULL)", name="of"),
        CheckConstraint("(industry IS NULL) = (objection IS NULL)", name="industry"),
        CheckConstraint("(file IS NULL) = (deleted_at IS NOT NULL)", name="deleted"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("roleplay_session.id"), index=True)
    turn: Mapped[int | None]  #: number of the turn, from 1
    industry: Mapped[str | None] = mapped_column(String(100))
    objection: Mapped[str | None] = mapped_column(String(100))
    #: key of the storage; none once deleted
    file: Mapped[str | None] = mapped_column(String(100))
    mime: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  #: bytes
    seconds: Mapped[float]
    kept_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: the administrator's schedule at the time of keeping
    expires_at: Mapped[datetime]
    #: the learner lets trainer and manager hear this one
    shared_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
