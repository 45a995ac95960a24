"""The cover of the book as a picture: reading devices show it on their shelf."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from courseware.kit.pdf.system import FONTS

SIZE = (1200, 1800)
MARGIN = 110
LOGO = (460, 180)
NAVY, GOLD, PALE, WHITE = "#14304d", "#d8c48f", "#dbe4ec", "#ffffff"


@dataclass(frozen=True, slots=True)
class Cover:
    organisation: str
    title: str
    edition: str
    logo: bytes = b""


def draw_cover(cover: Cover) -> bytes:
    """A PNG: organisation above, title in the middle, edition below, as on paper."""
    picture = Image.new("RGB", SIZE, NAVY)
    draw = ImageDraw.Draw(picture)
    top = _logo(picture, cover.logo) if cover.logo else 170
    _write(draw, (top, 54, 20), cover.organisation, GOLD, bold=False)
    bottom = _write(draw, (680, 136, 34), cover.title, WHITE, bold=True) + 40
    draw.rectangle((MARGIN, bottom, SIZE[0] - MARGIN, bottom + 6), fill="#b08d3c")
    _write(draw, (bottom + 60, 48, 16), cover.edition, PALE, bold=False)
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _logo(picture: Image.Image, data: bytes) -> int:
    """On white, as on paper; where the words below it begin."""
    with Image.open(io.BytesIO(data)) as opened:
        logo = opened.convert("RGBA")
    logo.thumbnail(LOGO)
    left, top, pad = MARGIN, 120, 24
    box = (left, top, left + logo.width + 2 * pad, top + logo.height + 2 * pad)
    ImageDraw.Draw(picture).rounded_rectangle(box, 12, fill=WHITE)
    picture.paste(logo, (left + pad, top + pad), logo)
    return box[3] + 50


def _write(
    draw: ImageDraw.ImageDraw, place: tuple[int, int, int], words: str, colour: str, *, bold: bool
) -> int:
    """Words from a height, at a size, with so much between lines; where the last line ends."""
    top, size, between = place
    font = ImageFont.truetype(FONTS / f"NotoSansSC-{'Bold' if bold else 'Regular'}.ttf", size)
    lines = _lines(words, font)
    for line in lines:
        draw.text((MARGIN, top), line, font=font, fill=colour)
        top += size + between
    return top


def _lines(words: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Broken where they must be: at a space, or between two Chinese characters."""
    pieces = words.split(" ") if words.isascii() else list(words)
    glue, lines = " " if words.isascii() else "", [""]
    for piece in pieces:
        longer = f"{lines[-1]}{glue if lines[-1] else ''}{piece}"
        if lines[-1] and font.getlength(longer) > SIZE[0] - 2 * MARGIN:
            lines.append(piece)
        else:
            lines[-1] = longer
    return lines
