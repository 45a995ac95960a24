"""The picture of a badge, drawn by us: a rosette in the colour of its kind, with a text for those who cannot see it."""

import math
import re

from markupsafe import escape

from courseware.certificates.rules.badges import achievement_id
from courseware.certificates.types.badges import Achieved

#: dark, light
COLOURS = {
    "course": ("#8a5a00", "#e0a526"),
    "portfolio": ("#7a1f2b", "#d2515f"),
    "part": ("#0e5a5a", "#2aa39a"),
    "practice": ("#5a2a82", "#9a63c9"),
    "exercise": ("#173a8c", "#3f73d8"),
}
#: one sign for each kind, drawn round 0 0
SIGNS = {
    "course": "M0-46 13-15 46-14 20 7 29 39 0 20-29 39-20 7-46-14-13-15Z",
    "portfolio": "M-40-28H-14L-6-18H40V34H-40ZM-40-4H40",
    "part": "M0-42 42-20 0 2-42-20ZM-42 2 0 24 42 2M-42 22 0 44 42 22",
    "practice": "M-42-36H42V14H2L-22 38V14H-42ZM-22-14H22M-22-2H8",
    "exercise": "M-30-42H14L32-24V42H-30ZM-14-2-4 10 18-14M-14 26H18",
}
OPEN = {"part", "practice", "exercise", "portfolio"}
SIZE = 400
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SCALLOPS = 24


def picture(what: Achieved, organisation: str, credential: str | None = None) -> str:
    """The badge as SVG; with a `credential` it is baked in, as Open Badges 3.0 does it."""
    dark, light = COLOURS[what.kind]
    zh, en = what.title("zh"), what.title("en")
    titles = [zh] if zh == en else [zh, en]
    key = achievement_id(what.kind, what.subject)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" '
        f'height="{SIZE}" role="img" aria-labelledby="{_text(key)}-t"{_namespace(credential)}>'
    )
    parts = [
        head,
        _baked(credential),
        f'<title id="{_text(key)}-t">{_text(" / ".join(titles))} · {_text(organisation)}</title>',
        f'<path d="{_edge()}" fill="{dark}"/>',
        f'<circle cx="200" cy="200" r="166" fill="{light}"/>',
        '<circle cx="200" cy="200" r="154" fill="#ffffff"/>',
        _sign(what.kind, dark),
        *_lines(zh, per=9, top=236, size=27, colour=dark),
        *(_lines(en, per=22, top=296, size=15, colour="#3b4252") if zh != en else []),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def _namespace(credential: str | None) -> str:
    return ' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"' if credential else ""


def _baked(credential: str | None) -> str:
    if not credential:
        return ""
    return f'<openbadges:credential verify="{_text(credential)}"></openbadges:credential>'


def _edge() -> str:
    """A rosette: a circle whose edge goes in and out."""
    points = []
    for n in range(SCALLOPS * 2):
        angle = math.pi * n / SCALLOPS
        radius = 194 if n % 2 == 0 else 180
        points.append(f"{200 + radius * math.sin(angle):.1f} {200 - radius * math.cos(angle):.1f}")
    return f"M{'L'.join(points)}Z"


def _sign(kind: str, colour: str) -> str:
    is_open = kind in OPEN
    fill = "none" if is_open else colour
    return (
        f'<path transform="translate(200 132)" d="{SIGNS[kind]}" fill="{fill}" stroke="{colour}" '
        'stroke-width="7" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _lines(text: str, *, per: int, top: int, size: int, colour: str) -> list[str]:
    """At most two lines, the second with an ellipsis where the text goes on."""
    start = (
        f'<text x="200" text-anchor="middle" font-family="Noto Sans SC, Microsoft YaHei, PingFang SC, '
        f'sans-serif" font-size="{size}" font-weight="700" fill="{colour}"'
    )
    pieces = _wrapped(ILLEGAL.sub("", text), per)
    return [
        f'{start} y="{top + n * size * 1.2:.0f}">{_text(piece)}</text>'
        for n, piece in enumerate(pieces)
    ]


def _wrapped(text: str, per: int) -> list[str]:
    """Lines of about the same length, broken between words where there are any."""
    if len(text) <= per:
        return [text]
    fair = min(per, (len(text) + 1) // 2 + (0 if " " not in text else 3))
    first = text[:fair]
    if " " in first and text[fair : fair + 1] != " ":
        first = first.rpartition(" ")[0]
    rest = text[len(first) :].strip()
    return [first.strip(), rest if len(rest) <= per else f"{rest[: per - 1].rstrip()}…"]


def _text(text: str) -> str:
    return str(escape(ILLEGAL.sub("", text)))
