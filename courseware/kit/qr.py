"""QR codes belong here: an address in, a square picture out."""

import io
from collections.abc import Iterator

import segno

#: squares around the code that stay light, as ISO 18004 asks
QUIET = 4
#: light and dark change from square to square: long runs are rare in addresses
MASK = 0


def qr_svg(address: str) -> str:
    """Inline SVG of one path, four quiet modules around it, sized by CSS. The address is
    also its title, so that a person who cannot see the picture still gets it."""
    out = io.BytesIO()
    _code(address).save(
        out,
        kind="svg",
        xmldecl=False,
        omitsize=True,
        border=QUIET,
        svgclass="qr",
        lineclass=None,
        title=address,
    )
    return out.getvalue().decode().strip()


def qr_strokes(address: str) -> tuple[int, list[tuple[int, float, int]]]:
    """The same picture as numbers: squares a side with the quiet ones, and a stroke for each row of dark ones.

    A stroke is one square thick: from x to its end at the height y. The strokes come as in `qr_svg`.
    """
    code = _code(address)
    size = len(code.matrix) + 2 * QUIET
    return size, [
        (start + QUIET, number + QUIET + 0.5, end + QUIET)
        for number, row in enumerate(code.matrix)
        for start, end in _dark(row)
    ]


def _code(address: str) -> segno.QRCode:
    # Scanners read every mask; weighing all eight against each other takes most of the time.
    return segno.make_qr(address, error="m", mask=MASK)


def _dark(row: bytearray) -> Iterator[tuple[int, int]]:
    """Where dark squares begin and end in a row."""
    start = 0
    while (start := row.find(1, start)) >= 0:
        end = row.find(0, start)
        end = len(row) if end < 0 else end
        yield start, end
        start = end
