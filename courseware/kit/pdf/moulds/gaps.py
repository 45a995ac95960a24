"""The parts of a mould belong here: what is left open on a page laid out once. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass

from courseware.kit.pdf.moulds.faces import Face


@dataclass(frozen=True, slots=True)
class Gap:
    """A line of text that differs from reader to reader."""

    words: str  # with tokens where the values go
    face: str  # name of the font's file
    size: float  # in the units of the page's content
    left: float  # of the line as it was laid out
    base: float
    width: float  # of the line as it was laid out, in the units of the page's content
    spacing: float  # between letters, in thousandths of the size
    side: str  # left, center or right: which point of the line stays where it is
    room: float | None  # how wide it may become, in the units of the page's content


@dataclass(frozen=True, slots=True)
class Blank:
    """A whole object of the file with tokens in its texts: the title, what a picture is called."""

    number: int
    pieces: tuple[bytes, ...]  # of the object, with the texts between them
    texts: tuple[str, ...]
    is_xml: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """The picture of a QR code: how many squares it has with its quiet zone, to fit the next one."""

    squares: int


@dataclass(frozen=True, slots=True)
class Parts:
    """All of a mould."""

    objects: tuple[tuple[int, bytes], ...]  # of every reader the same
    content: int  # number of the page's content
    pieces: tuple[bytes, ...]  # of the content, with the gaps between them
    gaps: tuple[Gap | Grid, ...]
    fonts: Mapping[str, int]  # name of the font's file → number of its object
    faces: Mapping[str, Face]
    blanks: tuple[Blank, ...]
    trailer: bytes  # /Root and /Info
    size: int  # the next free number
