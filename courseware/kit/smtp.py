"""Handing a mail to a server."""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from smtplib import SMTPException

__all__ = ["Mail", "SMTPException", "Server", "send"]

#: files that go with a mail, by their ending
FILES = {
    "pdf": "pdf",
    "xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "zip",
}


@dataclass(frozen=True, slots=True)
class Server:
    """How to reach the mail server; `port` 465 speaks TLS from the start."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    sender: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One plain-text mail; files go with it by name and content.

    `unsubscribe` is an address that declines by one POST (RFC 8058).
    """

    to: str
    subject: str
    body: str
    unsubscribe: str | None = None
    files: Sequence[tuple[str, bytes]] = ()


def send(server: Server, mail: Mail) -> str:
    """Send a mail and return what the server answered.

    smtplib's errors pass through, the caller tries again later.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, mail.to, mail.subject
    message["Date"], message["Message-ID"] = (
        formatdate(localtime=False),
        make_msgid(domain="courseware.invalid"),
    )
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body)
    for name, content in mail.files:
        kind = FILES.get(name.rpartition(".")[2], "octet-stream")
        message.add_attachment(content, maintype="application", subtype=kind, filename=name)
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
