"""Stamping belongs here: the words of one reader into a mould, and the bytes of a whole PDF out."""

import zlib
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from xml.sax.saxutils import escape

from courseware.kit.pdf.moulds.errors import DoesNotFit
from courseware.kit.pdf.moulds.faces import FAST, Run
from courseware.kit.pdf.moulds.fonts import FONT_OBJECTS, font_objects, key_of
from courseware.kit.pdf.moulds.gaps import Blank, Gap, Grid, Parts
from courseware.kit.qr import qr_strokes

HEAD = b"%PDF-1.7\n%\xc3\xa4\xc3\xbc\xc3\xb6\n"
#: WeasyPrint 70 takes the space before a letter in 1/1024 for one in 1/1000
SPACING_UNIT = 1000 / 1024
#: the half after a letter is the larger one where a spacing is odd in its units
ROUNDED_UP = 0.03
#: more than a unit between letters is seen, in thousandths of a unit
SEEN = 1000
SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}


class Mould:
    """A page that waits for a reader's values. Safe to share between threads."""

    def __init__(self, parts: Parts, tokens: Mapping[str, str]) -> None:
        self._parts, self._tokens = parts, tokens

    def stamp(self, values: Mapping[str, str], *, qr: str = "") -> bytes:
        """The PDF with these values, and `qr` as the address in its QR code.

        DoesNotFit when a line would be too wide or a sign is missing: print the page in full then.
        The same values give the same bytes.
        """
        parts = self._parts
        runs = [self._run(gap, values) for gap in parts.gaps]
        own: dict[int, bytes] = {}
        numbers: dict[str, Mapping[int, int]] = {}
        free = parts.size
        for file, number in parts.fonts.items():
            shown = [
                run
                for gap, run in zip(parts.gaps, runs, strict=True)
                if run is not None and isinstance(gap, Gap) and gap.face == file
            ]
            numbers[file], objects = font_objects(parts.faces[file], shown, number, free)
            own |= objects
            free += FONT_OBJECTS
        content = [parts.pieces[0]]
        for gap, run, piece in zip(parts.gaps, runs, parts.pieces[1:], strict=True):
            if isinstance(gap, Gap) and run is not None:
                content.append(_line(gap, run, numbers[gap.face]))
            elif isinstance(gap, Grid):
                content.append(_squares(gap, qr))
            content.append(piece)
        page = zlib.compress(b"".join(content), FAST)
        own[parts.content] = _stream(b"/Filter /FlateDecode", page)
        own |= {blank.number: self._blank(blank, values) for blank in parts.blanks}
        return _file(parts, own, free)

    def _run(self, gap: Gap | Grid, values: Mapping[str, str]) -> Run | None:
        if isinstance(gap, Grid):
            return None
        return self._parts.faces[gap.face].run(self._filled(gap.words, values))

    def _filled(self, words: str, values: Mapping[str, str]) -> str:
        for name, token in self._tokens.items():
            words = words.replace(token, values[name])
        return words

    def _blank(self, blank: Blank, values: Mapping[str, str]) -> bytes:
        if blank.is_xml:
            safe = {name: escape(value) for name, value in values.items()}
            data = self._filled(blank.texts[0], safe).encode()
            return _stream(b"/Type /Metadata /Subtype /XML", data)
        pieces = [blank.pieces[0]]
        for text, piece in zip(blank.texts, blank.pieces[1:], strict=True):
            filled = self._filled(text, values)
            pieces += [b"<feff%b>" % filled.encode("utf-16-be").hex().encode(), piece]
        return b"".join(pieces)


def _line(gap: Gap, run: Run, numbers: Mapping[int, int]) -> bytes:
    if gap.spacing * gap.size > SEEN and not _is_of_one_script(run):
        # WeasyPrint loses half of the space where the script changes.
        raise DoesNotFit("Letters of two scripts stand wide apart.")
    width = gap.size * (run.width + gap.spacing * (len(run.glyphs) - 1)) / 1000
    if gap.room is not None and width > gap.room:
        raise DoesNotFit("A line is too long.")
    left = gap.left + SHARES[gap.side] * (gap.width - width)
    place = b"1 0 0 -1 %.6f %.6f Tm\n/%b %.6f Tf\n" % (left, gap.base, key_of(gap.face), gap.size)
    return b"%b[%b] TJ\n" % (place, b"".join(_shown(run, gap.spacing, numbers)))


def _shown(run: Run, spacing: float, numbers: Mapping[int, int]) -> Iterator[bytes]:
    """Glyphs, and between them how far the next one stands from where its width would put it.

    Whole numbers, and half of the spacing before and after each glyph, as WeasyPrint 70 writes them:
    so that the lines are the same to the last dot.
    """
    text, half, last = b"", spacing / 2, len(run.glyphs) - 1
    for place, (glyph, advance, width) in enumerate(run.glyphs):
        before = half / SPACING_UNIT if place else 0.0
        after = half * (place > 0) + (half + ROUNDED_UP) * (place < last)
        if before:
            yield b"<%b>%.6f" % (text, -before)
            text = b""
        text += b"%04x" % numbers[glyph]
        if off := int(width + before - advance - (after if spacing else 0)):
            yield b"<%b>%d" % (text, off)
            text = b""
    if text:
        yield b"<%b>" % text


def _is_of_one_script(run: Run) -> bool:
    text = "".join(run.signs.values())
    return text.isascii() or all("\u4e00" <= sign <= "\u9fff" for sign in text)


def _squares(grid: Grid, address: str) -> bytes:
    """One stroke for each row of dark squares; the picture around them is the mould's."""
    size, strokes = qr_strokes(address)
    if size != grid.squares:
        raise DoesNotFit("The address takes another QR code.")
    return b"".join(b"%d %.1f m\n%d %.1f l\n" % (x, y, end, y) for x, y, end in strokes)


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(data), data)


def _file(parts: Parts, own: Mapping[int, bytes], size: int) -> bytes:
    """A whole file: what all have, what is this reader's, and the table of where each begins."""
    out = bytearray(HEAD)
    offsets = {}
    for number, body in parts.objects:
        offsets[number] = len(out)
        out += body
    for number, body in own.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        # A number that nothing has is free, as the format wants it.
        offset = offsets.get(number)
        out += b"%010d 00000 n \n" % offset if offset else b"0000000000 00001 f \n"
    name = blake2b(out, digest_size=16).hexdigest().encode()
    out += b"trailer\n<< /Size %d %b /ID [<%b> <%b>] >>\n" % (size, parts.trailer, name, name)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
