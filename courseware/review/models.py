"""A reviewer's work on something a person handed in; the thing is named by kind and id."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Review(db.Base):
    """One finished verdict on one round of a thing: append-only."""

    __tablename__ = "review"
    __table_args__ = (
        Index("ix_review_object", "object_kind", "object_id"),
        CheckConstraint("verdict IN ('accepted', 'returned', 'marked')", name="verdict"),
        CheckConstraint("role IN ('self', 'peer', 'trainer', 'manager')", name="role"),
    )

    id: Mapped[db.pk]
    object_kind: Mapped[db.code]  #: submission, session or attempt
    object_id: Mapped[int]
    round: Mapped[int] = mapped_column(default=1)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[db.code]
    verdict: Mapped[db.code]
    #: criterion → 0 to 3
    marks: Mapped[dict[str, Any]] = mapped_column(db.Json)
    #: anchor (field key, or number of the turn) → comment
    comments: Mapped[dict[str, Any]] = mapped_column(db.Json)
    #: anchors that the owner must change, when returned
    mend: Mapped[list[str]] = mapped_column(db.Json, default=list)
    summary: Mapped[db.prose]
    rubric: Mapped[str | None] = mapped_column(String(100))
    rubric_version: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ReviewDraft(db.Base):
    """What a reviewer has written and not yet sent; survives a resubmission."""

    __tablename__ = "review_draft"
    __table_args__ = (UniqueConstraint("object_kind", "object_id", "reviewer_id"),)

    id: Mapped[db.pk]
    object_kind: Mapped[db.code]
    object_id: Mapped[int]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(db.Json)
    counter: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)


class ReviewLock(db.Base):
    """One reviewer works on a thing until a time; nobody else collides."""

    __tablename__ = "review_lock"

    object_kind: Mapped[str] = mapped_column(String(100), primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime]


class Waiting(db.Base):
    """Something waits for a reviewer: the one queue. Removed by the verdict, or by taking it back."""

    __tablename__ = "review_waiting"
    __table_args__ = (UniqueConstraint("object_kind", "object_id"),)

    id: Mapped[db.pk]
    object_kind: Mapped[db.code]
    object_id: Mapped[int]
    #: whose work it is
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    item: Mapped[db.code]  #: id of the exercise or role-play
    round: Mapped[int] = mapped_column(default=1)
    #: the named reviewer; none = trainers of the owner's cohorts, else the manager up the line
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)
