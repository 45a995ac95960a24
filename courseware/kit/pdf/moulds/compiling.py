"""Making a mould belongs here: a page is printed with tokens, and the tokens' places are found in the PDF.

The page is printed twice, with tokens of two lengths: a line that keeps its left end is set to the
left, and so on. So the templates stay HTML and CSS and need not say anything twice.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pikepdf
from pikepdf import Name

from courseware.kit.pdf.moulds.errors import DoesNotFit
from courseware.kit.pdf.moulds.faces import face
from courseware.kit.pdf.moulds.fonts import key_of
from courseware.kit.pdf.moulds.gaps import Blank, Gap, Grid, Parts
from courseware.kit.pdf.moulds.stamping import SPACING_UNIT, Mould

#: how WeasyPrint writes a line of text: place, font and size, glyphs with the distances between them
LINE = re.compile(
    rb"1 0 0 -1 (?P<left>[-.\d]+) (?P<base>[-.\d]+) Tm\n"
    rb"/(?P<font>\w+) (?P<size>[.\d]+) Tf\n\[(?P<glyphs>[^\]]*)\] TJ\n"
)
#: and the squares of a QR code, one stroke a row of dark ones
SQUARES = re.compile(rb"(?:\d+ \d+\.5 m\n\d+ \d+\.5 l\n){60,}")
GLYPHS = re.compile(rb"<([0-9a-f]*)>|([-.\d]+)")
HALF = re.compile(rb"<>(-[.\d]+)<")
MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
FILES = {"Noto-Sans-SC-Bold": "NotoSansSC-Bold.ttf", "Noto-Sans-SC": "NotoSansSC-Regular.ttf"}
#: squares around a QR code that stay empty
QUIET = 4
#: WeasyPrint's unit, a pixel of CSS, in points
POINT = 0.75
#: two places are the same that differ by less than this
NEAR = 0.2

Print = Callable[[Mapping[str, str]], bytes]


def make_mould(
    print_page: Print, lengths: Mapping[str, int], fonts: Path, *, room: Mapping[str, float]
) -> Mould:
    """A mould of the page that `print_page` makes of values; DoesNotFit when it cannot be moulded.

    `lengths` says which values there are and about how long each is; `room`, in points, how wide a
    line with that value may become. The page must be one, in our own fonts.
    """
    tokens = {name: _token(i, length) for i, (name, length) in enumerate(lengths.items())}
    longer = {name: token + token[-1] for name, token in tokens.items()}
    first, second = _Printed(print_page(tokens), tokens), _Printed(print_page(longer), longer)
    return Mould(_Casting(first, second, fonts, room).parts(), tokens)


def _token(number: int, length: int) -> str:
    """Digits that stand nowhere else; a font has them all, and they take no kerning."""
    return (f"9{number:02d}" + "7" * length)[: max(length, 6)]


class _Printed:
    """A printed page, taken apart."""

    def __init__(self, pdf: bytes, tokens: Mapping[str, str]) -> None:
        self.pdf = pikepdf.open(io.BytesIO(pdf))
        if len(self.pdf.pages) != 1:
            raise DoesNotFit("Only a document of one page has a mould.")
        self.page = self.pdf.pages[0]
        self.page.contents_coalesce()
        self.content = self.page.Contents.read_bytes()
        self.tokens = tokens
        names = self.page.Resources.Font
        self.fonts = {str(key)[1:]: _signs_of(font) for key, font in names.items()}
        self.files = {str(key)[1:]: _file_of(font) for key, font in names.items()}

    def lines(self) -> list["_Line"]:
        """The lines of text with a token."""
        found = []
        for match in LINE.finditer(self.content):
            text = self._text(match)
            if not any(token in text for token in self.tokens.values()):
                continue
            left, base, size = (float(match[name]) for name in ("left", "base", "size"))
            spacing = _spacing(match["glyphs"])
            font = match["font"].decode()
            found.append(_Line(match.span(), text, font, size, left, base, spacing))
        return found

    def _text(self, line: re.Match[bytes]) -> str:
        signs = self.fonts[line["font"].decode()]
        shown = b"".join(glyphs for glyphs, _ in GLYPHS.findall(line["glyphs"])).decode()
        return "".join(signs.get(int(shown[i : i + 4], 16), "") for i in range(0, len(shown), 4))


class _Casting:
    """Two printed pages made into one mould."""

    def __init__(
        self, first: _Printed, second: _Printed, fonts: Path, room: Mapping[str, float]
    ) -> None:
        self.first, self.room = first, room
        ours, theirs = first.lines(), second.lines()
        if not ours or len(ours) != len(theirs):
            raise DoesNotFit("The lines are not where they were.")
        files = {first.files[line.font] for line in ours}
        if "" in files:
            raise DoesNotFit("A value is set in a font that is not ours.")
        self.faces = {name: face(fonts, name) for name in files}
        places: list[tuple[tuple[int, int], Gap | Grid]] = [
            (line.span, self._gap(line, further))
            for line, further in zip(ours, theirs, strict=True)
        ]
        squares = SQUARES.search(first.content)
        if squares:
            places.append((squares.span(), Grid(_squares(squares[0]))))
        self.places = sorted(places, key=lambda place: place[0])
        shown = "".join(line.text for line in ours)
        if not all(token in shown for token in first.tokens.values()):
            raise DoesNotFit("A value does not stand in one line.")

    def parts(self) -> Parts:
        pdf, page = self.first.pdf, self.first.page
        cuts = [0, *(end for span, _ in self.places for end in span), len(self.first.content)]
        pieces = [self.first.content[a:b] for a, b in list(pairwise(cuts))[::2]]
        pdf.pages[0].Contents = pdf.make_stream(b"")
        for name in self.faces:
            page.Resources.Font["/" + key_of(name).decode()] = pdf.make_indirect(
                pikepdf.Dictionary(Type=Name.Font)
            )
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
        return self._finished(out.getvalue(), tuple(pieces))

    def _finished(self, data: bytes, pieces: tuple[bytes, ...]) -> Parts:
        pdf = pikepdf.open(io.BytesIO(data))
        page = pdf.pages[0]
        fonts = {
            name: page.Resources.Font["/" + key_of(name).decode()].objgen[0] for name in self.faces
        }
        content = page.obj["/Contents"].objgen[0]
        blanks = tuple(_blanks(pdf, self.first.tokens))
        own = {content, *fonts.values(), *(blank.number for blank in blanks)}
        objects = tuple((n, body) for n, body in _objects(data) if n not in own)
        root, info = pdf.Root.objgen[0], pdf.docinfo.objgen[0]
        return Parts(
            objects=objects,
            content=content,
            pieces=pieces,
            gaps=tuple(gap for _, gap in self.places),
            fonts=fonts,
            faces=self.faces,
            blanks=blanks,
            trailer=b"/Root %d 0 R /Info %d 0 R" % (root, info),
            size=len(pdf.objects) + 1,
        )

    def _gap(self, line: "_Line", further: "_Line") -> Gap:
        file = self.first.files[line.font]
        measured = [
            (each.left, each.size * self.faces[file].width(each.text, each.spacing) / 1000)
            for each in (line, further)
        ]
        rooms = [most for name, most in self.room.items() if self.first.tokens[name] in line.text]
        return Gap(
            words=line.text,
            face=file,
            size=line.size,
            left=line.left,
            base=line.base,
            width=measured[0][1],
            spacing=line.spacing,
            side=_side(*measured),
            room=min(rooms) / POINT if rooms else None,
        )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text with a token, as WeasyPrint wrote it."""

    span: tuple[int, int]
    text: str
    font: str
    size: float
    left: float
    base: float
    spacing: float  # between letters, in thousandths of the size


def _side(one: tuple[float, float], other: tuple[float, float]) -> str:
    """Which point of a line stays where it is when it gets longer. Each: left end and width."""
    (left, width), (further, wider) = one, other
    for side, part in (("left", 0.0), ("center", 0.5), ("right", 1.0)):
        if abs((left + part * width) - (further + part * wider)) < NEAR:
            return side
    raise DoesNotFit("A line moves in a way that a mould cannot follow.")


def _spacing(glyphs: bytes) -> float:
    """What the style sets between letters, in thousandths of the size: half of it stands before each."""
    half = HALF.search(glyphs)
    return -2 * float(half[1]) * SPACING_UNIT if half else 0.0


def _signs_of(font: pikepdf.Object) -> dict[int, str]:
    """Glyph → signs, as the font's own table for copying text says."""
    table = font.ToUnicode.read_bytes()
    return {
        int(g, 16): bytes.fromhex(u.decode()).decode("utf-16-be") for g, u in MAPPED.findall(table)
    }


def _file_of(font: pikepdf.Object) -> str:
    """Which of our files a font of the page was cut from; empty when it is none of them."""
    name = str(font.BaseFont).partition("+")[2]
    return FILES.get(name, "")


def _squares(path: bytes) -> int:
    """How many squares a side a QR code has, its quiet zone included."""
    ends = [int(float(x)) for x, _ in re.findall(rb"([-.\d]+) ([-.\d]+) l", path)]
    return max(ends) + QUIET


def _blanks(pdf: pikepdf.Pdf, tokens: Mapping[str, str]) -> Iterator[Blank]:
    """The objects with tokens in their texts: what is known about the document, and names of pictures."""
    for found in pdf.objects:
        number = found.objgen[0]
        if isinstance(found, pikepdf.Stream):
            if found.get("/Type") == Name.Metadata:
                text = found.read_bytes().decode()
                if any(token in text for token in tokens.values()):
                    yield Blank(number, (), (text,), is_xml=True)
        elif isinstance(found, pikepdf.Dictionary):
            texts = [t for t in _texts(found) if any(token in t for token in tokens.values())]
            if texts:
                body = found.unparse(resolved=True)
                pieces = []
                for text in texts:
                    before, _, body = body.partition(pikepdf.String(text).unparse())
                    pieces.append(before)
                yield Blank(number, (*pieces, body), tuple(texts))


def _texts(found: pikepdf.Object) -> Iterator[str]:
    """The texts right inside a dictionary."""
    for value in found.values():
        if isinstance(value, pikepdf.String):
            yield str(value)


def _objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The objects of a file with a plain table, each as it is written: number, bytes."""
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    _, head, table = data[start:].split(b"\n", 2)
    rows = [table[20 * i : 20 * i + 20] for i in range(int(head.split()[1]))]
    offsets = [(int(row[:10]), number) for number, row in enumerate(rows) if row[17:18] == b"n"]
    offsets.sort()
    ends = [offset for offset, _ in offsets[1:]] + [start]
    for (offset, number), end in zip(offsets, ends, strict=True):
        yield number, data[offset:end]
