"""People, their one-time links, imports of them and failed sign-ins; teams and the reporting line."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Person(db.Base):
    """Somebody with an account. Everybody may learn; the flags add what else they may do."""

    __tablename__ = "person"
    __table_args__ = (
        Index("uq_person_mobile", "mobile", unique=True),
        Index("uq_person_feed_code", "feed_code", unique=True),
    )

    id: Mapped[db.pk]
    #: lower case; what one signs in with. Who has no address gets one that ends in @invalid
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    #: argon2; none until the invitation is accepted
    password_hash: Mapped[str | None] = mapped_column(String(300))
    #: grows with every change of the password: older sessions end
    session_version: Mapped[int] = mapped_column(default=1)
    lang: Mapped[str] = mapped_column(String(10), default="zh")
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_trainer: Mapped[bool] = mapped_column(default=False)
    is_author: Mapped[bool] = mapped_column(default=False)
    #: belongs to the demo world
    is_demo: Mapped[bool] = mapped_column(default=False)
    #: both are signed in with, too
    employee_number: Mapped[str | None] = mapped_column(String(50), unique=True)
    #: digits, with the country's number unless it is +86
    mobile: Mapped[str | None] = mapped_column(String(20))
    joined_on: Mapped[date | None]
    #: the secret part of the address of one's calendar feed; none until one is asked for
    feed_code: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: may no longer sign in
    deactivated_at: Mapped[datetime | None]
    #: personal data removed
    erased_at: Mapped[datetime | None]


class Link(db.Base):
    """A single-use link: an invitation, or a new password. Only a hash of its token is kept."""

    __tablename__ = "link"
    __table_args__ = (
        CheckConstraint("kind IN ('invitation', 'password', 'first-administrator')", name="kind"),
    )

    id: Mapped[db.pk]
    kind: Mapped[db.code]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PersonalCopy(db.Base):
    """Somebody asked for a copy of everything held about them; it lies ready for some days."""

    __tablename__ = "personal_copy"

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    ready_at: Mapped[datetime | None]
    #: key of the storage; none before it is ready and once its time is over
    file: Mapped[str | None] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(default=0)  #: bytes


class PeopleImport(db.Base):
    """A file of people: sent, looked at, then carried out or left, and perhaps undone."""

    __tablename__ = "people_import"
    __table_args__ = (
        CheckConstraint("undone_at IS NULL OR done_at IS NOT NULL", name="done_first"),
    )

    id: Mapped[db.pk]
    name: Mapped[db.line]  #: of the file
    #: key of the storage; none once carried out
    file: Mapped[str | None] = mapped_column(String(100))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    #: who could not be taken back, because they had begun
    kept: Mapped[int] = mapped_column(default=0)


class ImportedPerson(db.Base):
    """One person of an import, and by field what the import wrote and what was there before."""

    __tablename__ = "imported_person"

    id: Mapped[db.pk]
    import_id: Mapped[int] = mapped_column(ForeignKey("people_import.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    line: Mapped[int]  #: of the file
    is_new: Mapped[bool]
    before: Mapped[dict[str, Any]] = mapped_column(db.Json)
    after: Mapped[dict[str, Any]] = mapped_column(db.Json)


class FailedSignIn(db.Base):
    """A refused sign-in, counted for the lock-out; it outlives the refusal."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (Index("ix_failed_sign_in_email_at", "email", "at"),)

    id: Mapped[db.pk]
    email: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Team(db.Base):
    """A manager's people; `parent` gives the line upwards."""

    __tablename__ = "team"

    id: Mapped[db.pk]
    name: Mapped[db.line]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class TeamDeputy(db.Base):
    """Somebody who stands in for a team's manager between two dates (both included)."""

    __tablename__ = "team_deputy"

    id: Mapped[db.pk]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class TeamMembership(db.Base):
    """Somebody belonged to a team from a date to a date (`to_on` excluded; none = still does)."""

    __tablename__ = "team_membership"
    __table_args__ = (
        Index(
            "uq_team_membership_current",
            "person_id",
            unique=True,
            sqlite_where=text("to_on IS NULL"),
            postgresql_where=text("to_on IS NULL"),
        ),
        UniqueConstraint("person_id", "from_on"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]
