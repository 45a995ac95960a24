"""Handing a mail to a server."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from smtplib import SMTPException

__all__ = ["SMTPException", "Server", "send"]


@dataclass(frozen=True, slots=True)
class Server:
    """How to reach the mail server; `port` 465 speaks TLS from the start."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    sender: str


def send(
    server: Server, to: str, subject: str, body: str, *, unsubscribe: str | None = None
) -> str:
    """Send one plain-text mail and return what the server answered.

    smtplib's errors pass through, the caller tries again later. `unsubscribe` is an address that declines by one
    POST (RFC 8058).
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, subject
    message["Date"], message["Message-ID"] = (
        formatdate(localtime=False),
        make_msgid(domain="courseware.invalid"),
    )
    if unsubscribe:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(body)
    context = ssl.create_default_context()
    if server.port == 465:
        with smtplib.SMTP_SSL(server.host, server.port, timeout=20, context=context) as line:
            return _hand_over(line, server, message)
    with smtplib.SMTP(server.host, server.port, timeout=20) as line:
        if server.starttls:
            line.starttls(context=context)
        return _hand_over(line, server, message)


def _hand_over(line: smtplib.SMTP, server: Server, message: EmailMessage) -> str:
    if server.user:
        line.login(server.user, server.password)
    line.send_message(message)
    return f"{server.host}: accepted {message['Message-ID']}"
