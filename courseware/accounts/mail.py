"""Mails about accounts, one function a message."""

from flask import current_app

from courseware.accounts.types import PersonRow
from courseware.kit import outbox
from courseware.web.locale import t


def link_address(token: str) -> str:
    """The address of a single-use link, as it is handed over or mailed."""
    return f"{current_app.config['PUBLIC_URL']}/invitations/{token}"


def send_password_link(person: PersonRow, token: str) -> None:
    body = t(
        "Hello {name},\n\nchoose a new password here (the link holds for 24 hours, once):\n{link}\n\n"
        "If you did not ask for it, you need not do anything.",
        name=person.name,
        link=link_address(token),
    )
    outbox.put_mail(person.email, t("Choose a new password"), body, key=f"password:{token[:12]}")


def send_invitation(person: PersonRow, token: str) -> None:
    body = t(
        "Hello {name},\n\nyou have an account. Choose your password here (the link holds for 7 days, once):\n{link}",
        name=person.name,
        link=link_address(token),
    )
    outbox.put_mail(
        person.email, t("Your account for the sales training"), body, key=f"invitation:{token[:12]}"
    )
