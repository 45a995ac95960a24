"""Addresses of mail belong here: whether one can be written to at all."""

#: ends the address of somebody who has none; the domain is reserved, so that no mail server ever knows it
NO_MAIL = "@invalid"


def has_mail(address: str) -> bool:
    """Whether mail can go to this address."""
    return not address.endswith(NO_MAIL)


def shown(address: str) -> str:
    """An address for people to read; empty for the stand-in of somebody who has none."""
    return address if has_mail(address) else ""
