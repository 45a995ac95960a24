"""Badges (1EdTech Open Badges 3.0): which place in which status list, how a list is written, what LinkedIn is told."""

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

#: places of one status list: 16 KB of bits, the least that the W3C asks for, so that a place betrays nobody
PLACES = 131_072
#: what a kind is called in the vocabulary of Open Badges
TYPES = {
    "course": "CertificateOfCompletion",
    "part": "CertificateOfCompletion",
    "exercise": "Assignment",
    "practice": "Competency",
    "portfolio": "Achievement",
}
LINKEDIN = "https://www.linkedin.com/profile/add"


def place_of(certificate_id: int) -> tuple[int, int]:
    """Number of the status list, from 1, and the place in it, from 0."""
    number, place = divmod(certificate_id - 1, PLACES)
    return number + 1, place


def ids_of(number: int) -> tuple[int, int]:
    """The first and the last certificate that a status list speaks of."""
    return (number - 1) * PLACES + 1, number * PLACES


def encoded(revoked: Iterable[int]) -> str:
    """A status list as Bitstring Status List 1.0 writes it: bits from the left, gzip, base64url after a `u`."""
    bits = bytearray(PLACES // 8)
    for place in revoked:
        bits[place // 8] |= 0x80 >> (place % 8)
    packed = gzip.compress(bytes(bits), mtime=0)  # the same list is always the same text
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def achievement_id(kind: str, subject: str) -> str:
    return f"{kind}-{subject}"


def linkedin_address(
    name: str, organisation: str, *, issued: datetime, expires: datetime | None, page: str
) -> str:
    """Where LinkedIn offers to add a certificate to one's profile; `page` is its public page."""
    told = {
        "startTask": "CERTIFICATION_NAME",
        "name": name,
        "organizationName": organisation,
        "issueYear": issued.year,
        "issueMonth": issued.month,
    }
    if expires is not None:
        told |= {"expirationYear": expires.year, "expirationMonth": expires.month}
    told |= {"certUrl": page, "certId": page.rpartition("/")[2]}
    return f"{LINKEDIN}?{urlencode(told)}"
