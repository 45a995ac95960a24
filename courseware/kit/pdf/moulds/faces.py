"""Fonts belong here: which glyphs a text takes, how wide it is, and a font file of just those glyphs."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # has none

from courseware.kit.pdf.moulds.errors import DoesNotFit

# What a viewer needs to draw glyphs by their number, and no more.
DRAWN = ("glyf", "loca", "head", "hhea", "hmtx", "maxp")
FAST = 1  # zlib: a tenth larger, in a third of the time
NOTDEF = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A line of text as glyphs: number, advance with kerning and width of each, in thousandths of the size."""

    glyphs: tuple[tuple[int, int, int], ...]
    #: glyph → the signs it stands for
    signs: Mapping[int, str]

    @property
    def width(self) -> int:
        return sum(advance for _glyph, advance, _width in self.glyphs)


@dataclass(frozen=True, slots=True)
class Cut:
    """A font file of few glyphs, numbered anew."""

    file: bytes  # deflated
    length: int  # before
    numbers: Mapping[int, int]  # glyph of the whole font → of this one


class Face:
    """One of our static fonts; safe to share between threads for reading."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem.encode()
        data = path.read_bytes()
        self._face = hb.Face(hb.Blob(data))
        self._font = hb.Font(self._face)
        self._widths: dict[int, int] = {}
        # What cutting looks up again and again is looked up once.
        self._ready = hb.subset_preprocess(self._face)
        with TTFont(path, lazy=True) as font:
            if font["head"].unitsPerEm != 1000:
                raise ValueError(f"{path.name}: not drawn in thousandths.")
            head, hhea = font["head"], font["hhea"]
            self.box = (head.xMin, head.yMin, head.xMax, head.yMax)
            self.ascent, self.descent = hhea.ascent, hhea.descent
        self._dropped = [_tag(name) for name in self._face.table_tags if name not in DRAWN]

    def run(self, text: str) -> Run:
        """A text in one line, as WeasyPrint would set it; DoesNotFit when a glyph is missing."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer)
        found = [(info.codepoint, info.cluster) for info in buffer.glyph_infos]
        ends = [*(start for _, start in found[1:]), len(text)]
        glyphs, signs = [], {}
        for (number, start), place, end in zip(found, buffer.glyph_positions, ends, strict=True):
            if number == NOTDEF:
                raise DoesNotFit("The font lacks a sign.")
            width = self._widths.get(number)
            if width is None:
                width = self._widths[number] = self._font.get_glyph_h_advance(number)
            glyphs.append((number, place.x_advance, width))
            signs[number] = text[start:end]
        return Run(tuple(glyphs), signs)

    def width(self, text: str, spacing: float) -> float:
        """How wide a line is, in thousandths of the size, with so much between its letters."""
        run = self.run(text)
        return run.width + spacing * (len(run.glyphs) - 1)

    def cut(self, glyphs: Iterable[int]) -> Cut:
        """The font with these glyphs alone."""
        wish = hb.SubsetInput()
        wish.glyph_set.update(glyphs)
        wish.drop_table_tag_set.update(self._dropped)
        wish.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        plan = hb.SubsetPlan(self._ready, wish)
        data = plan.execute().blob.data
        numbers = dict(plan.old_to_new_glyph_mapping.items())
        return Cut(zlib.compress(data, FAST), len(data), numbers)


@cache
def face(fonts: Path, name: str) -> Face:
    """A font of the folder, read once a process (10 MB)."""
    return Face(fonts / name)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("latin-1").ljust(4), "big")
