"""What somebody asked of others, and of whom. What each person owes is an obligation of `learning`."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Series(db.Base):
    """The same is asked again each period, until a day: an assignment each time."""

    __tablename__ = "assignment_series"
    __table_args__ = (CheckConstraint("every IN ('week', 'two-weeks', 'month')", name="every"),)

    id: Mapped[db.pk]
    every: Mapped[db.code]
    #: no due date lies after this day
    until_on: Mapped[date]
    ended_at: Mapped[datetime | None]


class Assignment(db.Base):
    """Somebody asked for something by a date. Each person's own state lies in their obligation."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('module', 'lesson', 'quiz', 'roleplay', 'exercise', 'drill', 'task')",
            name="kind",
        ),
        Index("uq_assignment_series_id_due_on", "series_id", "due_on", unique=True),
        CheckConstraint("quantity BETWEEN 1 AND 100", name="quantity"),
        CheckConstraint("pass_line BETWEEN 0 AND 100", name="pass_line"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_by_id IS NULL)", name="cancelled"),
    )

    id: Mapped[db.pk]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[db.code]
    item: Mapped[db.code]  #: as in a step; of a drill `any` means every type
    quantity: Mapped[int] = mapped_column(default=1)
    pass_line: Mapped[int | None]  #: per cent; none = the item's own
    #: the day in the organisation's time zone, and its last second
    due_on: Mapped[date | None]
    due_at: Mapped[datetime | None]
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    needs_acceptance: Mapped[bool] = mapped_column(default=False)
    earlier_work_counts: Mapped[bool] = mapped_column(default=False)
    #: whoever joins a team or class among the targets later owes it too
    joiners_receive: Mapped[bool] = mapped_column(default=False)
    #: words to those who are asked
    words: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("assignment_series.id"))


class AssignmentTarget(db.Base):
    """Of whom: a person, a team with all teams below it, or a class."""

    __tablename__ = "assignment_target"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN person_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN team_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN cohort_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one",
        ),
    )

    id: Mapped[db.pk]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
