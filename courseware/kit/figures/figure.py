"""What a drawn picture is, and the small canvas on which SVG pictures are drawn."""

import unicodedata
from dataclasses import dataclass, field
from html import escape

WIDTH = 320
#: Paint of a class where no style sheet reaches (WeasyPrint reads SVG by its attributes only). On screen the class
#: wins over the attribute, so the dark scheme works; keep in step with static/css/tokens.css.
PAINT = {
    "fig-c1": "#1f4aa8",
    "fig-c2": "#b3571f",
    "fig-c3": "#2e7d5b",
    "fig-c4": "#8a4a9e",
    "fig-c5": "#2c7fa3",
    "fig-c6": "#80651a",
    "fig-ink": "#1c2330",
    "fig-muted": "#566072",
    "fig-line": "#dfe1e8",
}
FONTS = "PingFang SC, Microsoft YaHei, Noto Sans SC, sans-serif"
_NO_LINE_START = "，。；：！？、）」』”’%…)]},.;:!?"


@dataclass(frozen=True, slots=True)
class Figure:
    html: str
    words: str  # the visible words in reading order, for counting and searching
    alt: str


@dataclass
class Canvas:
    """Draws downwards; `height` grows with what is drawn."""

    width: int = WIDTH
    height: float = 0
    parts: list[str] = field(default_factory=list)

    def reach(self, y: float) -> None:
        self.height = max(self.height, y)

    def rect(
        self, at: tuple[float, float], w: float, h: float, css: str, *, soft: bool = False
    ) -> None:
        x, y = at
        opacity = ' fill-opacity="0.16"' if soft else ""
        self.parts.append(
            f'<rect class="{css}" x="{x:.1f}" y="{y:.1f}" width="{max(w, 0):.1f}" height="{max(h, 0):.1f}" '
            f'rx="3" fill="{PAINT[css]}"{opacity}/>'
        )
        self.reach(y + h)

    def circle(self, x: float, y: float, r: float, css: str) -> None:
        self.parts.append(
            f'<circle class="{css}" cx="{x:.1f}" cy="{y:.1f}" r="{r}" fill="{PAINT[css]}"/>'
        )

    def polygon(self, points: list[tuple[float, float]], css: str, *, soft: bool = False) -> None:
        opacity = ' fill-opacity="0.3"' if soft else ""
        self.parts.append(
            f'<polygon class="{css}" points="{_points(points)}" fill="{PAINT[css]}"{opacity}/>'
        )
        self.reach(max(y for _, y in points))

    def stroke(self, points: list[tuple[float, float]], css: str, width: float = 1.5) -> None:
        """An open line; its class paints the stroke."""
        self.parts.append(
            f'<polyline class="{css} fig-stroke" points="{_points(points)}" fill="none" '
            f'stroke="{PAINT[css]}" stroke-width="{width:g}" stroke-linejoin="round" stroke-linecap="round"/>'
        )

    def lines(self, x: float, y: float, lines: list[str], *, style: "Style") -> float:
        """Lines of text below y; returns where they end."""
        for line in lines:
            y += style.size * 1.35
            weight = ' font-weight="700"' if style.bold else ""
            self.parts.append(
                f'<text class="{style.css}" x="{x:.1f}" y="{y - style.size * 0.3:.1f}" font-size="{style.size:g}" '
                f'text-anchor="{style.anchor}" fill="{PAINT[style.css]}"{weight}>{escape(line)}</text>'
            )
        self.reach(y)
        return y

    def figure(self, kind: str, alt: str, words: list[str]) -> Figure:
        svg = (
            f'<svg class="fig-svg" viewBox="0 0 {self.width} {self.height:.0f}" role="img" '
            f'aria-label="{escape(alt)}" font-family="{FONTS}" preserveAspectRatio="xMidYMin meet">'
            f"{''.join(self.parts)}</svg>"
        )
        return Figure(
            f'<figure class="figure figure-{kind}">{svg}</figure>',
            " ".join(filter(None, words)),
            alt,
        )


@dataclass(frozen=True, slots=True)
class Style:
    size: float = 14
    css: str = "fig-ink"
    bold: bool = False
    anchor: str = "start"


def colour(index: int) -> str:
    """The class of the n-th thing that needs a colour of its own."""
    return f"fig-c{index % 6 + 1}"


def text_width(text: str, size: float) -> float:
    """Width in pixels: a Chinese character takes one em, a Latin one .55."""
    return sum(_em(char) for char in text) * size


def wrap(text: str, width: float, size: float) -> list[str]:
    """Lines no wider than `width`; breaks between Chinese characters and Latin words, splits only overlong words."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text.strip()):
        if (
            not line
            or text_width((line + piece).rstrip(), size) <= width
            or piece[0] in _NO_LINE_START
        ):
            line += piece
        else:
            lines.append(line.rstrip())
            line = piece.lstrip()
        while text_width(line.rstrip(), size) > width + size and " " not in line.strip():
            cut = _fit(line, width, size)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _em(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55


def _pieces(text: str) -> list[str]:
    """Where a line may break: after each wide character, and after spaces."""
    pieces: list[str] = []
    word = ""
    for char in text:
        if _em(char) == 1.0:
            pieces += [word, char] if word else [char]
            word = ""
        else:
            word += char
            if char == " ":
                pieces.append(word)
                word = ""
    return [*pieces, word] if word else pieces


def _fit(line: str, width: float, size: float) -> int:
    cut = 1
    while cut < len(line) and text_width(line[: cut + 1], size) <= width:
        cut += 1
    return cut


def _points(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
