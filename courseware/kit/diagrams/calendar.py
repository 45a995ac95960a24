"""Bars along a calendar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from courseware.kit.diagrams.drawing import SMALL, TEXT, cut
from courseware.kit.figures.figure import Canvas, Figure, colour

BAR, MOST_MARKS = 11.0, 8
EIGHT_WEEKS = 56


@dataclass(frozen=True, slots=True)
class Span:
    label: str
    start: date
    end: date
    done: float | None = None  # per cent


def gantt(spans: Sequence[Span], *, alt: str, width: int, today: date | None = None) -> Figure:
    """A bar a line, its done part filled; labels stand beside the bars, on a phone above them."""
    canvas = Canvas(width)
    beside = width >= 500
    left = 190.0 if beside else 2.0
    room = width - left - 6
    first = min(s.start for s in spans)
    last = max(max(s.end, s.start) for s in spans)
    days = max((last - first).days + 1, 1)

    def across(day: date) -> float:
        return left + (day - first).days / days * room

    top = 18.0
    marks = list(_marks(first, last))
    y = top
    for index, span in enumerate(spans):
        words = cut(span.label, left - 12 if beside else width - 8, TEXT.size, 2 if beside else 1)
        text_end = canvas.lines(2, y, words, style=TEXT)
        bar = y + 3 if beside else text_end + 2
        begin, end = across(span.start), across(max(span.end, span.start) + timedelta(days=1))
        css = colour(index)
        canvas.rect((begin, bar), max(end - begin, 3), BAR, css, soft=True)
        if span.done:
            canvas.rect((begin, bar), (end - begin) * min(max(span.done, 0), 100) / 100, BAR, css)
        y = max(text_end, bar + BAR) + 7
    for day in marks:
        x = across(day)
        canvas.stroke([(x, top - 2), (x, y)], "fig-line", 1)
        canvas.lines(x + 2, 2, [f"{day.month}/{day.day}"], style=SMALL)
    if today is not None and first <= today <= last:
        x = across(today)
        canvas.stroke([(x, top - 2), (x, y)], "fig-c2", 1.5)
    canvas.reach(y + 2)
    return canvas.figure("gantt", alt, [s.label for s in spans])


def _marks(first: date, last: date) -> Iterator[date]:
    """The first days of months, or Mondays of a short plan; never more than fit side by side."""
    days = (last - first).days
    if days <= EIGHT_WEEKS:
        monday = first + timedelta(days=-first.weekday() % 7)
        yield from (monday + timedelta(days=7 * n) for n in range((last - monday).days // 7 + 1))
        return
    months = (last.year - first.year) * 12 + last.month - first.month
    for n in range(1, months + 1, max(-(-months // MOST_MARKS), 1)):
        yield date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1)
