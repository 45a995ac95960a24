"""Leaves belong here: the pages as they are being drawn, with what is said of them to a screen reader."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from courseware.kit.pdf.sheets.ink import BOLD, Ink, Type, colour

MM = 72 / 25.4  # points
WIDTH, HEIGHT = 297.0, 210.0  # A4 across, as static/css/pdf-report.css has it
LEFT, TOP, BOTTOM = 14.0, 14.0, 195.0
ROOM = WIDTH - 2 * LEFT
POINT = 1 / MM

HEADING = Type(13 * POINT, "#14304d", BOLD)
HEADING_LINE = 1.4
AFTER_HEADING = 2.5
HEADING_HEIGHT = HEADING.size * HEADING_LINE + AFTER_HEADING


@dataclass(slots=True)
class Said:
    """One thing to be read out: its kind (H2 or P) and, where the drawing alone does not say it, the words."""

    kind: str
    words: str = ""


@dataclass(slots=True)
class Leaf:
    """One page: its operators in mm from the top left corner."""

    drawn: list[bytes] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    def put(self, operators: bytes) -> None:
        """What a screen reader passes over."""
        self.drawn.append(b"/Artifact BMC\n%bEMC\n" % operators)

    def say(self, operators: bytes, kind: str = "P", words: str = "") -> None:
        """What belongs to the text."""
        self.drawn.append(
            b"/%b <</MCID %d>> BDC\n%bEMC\n" % (kind.encode(), len(self.said), operators)
        )
        self.said.append(Said(kind, words))


@dataclass(slots=True)
class Book:
    """The pages so far; `y` is where the next thing may stand on the last one."""

    ink: Ink
    leaves: list[Leaf] = field(default_factory=list)
    y: float = BOTTOM
    #: title and number of the leaf
    marks: list[tuple[str, int]] = field(default_factory=list)

    @property
    def leaf(self) -> Leaf:
        return self.leaves[-1]

    def turn(self) -> None:
        """Go on with a new page."""
        self.leaves.append(Leaf())
        self.y = TOP

    def fits(self, height: float) -> bool:
        # A hair of room: sums of tenths of a millimetre are not exact.
        return bool(self.leaves) and self.y + height <= BOTTOM + 0.01

    def head(self, title: str) -> None:
        """A heading, which is also a bookmark."""
        self.marks.append((title, len(self.leaves) - 1))
        base = self.y + HEADING.base(HEADING_LINE)
        self.leaf.say(painted(HEADING, self.ink.line(title, (LEFT, base), HEADING)), "H2")
        self.y += HEADING_HEIGHT


def painted(kind: Type, lines: bytes) -> bytes:
    """Lines of text in their colour."""
    return colour(kind.colour) + lines


def boxes(ground: str, places: Sequence[tuple[float, float, float, float]]) -> bytes:
    """Filled rectangles: left, top, width, height."""
    drawn = b"".join(b"%.3f %.3f %.3f %.3f re\n" % place for place in places)
    return b"%b%bf\n" % (colour(ground), drawn)
