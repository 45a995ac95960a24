"""Handing a mail to a server."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid


@dataclass(frozen=True, slots=True)
class Server:
    """How to reach the mail server; `port` 465 speaks TLS from the start."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    sender: str


def send(server: Server, to: str, subject: str, body: str) -> None:
    """Send one plain-text mail; smtplib's errors pass through, the caller tries again later."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, subject
    message["Date"], message["Message-ID"] = (
        formatdate(localtime=False),
        make_msgid(domain="courseware.invalid"),
    )
    message.set_content(body)
    context = ssl.create_default_context()
    if server.port == 465:
        with smtplib.SMTP_SSL(server.host, server.port, timeout=20, context=context) as line:
            _hand_over(line, server, message)
        return
    with smtplib.SMTP(server.host, server.port, timeout=20) as line:
        if server.starttls:
            line.starttls(context=context)
        _hand_over(line, server, message)


def _hand_over(line: smtplib.SMTP, server: Server, message: EmailMessage) -> None:
    if server.user:
        line.login(server.user, server.password)
    line.send_message(message)
