"""Leaves belong here: the pages as they are being drawn, with what is said of them to a screen reader."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from courseware.kit.pdf.moulds.faces import FAST
from courseware.kit.pdf.sheets.ink import BOLD, Ink, Type, colour

MM = 72 / 25.4  # points
WIDTH, HEIGHT = 297.0, 210.0  # A4 across, as static/css/pdf-report.css has it
LEFT, TOP, BOTTOM = 14.0, 14.0, 195.0
ROOM = WIDTH - 2 * LEFT
#: from points from below to millimetres from above
ACROSS = b"q %.6f 0 0 -%.6f 0 %.6f cm\n" % (MM, MM, HEIGHT * MM)
POINT = 1 / MM

HEADING = Type(13 * POINT, "#14304d", BOLD)
HEADING_LINE = 1.4
AFTER_HEADING = 2.5
HEADING_HEIGHT = HEADING.size * HEADING_LINE + AFTER_HEADING


class Tag:
    """One thing to be read out, such as H2, P, TR or TD; `words` where the drawing alone does not say it.

    A report has a hundred thousand of them: what most do not have takes no room.
    """

    __slots__ = ("kind", "places", "scope", "within", "words")

    def __init__(self, kind: str, words: str = "", *, scope: str = "") -> None:
        self.kind, self.words = kind, words
        #: what a TH is the head of: Column or Row
        self.scope = scope
        self.within: list[Tag] | tuple[()] = ()
        #: where it is drawn: number of the leaf, and of the piece on it
        self.places: tuple[tuple[int, int], ...] = ()

    def add(self, kind: str, words: str = "", *, scope: str = "") -> "Tag":
        """A part of it, below those it has."""
        made = Tag(kind, words, scope=scope)
        if isinstance(self.within, tuple):
            self.within = []
        self.within.append(made)
        return made


@dataclass(slots=True)
class Leaf:
    """One page: its operators in mm from the top left corner, and what owns each piece that is read out."""

    drawn: list[bytes] = field(default_factory=list)
    owners: list[Tag] = field(default_factory=list)
    #: what was drawn, deflated, once nothing more comes: a report has hundreds of pages
    packed: bytes = b""

    def pack(self) -> None:
        self.packed = zlib.compress(b"".join([ACROSS, *self.drawn, b"Q"]), FAST)
        self.drawn.clear()

    def put(self, operators: bytes) -> None:
        """What a screen reader passes over."""
        self.drawn.append(b"/Artifact BMC\n%bEMC\n" % operators)


@dataclass(slots=True)
class Book:
    """The pages so far; `y` is where the next thing may stand on the last one."""

    ink: Ink
    leaves: list[Leaf] = field(default_factory=list)
    y: float = BOTTOM
    #: title and number of the leaf
    marks: list[tuple[str, int]] = field(default_factory=list)
    #: all that is read out
    tags: Tag = field(default_factory=lambda: Tag("Document"))

    @property
    def leaf(self) -> Leaf:
        return self.leaves[-1]

    def turn(self) -> None:
        """Go on with a new page."""
        if self.leaves:
            self.leaf.pack()
        self.leaves.append(Leaf())
        self.y = TOP

    def full(self) -> None:
        """Nothing more on this page."""
        self.y = BOTTOM

    def say(self, operators: bytes, tag: Tag) -> None:
        """What belongs to the text."""
        number = len(self.leaf.owners)
        self.leaf.drawn.append(
            b"/%b <</MCID %d>> BDC\n%bEMC\n" % (tag.kind.encode(), number, operators)
        )
        self.leaf.owners.append(tag)
        tag.places += ((len(self.leaves) - 1, number),)

    def fits(self, height: float) -> bool:
        # A hair of room: sums of tenths of a millimetre are not exact.
        return bool(self.leaves) and self.y + height <= BOTTOM + 0.01

    def head(self, title: str) -> None:
        """A heading, which is also a bookmark."""
        self.marks.append((title, len(self.leaves) - 1))
        base = self.y + HEADING.base(HEADING_LINE)
        drawn = painted(HEADING, self.ink.line(title, (LEFT, base), HEADING))
        self.say(drawn, self.tags.add("H2"))
        self.y += HEADING_HEIGHT


def painted(kind: Type, lines: bytes) -> bytes:
    """Lines of text in their colour."""
    return colour(kind.colour) + lines


def boxes(ground: str, places: Sequence[tuple[float, float, float, float]]) -> bytes:
    """Filled rectangles: left, top, width, height."""
    drawn = b"".join(b"%.3f %.3f %.3f %.3f re\n" % place for place in places)
    return b"%b%bf\n" % (colour(ground), drawn)
