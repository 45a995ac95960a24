"""Process and funnel: what follows what, drawn downwards so that a phone is wide enough."""

from courseware.kit.fields import Fields
from courseware.kit.figures.figure import WIDTH, Canvas, Figure, Style, colour, wrap

_TITLE = Style(bold=True)
_TEXT = Style(size=12.5, css="fig-muted")
_GAP = 20


def process(fields: Fields, alt: str) -> Figure:
    """Numbered boxes joined by arrows; `loop` leads back from the last to the first."""
    loop = fields.boolean("loop", False)
    canvas = Canvas()
    width = WIDTH - (26 if loop else 0)
    words: list[str] = []
    middles: list[float] = []
    y = 2.0
    for index, step in enumerate(fields.maps("steps", 2, "at least two steps, each {title, text}")):
        title, text = step.string("title"), step.string("text", "")
        step.done()
        words += [title, text]
        if index:
            _arrow_down(canvas, width / 2, y)
            y += _GAP
        bottom = _box(canvas, y, width, (index, title, text))
        middles.append((y + bottom) / 2)
        y = bottom
    if loop and len(middles) > 1:
        _arrow_back(canvas, width, middles[-1], middles[0])
    canvas.reach(y + 2)
    return canvas.figure("process", alt, words)


def _box(canvas: Canvas, top: float, width: float, step: tuple[int, str, str]) -> float:
    index, title, text = step
    titles = wrap(title, width - 56, _TITLE.size)
    texts = wrap(text, width - 56, _TEXT.size)
    height = 16 + len(titles) * _TITLE.size * 1.35 + len(texts) * _TEXT.size * 1.35
    css = colour(index)
    canvas.rect((0, top), width, height, css, soft=True)
    canvas.rect((0, top), 4, height, css)
    canvas.lines(24, top + 8, [str(index + 1)], style=Style(size=16, bold=True, anchor="middle"))
    y = canvas.lines(44, top + 8, titles, style=_TITLE)
    canvas.lines(44, y, texts, style=_TEXT)
    return top + height


def _arrow_down(canvas: Canvas, x: float, top: float) -> None:
    canvas.stroke([(x, top + 3), (x, top + _GAP - 6)], "fig-muted")
    tip = top + _GAP - 2
    canvas.polygon([(x - 5, tip - 7), (x + 5, tip - 7), (x, tip)], "fig-muted")


def _arrow_back(canvas: Canvas, x: float, start: float, end: float) -> None:
    canvas.stroke([(x + 2, start), (x + 18, start), (x + 18, end), (x + 8, end)], "fig-muted")
    canvas.polygon([(x + 3, end), (x + 10, end - 5), (x + 10, end + 5)], "fig-muted")


def funnel(fields: Fields, alt: str) -> Figure:
    """Names on the left, the narrowing shape on the right, each value with its share of the stage before."""
    unit = fields.string("unit", "")
    stages = []
    for stage in fields.maps("stages", 2, "at least two stages, each {label, value}"):
        stages.append((stage.string("label"), stage.number("value"), stage.string("note", "")))
        stage.done()
    values = [value for _, value, _ in stages]
    if not stages or min(values) < 0 or max(values) <= 0:
        fields.fault("stages", "need values of 0 or more, the first the largest")
        return Figure("", "", alt)
    return _draw_funnel(stages, unit, alt)


def _draw_funnel(stages: list[tuple[str, float, str]], unit: str, alt: str) -> Figure:
    canvas = Canvas()
    left, centre, widest = 126, 224, 190
    top = 2.0
    most = max(value for _, value, _ in stages)
    words: list[str] = []
    for index, (label, value, note) in enumerate(stages):
        labels, notes = wrap(label, left - 8, 14), wrap(note, left - 8, 12)
        height = max(46.0, 10 + len(labels) * 19 + len(notes) * 16.2)
        below = stages[index + 1][1] if index + 1 < len(stages) else value * 0.85
        half, half_below = (max(v / most * widest / 2, 2) for v in (value, min(below, value)))
        shape = [
            (centre - half, top),
            (centre + half, top),
            (centre + half_below, top + height - 2),
        ]
        canvas.polygon([*shape, (centre - half_below, top + height - 2)], colour(index), soft=True)
        y = canvas.lines(0, top + 3, labels, style=_TITLE)
        canvas.lines(0, y, notes, style=Style(size=12, css="fig-muted"))
        _funnel_value(
            canvas, (centre, top + height / 2), value, stages[index - 1][1] if index else 0
        )
        words += [label, number(value), note]
        top += height
        canvas.reach(top)
    if unit:
        canvas.lines(centre, top, [unit], style=Style(size=12, css="fig-muted", anchor="middle"))
    return canvas.figure("funnel", alt, [*words, unit])


def _funnel_value(canvas: Canvas, at: tuple[float, float], value: float, before: float) -> None:
    x, y = at
    y -= 18 if before else 11
    y = canvas.lines(x, y, [number(value)], style=Style(size=15, bold=True, anchor="middle"))
    if before:
        share = Style(size=11.5, css="fig-muted", anchor="middle")
        canvas.lines(x, y - 2, [f"{value / before * 100:.0f}%"], style=share)


def number(value: float) -> str:
    """As people write it: no needless decimals."""
    return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"
