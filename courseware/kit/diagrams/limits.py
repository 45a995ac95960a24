"""Figures against their limits: traffic lights, and planned beside actual."""

from collections.abc import Sequence
from dataclasses import dataclass

from courseware.kit.diagrams.drawing import SMALL, TEXT, TITLE, cut, figure_text
from courseware.kit.figures.figure import Canvas, Figure, Style, text_width

#: tone → paint, and a sign that tells it without colour
TONES = {"good": ("#2e7d5b", "✓"), "warn": ("#b8801a", "!"), "bad": ("#b3372b", "×")}
#: a larger multiple of the plan says nothing any more
MOST_SHARE = 100
END = Style(12, bold=True, anchor="end")


@dataclass(frozen=True, slots=True)
class Light:
    """A figure and its two limits; green may lie above or below red."""

    label: str
    value: float | None
    green: float
    red: float

    @property
    def tone(self) -> str | None:
        """good, warn or bad; none without a value. A value on a limit belongs to that limit's side."""
        if self.value is None:
            return None
        up = self.green >= self.red
        if self.value >= self.green if up else self.value <= self.green:
            return "good"
        return "bad" if (self.value <= self.red if up else self.value >= self.red) else "warn"


@dataclass(frozen=True, slots=True)
class Pair:
    label: str
    planned: float
    actual: float | None = None
    unit: str = ""


def lights(every: Sequence[Light], *, limits: str, alt: str, width: int) -> Figure:
    """A lamp a line; `limits` says how the two limits are told, such as "green {green}, red {red}"."""
    canvas = Canvas(width)
    y = 2.0
    for light in every:
        paint, sign = TONES.get(light.tone or "", ("#9aa3b2", "–"))
        canvas.parts.append(
            f'<circle class="fig-lamp-{light.tone or "none"}" cx="12" cy="{y + 12:.1f}" r="9" fill="{paint}"/>'
            f'<text class="fig-on" x="12" y="{y + 16:.1f}" font-size="12" font-weight="700" '
            f'text-anchor="middle" fill="#ffffff">{sign}</text>'
        )
        label = cut(light.label, width - 100, TEXT.size, 2)
        end = canvas.lines(28, y, label, style=TEXT)
        value = "–" if light.value is None else figure_text(light.value)
        canvas.lines(width - 4, y, [value], style=END)
        words = limits.format(green=figure_text(light.green), red=figure_text(light.red))
        y = max(canvas.lines(28, end, [words], style=SMALL), y + 24) + 6
    canvas.reach(y)
    return canvas.figure("lights", alt, [light.label for light in every])


def bars(pairs: Sequence[Pair], *, words: tuple[str, str], alt: str, width: int) -> Figure:
    """Two bars a line, planned above actual, on a scale of their own; what part was reached stands at the end."""
    canvas = Canvas(width)
    y, room = 2.0, width - 64.0
    texts = [
        f"{word} {figure_text(value)} {pair.unit}".strip()
        for pair in pairs
        for word, value in ((words[0], pair.planned), (words[1], pair.actual))
        if value is not None
    ]
    beside = (
        min(max(text_width(text, SMALL.size) for text in texts) + 8, room / 2) if texts else 92.0
    )
    for pair in pairs:
        y = canvas.lines(2, y, cut(pair.label, width - 8, TITLE.size, 1), style=TITLE)
        most = max(abs(pair.planned), abs(pair.actual or 0)) or 1
        for word, value, css in ((words[0], pair.planned, "fig-c1"), (words[1], pair.actual, "fig-c2")):  # fmt: skip
            if value is None:
                continue
            canvas.rect(
                (2, y + 3),
                max(value, 0) / most * (room - beside + 2),
                9,
                css,
                soft=word == words[0],
            )
            text = f"{word} {figure_text(value)} {pair.unit}".strip()
            canvas.lines(room - beside + 12, y - 1, cut(text, beside, SMALL.size, 1), style=SMALL)
            y += 14
        share = pair.actual / pair.planned if pair.actual is not None and pair.planned > 0 else None
        if share is not None and abs(share) < MOST_SHARE:
            canvas.lines(width - 4, y - 22, [f"{round(share * 100)}%"], style=END)
        y += 8
    canvas.reach(y)
    return canvas.figure("bars", alt, [p.label for p in pairs])
