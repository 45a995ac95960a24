"""Classes with dates, trainers, members, groups, a schedule, a link to join, and announcements."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Cohort(db.Base):
    """A class that takes one track together."""

    __tablename__ = "cohort"
    __table_args__ = (Index("uq_cohort_join_code", "join_code", unique=True),)

    id: Mapped[db.pk]
    name: Mapped[db.line]
    track: Mapped[db.code]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    #: the secret part of the link by which people put themselves in; none = there is no link
    join_code: Mapped[str | None] = mapped_column(String(64))
    #: the last day of the link; none = until it is taken away
    join_until: Mapped[date | None]
    #: a trainer says yes or no to everybody who comes by the link
    join_needs_approval: Mapped[bool] = mapped_column(default=True)


class CohortTrainer(db.Base):
    __tablename__ = "cohort_trainer"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class CohortMembership(db.Base):
    """Somebody belongs to a class from a date to a date (`to_on` excluded; none = still does)."""

    __tablename__ = "cohort_membership"
    __table_args__ = (UniqueConstraint("cohort_id", "person_id", "from_on"),)

    id: Mapped[db.pk]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class Group(db.Base):
    """A named set of members inside a class."""

    __tablename__ = "cohort_group"
    __table_args__ = (UniqueConstraint("cohort_id", "name"),)

    id: Mapped[db.pk]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))


class GroupMembership(db.Base):
    __tablename__ = "cohort_group_membership"

    group_id: Mapped[int] = mapped_column(ForeignKey("cohort_group.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class ScheduleItem(db.Base):
    """A module of the class's track opens on a date, is due on one, or both."""

    __tablename__ = "cohort_schedule"
    __table_args__ = (UniqueConstraint("cohort_id", "module"),)

    id: Mapped[db.pk]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    module: Mapped[db.code]  #: slug
    #: none = open from the start
    opens_on: Mapped[date | None]
    due_on: Mapped[date | None]


class ScheduleTemplate(db.Base):
    """A schedule to be used again: days counted from the first day of a class."""

    __tablename__ = "schedule_template"

    id: Mapped[db.pk]
    name: Mapped[db.line]
    track: Mapped[db.code]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]


class ScheduleTemplateItem(db.Base):
    """When a module opens and is due, in days after the first day of the class (0 = that day)."""

    __tablename__ = "schedule_template_item"

    template_id: Mapped[int] = mapped_column(ForeignKey("schedule_template.id"), primary_key=True)
    module: Mapped[str] = mapped_column(String(100), primary_key=True)
    opens_after: Mapped[int | None]
    due_after: Mapped[int | None]


class JoinRequest(db.Base):
    """Somebody came by the link of a class: with an account, or with a name and an address."""

    __tablename__ = "join_request"
    __table_args__ = (
        CheckConstraint("outcome IN ('accepted', 'declined')", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("person_id IS NOT NULL OR email IS NOT NULL", name="who"),
    )

    id: Mapped[db.pk]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    #: none while somebody without an account waits
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    #: what they say to the trainer
    words: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(String(20))


class Announcement(db.Base):
    """A trainer told the whole class something; it stays on the page of the class."""

    __tablename__ = "announcement"

    id: Mapped[db.pk]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[db.prose]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]
