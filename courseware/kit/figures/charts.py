"""Charts of a few numbers: lying bars, standing columns, lines; every value is printed beside its mark."""

from dataclasses import dataclass

from courseware.kit.fields import Fields
from courseware.kit.figures.figure import WIDTH, Canvas, Figure, Style, colour, text_width, wrap
from courseware.kit.figures.flow import number
from courseware.kit.yamltree import scalar

_VALUE = Style(size=12)
_PLOT = 150  # height of columns and lines
_MOST = {"bar": 40, "column": 14, "line": 24}


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Data:
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def low(self) -> float:
        return min(0.0, *(v for s in self.series for v in s.values))

    @property
    def high(self) -> float:
        return max(0.0, *(v for s in self.series for v in s.values)) or 1.0

    def share(self, value: float) -> float:
        """Where a value lies between the lowest (0) and the highest (1)."""
        return (value - self.low) / (self.high - self.low)


def chart(fields: Fields, alt: str) -> Figure:
    kind = fields.one_of("kind", ("bar", "column", "line"))
    unit = fields.string("unit", "")
    labels = fields.strings("labels", 1, "name each bar or point")
    series = tuple(
        _series(entry, len(labels))
        for entry in fields.maps("series", 1, "at least one {name, values}")
    )
    marks = len(labels) * len(series)
    if marks > _MOST[kind]:
        fields.fault(
            "series",
            f"{marks} marks are too many for {kind} on a phone; at most {_MOST[kind]}, or kind: bar",
        )
    if fields.faults:
        return Figure("", "", alt)
    data = Data(unit, labels, series)
    canvas = Canvas()
    top = _legend(canvas, data)
    {"bar": _bars, "column": _columns, "line": _lines}[kind](canvas, data, top)
    words = [
        *labels,
        *(s.name for s in series),
        *(number(v) for s in series for v in s.values),
        unit,
    ]
    return canvas.figure("chart", alt, words)


def _series(entry: Fields, size: int) -> Series:
    name = entry.string("name", "")
    values = []
    for text in entry.strings("values", 1, "one number for each label"):
        value = scalar(text.replace(",", ""))
        if isinstance(value, str | bool):
            entry.fault(
                "values", f"{text!r} is no number; print a case figure by [[case:id|number]]"
            )
            value = 0
        values.append(float(value))
    if len(values) != size:
        entry.fault("values", f"has {len(values)} numbers, but there are {size} labels")
    entry.done()
    return Series(name, tuple(values))


def _legend(canvas: Canvas, data: Data) -> float:
    """Names of the series beside their colours, and the unit; returns where the plot may start."""
    x, y = 0.0, 2.0
    if len(data.series) > 1:
        for index, series in enumerate(data.series):
            width = 16 + text_width(series.name, 12) + 14
            if x and x + width > WIDTH:
                x, y = 0.0, y + 18
            canvas.rect((x, y + 3), 10, 10, colour(index))
            canvas.lines(x + 15, y, [series.name], style=_VALUE)
            x += width
        y += 20
    if data.unit:
        canvas.lines(WIDTH, y, [data.unit], style=Style(size=11.5, css="fig-muted", anchor="end"))
        y += 18
    return y + 2


def _bars(canvas: Canvas, data: Data, top: float) -> None:
    widest = max(text_width(number(v), 12) for s in data.series for v in s.values) + 8
    room = WIDTH - widest
    zero = data.share(0) * room
    for place, label in enumerate(data.labels):
        top = canvas.lines(0, top, wrap(label, WIDTH, 12.5), style=Style(size=12.5)) + 2
        for index, series in enumerate(data.series):
            value = series.values[place]
            end = data.share(value) * room
            canvas.rect((min(zero, end), top), max(abs(end - zero), 1), 14, colour(index))
            canvas.lines(max(zero, end) + 5, top - 1.5, [number(value)], style=_VALUE)
            top += 17
        top += 7
    canvas.reach(top)


def _columns(canvas: Canvas, data: Data, top: float) -> None:
    top += 14
    step = WIDTH / len(data.labels)
    width = min(step * 0.82 / len(data.series), 46)
    zero = top + _PLOT * (1 - data.share(0))
    for place in range(len(data.labels)):
        left = step * place + (step - width * len(data.series)) / 2
        for index, series in enumerate(data.series):
            value = series.values[place]
            y = top + _PLOT * (1 - data.share(value))
            canvas.rect((left, min(y, zero)), width - 2, max(abs(zero - y), 1), colour(index))
            style = Style(size=min(12, max(9, width / 2.4)), anchor="middle")
            canvas.lines(
                left + width / 2 - 1, min(y, zero) - style.size * 1.35, [number(value)], style=style
            )
            left += width
    _axis(canvas, data, zero, top + _PLOT)


def _axis(canvas: Canvas, data: Data, zero: float, bottom: float) -> None:
    canvas.stroke([(0, zero), (WIDTH, zero)], "fig-line", 1)
    step = WIDTH / len(data.labels)
    for place, label in enumerate(data.labels):
        lines = wrap(label, step - 2, 11.5)
        canvas.lines(
            step * (place + 0.5),
            bottom + 3,
            lines,
            style=Style(size=11.5, css="fig-muted", anchor="middle"),
        )


def _lines(canvas: Canvas, data: Data, top: float) -> None:
    top += 14
    step = WIDTH / len(data.labels)
    zero = top + _PLOT * (1 - data.share(0))
    for index, series in enumerate(data.series):
        points = [
            (step * (place + 0.5), top + _PLOT * (1 - data.share(value)))
            for place, value in enumerate(series.values)
        ]
        canvas.stroke(points, colour(index), 2.5)
        for place, (x, y) in enumerate(points):
            canvas.circle(x, y, 3.5, colour(index))
            above = series.values[place] == max(s.values[place] for s in data.series)
            offset = -20 if above else 3
            canvas.lines(
                x,
                y + offset,
                [number(series.values[place])],
                style=Style(size=11.5, anchor="middle"),
            )
    _axis(canvas, data, zero, top + _PLOT + 14)
