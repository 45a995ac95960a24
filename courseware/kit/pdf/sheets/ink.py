"""Lines of text belong here: which font has the signs, how wide they are, and the operators that show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from courseware.kit.pdf.moulds.errors import DoesNotFit
from courseware.kit.pdf.moulds.faces import Face, Run, face

#: name in a page's resources: the file; the second of a weight has the characters the first lacks
FACES = {
    "R": "NotoSansSC-Regular.ttf",
    "RR": "CoursewareRareHan-Regular.ttf",
    "B": "NotoSansSC-Bold.ttf",
    "BR": "CoursewareRareHan-Bold.ttf",
}
REGULAR, BOLD = ("R", "RR"), ("B", "BR")
#: share of the size between the top of a line and where its letters stand, with nothing between lines
ASCENT, DESCENT = 1.16, 0.288
#: so many signs are measured at once; a longer text word by word
SHORT = 40
#: these stay on the line of the sign before them
CLOSING = frozenset("，。、；：？！）》」』”’…·,.;:?!)%")
OPENING = frozenset("（《「『“‘(")


@dataclass(frozen=True, slots=True)
class Piece:
    """Signs that one font shows: what a page says for it, and its width in thousandths of the size."""

    key: str
    shown: bytes
    width: int


@dataclass(frozen=True, slots=True)
class Type:
    """How letters look: size in mm, colour, weight."""

    size: float
    colour: str
    keys: tuple[str, str] = REGULAR

    def base(self, line_height: float) -> float:
        """From the top of a line to where its letters stand; the height as a share of the size."""
        return self.size * (ASCENT + (line_height - ASCENT - DESCENT) / 2)


class Ink:
    """The text of one document; it notes which glyphs were used."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts
        self._known: dict[tuple[tuple[str, str], str], tuple[Piece, ...]] = {}
        self._widths: dict[tuple[tuple[str, str], str], int] = {}
        #: by font: glyph → its width and the signs it stands for
        self.used: dict[str, dict[int, tuple[int, str]]] = {}

    def face(self, key: str) -> Face:
        return face(self._fonts, FACES[key])

    def width(self, text: str, kind: Type) -> float:
        key = (kind.keys, text)
        if key not in self._widths:
            self._widths[key] = sum(piece.width for piece in self._pieces(text, kind.keys))
        return self._widths[key] * kind.size / 1000

    def line(self, text: str, at: tuple[float, float], kind: Type, *, side: str = "left") -> bytes:
        """One line, with its left end, its middle or its right end at a place in mm."""
        pieces = self._pieces(text, kind.keys)
        x, y = at
        if side != "left":
            x -= self.width(text, kind) * (0.5 if side == "center" else 1)
        shown = [b"BT 1 0 0 -1 %.3f %.3f Tm" % (x, y)]
        shown += [b"/Sheet%b %.4f Tf[%b]TJ" % (p.key.encode(), kind.size, p.shown) for p in pieces]
        return b" ".join([*shown, b"ET\n"])

    def lines(self, text: str, kind: Type, room: float) -> list[str]:
        """A text in lines that fit: broken at spaces and between Chinese characters."""
        if len(text) <= SHORT and self.width(text, kind) <= room:
            return [text]
        found, line, filled = [], "", 0.0
        for word in self._fitting(text, kind, room):
            if line and filled + self.width(word.rstrip(), kind) > room:
                found.append(line.rstrip())
                line, filled = "", 0.0
            line += word
            filled += self._advance(word, kind)
        return [*found, line.rstrip()]

    def widest_word(self, text: str, kind: Type) -> float:
        """How wide a column must be to break this text at words only."""
        return max((self.width(word.rstrip(), kind) for word in _words(text)), default=0.0)

    def _fitting(self, text: str, kind: Type, room: float) -> Iterator[str]:
        """Its words; one that is wider than the room sign by sign."""
        for word in _words(text):
            if len(word) > 1 and self.width(word.rstrip(), kind) > room:
                yield from word
            else:
                yield word

    def _advance(self, word: str, kind: Type) -> float:
        """With the space after it, which is no part of a line's end."""
        bare = word.rstrip()
        space = self.width("a a", kind) - 2 * self.width("a", kind) if bare != word else 0.0
        return self.width(bare, kind) + space * (len(word) - len(bare))

    def _pieces(self, text: str, keys: tuple[str, str]) -> tuple[Piece, ...]:
        known = self._known.get((keys, text))
        if known is None:
            plain = " ".join(text.split())
            known = tuple(self._piece(key, run) for key, run in self._runs(plain, keys))
            self._known[keys, text] = known
        return known

    def _runs(self, text: str, keys: tuple[str, str]) -> list[tuple[str, Run]]:
        """DoesNotFit when no font of ours has a sign."""
        first, rare = keys
        if not text:
            return []
        try:
            return [(first, self.face(first).run(text))]
        except DoesNotFit:
            parts = groupby(text, key=lambda sign: first if self._has(first, sign) else rare)
            return [(key, self.face(key).run("".join(signs))) for key, signs in parts]

    def _has(self, key: str, sign: str) -> bool:
        try:
            self.face(key).run(sign)
        except DoesNotFit:
            return False
        return True

    def _piece(self, key: str, run: Run) -> Piece:
        used = self.used.setdefault(key, {})
        parts = ["<"]
        for glyph, advance, width in run.glyphs:
            if glyph not in used:
                used[glyph] = (width, run.signs[glyph])
            parts.append(f"{glyph:04x}")
            if off := width - advance:
                parts.append(f">{off}<")
        parts.append(">")
        return Piece(key, "".join(parts).encode(), run.width)


@cache
def colour(hexadecimal: str, operator: str = "rg") -> bytes:
    """`#1c2733` as the colour of what is filled (rg) or drawn (RG)."""
    parts = (int(hexadecimal[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return " ".join([*(f"{part:.6g}" for part in parts), operator, ""]).encode()


def _words(text: str) -> Iterator[str]:
    """The pieces between which a line may end, each with the space after it."""
    word = ""
    for sign in text:
        stays = not word or sign == " " or sign in CLOSING or word[-1] in OPENING
        if not stays and (_ends(word, sign) or _is_wide(sign) or _is_wide(word[-1])):
            yield word
            word = ""
        word += sign
    if word:
        yield word


def _ends(word: str, sign: str) -> bool:
    """After a space, and after a hyphen within a name; before a figure it is a minus."""
    return word[-1] == " " or (word[-1] == "-" and len(word) > 1 and sign.isalpha())


def _is_wide(sign: str) -> bool:
    return "\u2e80" <= sign <= "\uffdc" or sign >= "\U00020000"
