"""The in-app inbox, and how people want to be told beside it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class NoticeChoice(db.Base):
    """How somebody wants to be told beside the inbox; without a row the usual holds."""

    __tablename__ = "notice_choice"
    __table_args__ = (
        CheckConstraint("mail IN ('at-once', 'daily', 'never')", name="mail"),
        CheckConstraint("quiet_from BETWEEN 0 AND 23", name="quiet_from"),
        CheckConstraint("quiet_to BETWEEN 0 AND 23", name="quiet_to"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    mail: Mapped[db.code]
    #: hours of the organisation's day between which nothing is sent
    quiet_from: Mapped[int]
    quiet_to: Mapped[int]
    #: a word in the team's chat group, too
    chat: Mapped[bool] = mapped_column(default=False)


class ChatRobot(db.Base):
    """A robot that posts into the chat group of a team, or of the whole organisation."""

    __tablename__ = "chat_robot"
    __table_args__ = (CheckConstraint("kind IN ('wecom', 'dingtalk', 'feishu')", name="kind"),)

    id: Mapped[db.pk]
    kind: Mapped[db.code]
    name: Mapped[db.line]
    url: Mapped[str] = mapped_column(String(500))
    secret: Mapped[str] = mapped_column(String(200), default="")
    #: none = the organisation's
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]


class Notice(db.Base):
    """One thing told to one person; the same key is told once."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: an English msgid with {placeholders}, shown in the reader's language
    sentence: Mapped[db.prose]
    values: Mapped[dict[str, Any]] = mapped_column(db.Json)
    href: Mapped[db.line]
    key: Mapped[db.line]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]
    #: handed to mail or chat, or found not to be wanted there
    delivered_at: Mapped[datetime | None]
