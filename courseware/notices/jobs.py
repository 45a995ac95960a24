"""Sending what lies in the outbox."""

from sqlalchemy import select

from courseware import db
from courseware.kit import clock, smtp
from courseware.kit.outbox import Message
from courseware.settings import queries as organisation


def send_message(message_id: int) -> None:
    """Send one message; an error is raised and the job is tried again. A message that was sent is left alone."""
    query = select(Message.address, Message.subject, Message.body).where(
        Message.id == message_id, Message.sent_at.is_(None)
    )
    row = db.read().execute(query).first()
    if row is None:
        return
    choices = organisation.current()
    if not choices.sends_mail:
        _note(message_id, answer="no mail server is configured", sent=False)
        return
    server = smtp.Server(
        host=choices.smtp_host,
        port=choices.smtp_port,
        user=choices.smtp_user,
        password=choices.smtp_password,
        starttls=choices.smtp_tls,
        sender=choices.mail_from,
    )
    smtp.send(server, row.address, row.subject, row.body)
    _note(message_id, answer="sent", sent=True)


def _note(message_id: int, *, answer: str, sent: bool) -> None:
    message = db.load(Message, message_id)
    message.attempts += 1
    message.answer = answer
    message.sent_at = clock.now() if sent else None
