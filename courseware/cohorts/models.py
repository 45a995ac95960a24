"""Classes with dates, trainers, members, groups and a schedule."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Cohort(db.Base):
    """A class that takes one track together."""

    __tablename__ = "cohort"

    id: Mapped[db.pk]
    name: Mapped[db.line]
    track: Mapped[db.code]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]


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
    """A module of the class's track is due on a date."""

    __tablename__ = "cohort_schedule"
    __table_args__ = (UniqueConstraint("cohort_id", "module"),)

    id: Mapped[db.pk]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    module: Mapped[db.code]  #: slug
    due_on: Mapped[date]
