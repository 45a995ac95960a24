"""Which characters can be printed belongs here."""

import html
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # has none

# A type that is missing; printers have set it upside down like this for a century.
GETA = "〓"
# Drawn as nothing: line ends, joiners, direction and variation marks.
INVISIBLE = frozenset(
    "\t\n\r\f\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff"
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


def missing_characters(document: str, fonts: Path) -> str:
    """The characters of an HTML document that none of the fonts has, in order of their code.

    Markup counts as well: it is ASCII, which every font of ours has. A set of a whole
    report takes less than a millisecond.
    """
    unknown = set(html.unescape(document)) - covered_characters(fonts)
    return "".join(sorted(sign for sign in unknown if not _is_composed_otherwise(sign, fonts)))


def replace_characters(document: str, characters: str) -> str:
    """The document with a geta mark for each of the characters, also where they are entities."""
    plain = document.translate({ord(sign): GETA for sign in characters})
    for sign in characters:
        for entity in (f"&#{ord(sign)};", f"&#x{ord(sign):x};", f"&#x{ord(sign):X};"):
            plain = plain.replace(entity, GETA)
    return plain


@cache
def covered_characters(fonts: Path) -> frozenset[str]:
    """Everything that at least one font of the folder has, and what is invisible anyway."""
    signs: set[str] = set(INVISIBLE)
    for path in sorted(fonts.glob("*.[to]tf")):
        with TTFont(path, lazy=True) as font:
            signs.update(map(chr, font.getBestCmap()))
    return frozenset(signs)


def _is_composed_otherwise(sign: str, fonts: Path) -> bool:
    """HarfBuzz draws a character from its parts, or as its canonical equal, where it must."""
    return set(unicodedata.normalize("NFD", sign)) <= covered_characters(fonts)
