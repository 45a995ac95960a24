"""Reports that are sent by themselves: when, to whom, and what became of each."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class ReportSchedule(db.Base):
    """A report goes out each week, each month, or once a class has ended."""

    __tablename__ = "report_schedule"
    __table_args__ = (
        CheckConstraint("kind IN ('team', 'cohort', 'organisation')", name="kind"),
        CheckConstraint("every IN ('week', 'month', 'end')", name="every"),
        CheckConstraint("form IN ('pdf', 'xlsx')", name="form"),
    )

    id: Mapped[db.pk]
    kind: Mapped[db.code]
    #: none with `team` = all of the maker's people
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    every: Mapped[db.code]
    form: Mapped[db.code]
    lang: Mapped[str] = mapped_column(String(10))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    next_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]


class ReportRecipient(db.Base):
    __tablename__ = "report_recipient"

    schedule_id: Mapped[int] = mapped_column(ForeignKey("report_schedule.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class ReportSending(db.Base):
    """One report to one person: sent, or held back and why."""

    __tablename__ = "report_sending"
    __table_args__ = (
        Index("uq_report_sending", "schedule_id", "person_id", "due_on", unique=True),
        CheckConstraint("held_back IN ('not-allowed', 'left', 'no-address')", name="held_back"),
    )

    id: Mapped[db.pk]
    schedule_id: Mapped[int] = mapped_column(ForeignKey("report_schedule.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    held_back: Mapped[str | None] = mapped_column(String(20))
    #: what was sent, as it was: key of the storage, name of the file
    file: Mapped[str | None] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(300), default="")
    #: the mail in the outbox
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
