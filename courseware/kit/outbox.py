"""Messages to addresses outside: written in the caller's transaction, sent by the worker, each once."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock, jobs
from courseware.kit.addresses import has_mail


class Message(db.Base):
    """One message to one address, with what became of it."""

    __tablename__ = "message"

    id: Mapped[db.pk]
    channel: Mapped[db.code]  #: mail, or the name of a robot
    address: Mapped[db.line]
    subject: Mapped[db.line]
    body: Mapped[db.prose]
    #: the same key is never sent twice
    key: Mapped[str] = mapped_column(unique=True)
    attempts: Mapped[int] = mapped_column(default=0)
    answer: Mapped[db.prose | None]
    sent_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


def put_mail(address: str, subject: str, body: str, *, key: str) -> None:
    """Queue a mail; a second call with the same key does nothing, nor does one to somebody without an address."""
    if not has_mail(address):
        return
    row = {"channel": "mail", "address": address, "subject": subject, "body": body, "key": key}
    wish = db.insert(Message).values(row).on_conflict_do_nothing(index_elements=[Message.key])
    message_id = db.write().scalar(wish.returning(Message.id))
    if message_id is not None:
        jobs.put("send_message", message_id)
