"""Messages to addresses outside: written in the caller's transaction, sent by the worker, each once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, update
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock, jobs
from courseware.kit.addresses import has_mail


class Message(db.Base):
    """One message to one address, with what became of it."""

    __tablename__ = "message"

    id: Mapped[db.pk]
    channel: Mapped[db.code]  #: mail, or the kind of a robot
    address: Mapped[db.line]  #: of mail, or the number of the robot
    subject: Mapped[db.line]
    body: Mapped[db.prose]
    #: the same key is never sent twice
    key: Mapped[str] = mapped_column(unique=True)
    attempts: Mapped[int] = mapped_column(default=0)
    #: what the other side said last
    answer: Mapped[db.prose | None]
    sent_at: Mapped[datetime | None]
    #: somebody stopped it before it was sent
    stopped_at: Mapped[datetime | None]
    #: address at which mail of this kind is declined by one press
    unsubscribe: Mapped[str | None] = mapped_column(String(500))
    #: mobile numbers to mention in a chat
    mentions: Mapped[list[str]] = mapped_column(db.Json, default=list, server_default="[]")
    #: stored files that go with a mail: name, key of the storage
    attachments: Mapped[list[list[str]]] = mapped_column(db.Json, default=list, server_default="[]")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


def put_mail(
    address: str,
    subject: str,
    body: str,
    *,
    key: str,
    unsubscribe: str | None = None,
    attachments: Sequence[tuple[str, str]] = (),
) -> int | None:
    """Queue a mail, with stored files by name and key; the number of the message.

    A second call with the same key does nothing, nor does one to somebody without an address.
    """
    if not has_mail(address):
        return None
    row = {"channel": "mail", "address": address, "subject": subject, "body": body, "key": key}
    files = [list(pair) for pair in attachments]
    return _put(row | {"unsubscribe": unsubscribe, "mentions": [], "attachments": files})


def put_chat(
    kind: str, robot_id: int, body: str, *, key: str, mentions: Sequence[str] = ()
) -> None:
    """Queue a message to a group of a team chat; a second call with the same key does nothing."""
    row = {"channel": kind, "address": str(robot_id), "subject": "", "body": body, "key": key}
    _put(row | {"unsubscribe": None, "mentions": list(mentions)})


def stop_waiting() -> int:
    """Stop every message that is not sent yet; how many there were."""
    waiting = update(Message).where(Message.sent_at.is_(None), Message.stopped_at.is_(None))
    stopped = db.write().scalars(waiting.values(stopped_at=clock.now()).returning(Message.id)).all()
    return len(stopped)


def try_again(message_id: int) -> None:
    """Send a message that failed or was stopped once more; one that was sent stays as it is."""
    message = db.load(Message, message_id)
    if message.sent_at is None:
        message.stopped_at = None
        jobs.put("send_message", message_id)


def _put(row: dict[str, Any]) -> int | None:
    wish = db.insert(Message).values(row).on_conflict_do_nothing(index_elements=[Message.key])
    message_id: int | None = db.write().scalar(wish.returning(Message.id))
    if message_id is not None:
        jobs.put("send_message", message_id)
    return message_id
