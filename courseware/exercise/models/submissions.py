"""What people fill in: submissions, their drafts, and revisions that nothing overwrites."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock

OPEN = text("closed_at IS NULL AND group_id IS NULL AND about_id IS NULL")
OPEN_GROUP = text("closed_at IS NULL AND group_id IS NOT NULL")
OPEN_ABOUT = text("closed_at IS NULL AND about_id IS NOT NULL")


class Submission(db.Base):
    """One form of one owner for one period; its state is derived from its facts."""

    __tablename__ = "submission"
    __table_args__ = (
        Index(
            "uq_submission_open", "owner_id", "exercise", "period", unique=True,
            sqlite_where=OPEN, postgresql_where=OPEN,
        ),
        Index(
            "uq_submission_open_group", "group_id", "exercise", "period", unique=True,
            sqlite_where=OPEN_GROUP, postgresql_where=OPEN_GROUP,
        ),
        Index(
            "uq_submission_open_about", "owner_id", "about_id", "exercise", "period", unique=True,
            sqlite_where=OPEN_ABOUT, postgresql_where=OPEN_ABOUT,
        ),
        Index("ix_submission_owner_exercise", "owner_id", "exercise"),
        CheckConstraint("round >= 0", name="round"),
        CheckConstraint("submitted_at IS NULL OR round > 0", name="submitted_round"),
        CheckConstraint("returned_at IS NULL OR (submitted_at IS NOT NULL AND accepted_at IS NULL)", name="returned"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by_id IS NULL)", name="accepted_by"),
        CheckConstraint("accepted_at IS NULL OR (submitted_at IS NOT NULL AND done_at IS NOT NULL)", name="accepted"),
        CheckConstraint("closed_at IS NULL OR done_at IS NOT NULL", name="closed"),
    )  # fmt: skip

    id: Mapped[db.pk]
    exercise: Mapped[db.code]
    module: Mapped[db.code]  #: slug
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: 2026-Q3 or 2026; empty for a form without periods
    period: Mapped[str] = mapped_column(String(20), default="")
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligation.id"), index=True)
    #: digests of the definition that it was filled in on
    version: Mapped[str] = mapped_column(String(64))
    wording: Mapped[str] = mapped_column(String(64))
    #: how often it was handed in
    round: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: of the last round; none again when taken back before any review
    submitted_at: Mapped[datetime | None]
    #: waits for its owner to mend it; none again with the next round
    returned_at: Mapped[datetime | None]
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: keys of the fields that the owner may change while it is returned
    mend: Mapped[list[str]] = mapped_column(db.Json, default=list)
    #: when it first met its own rule
    done_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted_role: Mapped[str | None] = mapped_column(String(20))
    #: nothing more is expected: another may be begun
    closed_at: Mapped[datetime | None]
    #: field key → exercise, submission_id, field, at, grade of its source
    carried: Mapped[dict[str, Any]] = mapped_column(db.Json, default=dict)
    #: filled in together by this group; the owner is who began it
    group_id: Mapped[int | None] = mapped_column(ForeignKey("cohort_group.id"), index=True)
    #: filled in about this person
    about_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: one of several answers about a person, shown only together and without names
    round360_id: Mapped[int | None] = mapped_column(ForeignKey("feedback_round.id"), index=True)
    #: from then on the person it is about sees it
    shared_at: Mapped[datetime | None]
    #: what that person answered
    reply: Mapped[db.prose | None]
    replied_at: Mapped[datetime | None]


class Draft(db.Base):
    """What the owner has typed: one row changed in place, with a counter."""

    __tablename__ = "submission_draft"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    answers: Mapped[dict[str, Any]] = mapped_column(db.Json)
    #: the owner's own rubric marks
    marks: Mapped[dict[str, Any]] = mapped_column(db.Json, default=dict)
    counter: Mapped[int] = mapped_column(default=0)
    #: field key → the counter with which it last changed and whose change it was, of a form with several authors
    versions: Mapped[dict[str, Any]] = mapped_column(db.Json, default=dict, server_default="{}")
    #: answers to fields that the form no longer has, by key: {label, answer}
    appendix: Mapped[dict[str, Any]] = mapped_column(db.Json, default=dict, server_default="{}")
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)


class Revision(db.Base):
    """A state of a form that nothing overwrites."""

    __tablename__ = "submission_revision"
    __table_args__ = (
        CheckConstraint("reason IN ('submitted', 'returned', 'conflict', 'kept')", name="reason"),
    )

    id: Mapped[db.pk]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    reason: Mapped[db.code]
    round: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    answers: Mapped[dict[str, Any]] = mapped_column(db.Json)
    marks: Mapped[dict[str, Any]] = mapped_column(db.Json, default=dict)
