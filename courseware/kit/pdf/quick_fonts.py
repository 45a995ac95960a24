"""How our fonts get into a PDF quickly belongs here: two detours of WeasyPrint 70 cut short.

Each document copies both fonts of 10 MB and cuts the used characters out of them twice, the
second time only for old HarfBuzz libraries; that was a third of the time of a certificate.
`quick_fonts` does it once and without the copy, while it is entered and nowhere else.
A test compares the pixels with those of the long way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.pdf import fonts as weasyprint_fonts
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

# Kerning and substitution are done by now, and nothing here is set from top to bottom.
UNUSED_TABLES = (b"BASE", b"DSIG", b"GPOS", b"GSUB", b"STAT", b"vhea", b"vmtx", b"VORG", b"name")


@contextmanager
def quick_fonts() -> Iterator[None]:
    """WeasyPrint with our way of cutting fonts, until left. Not for two threads at once."""
    font = weasyprint_fonts.Font
    usual = font.subset, weasyprint_fonts.get_hb_object_data
    font.subset, weasyprint_fonts.get_hb_object_data = _subset, _not_yet
    try:
        yield
    finally:
        font.subset, weasyprint_fonts.get_hb_object_data = usual


def _not_yet(_face: Any) -> bytes:
    """In place of the copy of the whole font: `_subset` sets what is printed."""
    return b""


def _subset(font: Any, used: dict[int, str], hinting: bool) -> None:
    """Replaces Font.subset. Glyph numbers stay, so that the page's text still fits."""
    if not used:
        font.file_content = get_hb_object_data(font.hb_face)
        return
    wish = ffi.gc(
        harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy
    )
    _add(harfbuzz_subset.hb_subset_input_glyph_set(wish), sorted(used))
    tables = (harfbuzz.hb_tag_from_string(name, -1) for name in UNUSED_TABLES)
    dropped = harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG
    _add(harfbuzz_subset.hb_subset_input_set(wish, dropped), sorted(tables))
    harfbuzz_subset.hb_subset_input_set_flags(wish, _flags(font, hinting))
    face = ffi.gc(harfbuzz_subset.hb_subset_or_fail(font.hb_face, wish), harfbuzz.hb_face_destroy)
    font.file_content = get_hb_object_data(face)


def _add(wanted: Any, numbers: list[int]) -> None:
    # An open array: with its length in the declaration, cffi would parse C for each length.
    harfbuzz.hb_set_add_sorted_array(wanted, ffi.new("hb_codepoint_t[]", numbers), len(numbers))


def _flags(font: Any, hinting: bool) -> int:
    flags: int = (
        harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    )
    if not hinting:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    if font.missing:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NOTDEF_OUTLINE
    return flags
