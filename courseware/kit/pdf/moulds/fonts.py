"""The objects of a font in a PDF belong here: cut to the glyphs that are shown, numbered anew."""

import re
import zlib
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from courseware.kit.pdf.moulds.faces import FAST, Face, Run

#: how many objects a font takes besides its own
FONT_OBJECTS = 4
#: a table of signs may have so many lines in a row
MOST_SIGNS = 100
CMAP = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
%b
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def key_of(file: str) -> bytes:
    """What the content of a page calls a font that is stamped."""
    return b"Stamp" + re.sub(r"\W", "", file.rpartition(".")[0]).encode()


def font_objects(
    face: Face, runs: Sequence[Run], number: int, free: int
) -> tuple[Mapping[int, int], dict[int, bytes]]:
    """Glyph → its number in this font, and the objects: the font at `number`, the rest from `free` on."""
    signs: dict[int, str] = {}
    widths: dict[int, int] = {}
    for run in runs:
        signs |= run.signs
        widths |= {glyph: width for glyph, _advance, width in run.glyphs}
    cut = face.cut(widths)
    name = b"%b+%b" % (_tag(signs), face.name)
    within, described, table, file = range(free, free + FONT_OBJECTS)
    ours = sorted((cut.numbers[glyph], glyph) for glyph in widths)
    listed = b"".join(b"%d [%d]" % (new, widths[glyph]) for new, glyph in ours)
    box = b"%d %d %d %d" % face.box
    mapping = zlib.compress(CMAP % _mapping([(new, signs[glyph]) for new, glyph in ours]), FAST)
    return cut.numbers, {
        number: b"<< /Type /Font /Subtype /Type0 /BaseFont /%b /Encoding /Identity-H"
        b" /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>" % (name, within, table),
        within: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%b /CIDToGIDMap /Identity"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /FontDescriptor %d 0 R /W [%b] >>" % (name, described, listed),
        described: b"<< /Type /FontDescriptor /FontName /%b /FontFamily (Noto Sans SC) /Flags 4"
        b" /FontBBox [%b] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV 80"
        b" /FontFile2 %d 0 R >>" % (name, box, face.ascent, face.descent, face.ascent, file),
        table: _packed(b"", mapping),
        file: _packed(b" /Length1 %d" % cut.length, cut.file),
    }


def _packed(entries: bytes, data: bytes) -> bytes:
    head = b"<< /Filter /FlateDecode%b /Length %d >>" % (entries, len(data))
    return b"%b\nstream\n%b\nendstream" % (head, data)


def _tag(signs: Mapping[int, str]) -> bytes:
    """Six capital letters that follow from the glyphs, as the format asks of a font that was cut."""
    digest = blake2b(repr(sorted(signs)).encode(), digest_size=6).digest()
    return bytes(65 + byte % 26 for byte in digest)


def _mapping(signs: Sequence[tuple[int, str]]) -> bytes:
    """What one gets who copies text: glyph → signs."""
    rows = [
        b"<%04x> <%b>" % (glyph, text.encode("utf-16-be").hex().encode()) for glyph, text in signs
    ]
    parts = [rows[i : i + MOST_SIGNS] for i in range(0, len(rows), MOST_SIGNS)]
    return b"\n".join(
        b"%d beginbfchar\n%b\nendbfchar" % (len(part), b"\n".join(part)) for part in parts
    )
