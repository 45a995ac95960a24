"""The fonts of bound sheets belong here: each cut once a document to the glyphs that all its pages use."""

import zlib
from collections.abc import Mapping
from hashlib import blake2b

import pikepdf
from pikepdf import Array, Dictionary, Name

from courseware.kit.pdf.moulds.faces import FAST, Face
from courseware.kit.pdf.moulds.fonts import CMAP, MOST_SIGNS


def font_object(
    pdf: pikepdf.Pdf, face: Face, used: Mapping[int, tuple[int, str]]
) -> pikepdf.Object:
    """The pages name glyphs by the numbers of the whole font; a table leads to those of the cut one."""
    cut = face.cut(used)
    name = Name(f"/{_tag(used)}+{face.name.decode()}")
    numbers = bytearray(2 * (max(used) + 1))
    for glyph in used:
        numbers[2 * glyph : 2 * glyph + 2] = cut.numbers[glyph].to_bytes(2, "big")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=Array(face.box),
        ItalicAngle=0,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=face.ascent,
        StemV=80,
        FontFile2=_packed(pdf, cut.file, Length1=cut.length),
    )
    within = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        CIDToGIDMap=_packed(pdf, zlib.compress(bytes(numbers), FAST)),
        FontDescriptor=pdf.make_indirect(descriptor),
        W=Array([part for glyph in sorted(used) for part in (glyph, Array([used[glyph][0]]))]),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(within)]),
            ToUnicode=_packed(pdf, zlib.compress(CMAP % _signs(used), FAST)),
        )
    )


def _packed(pdf: pikepdf.Pdf, data: bytes, **entries: int) -> pikepdf.Object:
    return pdf.make_stream(data, Filter=Name.FlateDecode, **entries)


def _tag(used: Mapping[int, tuple[int, str]]) -> str:
    """Six capital letters that follow from the glyphs."""
    digest = blake2b(repr(sorted(used)).encode(), digest_size=6).digest()
    return "".join(chr(65 + byte % 26) for byte in digest)


def _signs(used: Mapping[int, tuple[int, str]]) -> bytes:
    """What one gets who copies text: glyph → signs."""
    rows = [
        b"<%04x> <%b>" % (glyph, used[glyph][1].encode("utf-16-be").hex().encode())
        for glyph in sorted(used)
    ]
    parts = [rows[i : i + MOST_SIGNS] for i in range(0, len(rows), MOST_SIGNS)]
    return b"\n".join(
        b"%d beginbfchar\n%b\nendbfchar" % (len(part), b"\n".join(part)) for part in parts
    )
