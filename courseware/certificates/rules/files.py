"""What a file tells of itself that somebody wants checked. It is read once, piece by piece, and never interpreted."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from courseware.certificates.rules.serials import normal_serial

MEGABYTE = 1024 * 1024
MOST = 10 * MEGABYTE
HEADER = 1024
#: a serial in its printed form, and what stands before it where the file is a copy of ours
SERIAL = re.compile(rb"(%COPY )?(SSM-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})")
#: longer than what is looked for: it may lie across two pieces
OVERLAP = 64
#: a file full of serials is none of ours
MOST_SERIALS = 20


class TooLarge(ValueError):
    """More bytes than are taken."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file without the file."""

    sha256: str
    size: int  # bytes
    is_pdf: bool
    serials: tuple[str, ...]  # that stand in it in the open
    is_copy: bool  # says of itself that it is a rendition of ours beside the one of record


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is: `same`, `other`, `copy`, `waiting` or `altered`; and the certificate it speaks of."""

    word: str
    serial: str | None


def look_at(pieces: Iterable[bytes]) -> Seen:
    """Read a file to its end; TooLarge as soon as it is."""
    digest, size, start, rest = hashlib.sha256(), 0, b"", b""
    serials: dict[str, None] = {}
    is_copy = False
    for piece in pieces:
        size += len(piece)
        if size > MOST:
            raise TooLarge
        digest.update(piece)
        if len(start) < HEADER:
            start += piece[: HEADER - len(start)]
        window = rest + piece
        for found in SERIAL.finditer(window):
            serial = normal_serial(found[2].decode())
            if serial and len(serials) < MOST_SERIALS:
                serials[serial] = None
                is_copy = is_copy or found[1] is not None
        rest = window[-OVERLAP:]
    is_pdf = start.lstrip()[:5] == b"%PDF-"
    return Seen(digest.hexdigest(), size, is_pdf, tuple(serials), is_copy)


def judge(seen: Seen, known: str | None, asked: str | None, *, is_made: bool = True) -> Verdict:
    """What a file is to the certificate that was asked for, if one was.

    `known` is the serial whose file of record has the same SHA-256; `is_made` says whether the
    one that was asked for has a file of record to compare with.
    """
    if known is not None:
        return Verdict("same" if asked in (None, known) else "other", known)
    named = seen.serials[0] if seen.serials else None
    if asked in seen.serials:
        named = asked
    if seen.is_copy:
        return Verdict("copy", named)
    return Verdict("altered" if is_made else "waiting", named)
