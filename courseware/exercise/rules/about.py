"""Answers about a person: how long a reply may be changed, and what several answers say together. Pure."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from courseware.exercise.rules.drawing import figure, to_places
from courseware.exercise.types import CellView, FieldView, Sheet
from courseware.exercise.types.about import FigureSummary, RoundRow, Together

#: fewer answers than this are never shown, nor fewer figures in one place
LEAST = 3
#: the person's reply may be changed for so long after it was first sent
SECOND_THOUGHTS = timedelta(hours=24)


def is_over(round_: RoundRow, today: date) -> bool:
    """Closed by hand, or past its date: no more answers."""
    return round_.closed_at is not None or (round_.due_on is not None and round_.due_on < today)


def may_reply(replied_at: datetime | None, now: datetime) -> bool:
    """One reply, which its writer may change for a day."""
    return replied_at is None or now - replied_at < SECOND_THOUGHTS


def summary(sheets: Sequence[Sheet], key: bytes) -> list[Together]:
    """Field by field what several sheets of one form say; empty when there are fewer than LEAST of them.

    Figures as mean, least and most; words as a list whose order depends on the words and `key` alone, so that no
    two places can be joined to one writer.
    """
    if len(sheets) < LEAST:
        return []
    found = []
    for place, first in enumerate(sheets[0].fields):
        if first.type == "file":
            continue  # its name, and what is in it, could name the writer
        fields = [sheet.fields[place] for sheet in sheets]
        numbers: dict[tuple[str, str], list[float]] = {}
        words: list[str] = []
        for one in fields:
            for name, unit, number in _numbers(one):
                numbers.setdefault((name, unit), []).append(number)
            words += _words(one)
        figures = [
            _figures(name, unit, values)
            for (name, unit), values in numbers.items()
            if len(values) >= LEAST
        ]
        if figures or words:
            found.append(Together(first.label, figures, shuffled(words, key + first.key.encode())))
    return found


def shuffled(words: Sequence[str], key: bytes) -> list[str]:
    """An order that nobody can guess and that stays the same."""
    return sorted(words, key=lambda one: hmac.new(key, one.encode(), hashlib.sha256).digest())


def _figures(name: str, unit: str, values: list[float]) -> FigureSummary:
    mean = float(to_places(sum(values) / len(values), 1))
    return FigureSummary(name, unit, figure(mean), figure(min(values)), figure(max(values)))


def _numbers(one: FieldView) -> Iterator[tuple[str, str, float]]:
    if one.cell is not None and one.cell.number is not None:
        yield "", one.cell.unit, one.cell.number
    for cells in one.rows:
        for cell in cells:
            if cell.number is not None:
                yield cell.label, cell.unit, cell.number


def _words(one: FieldView) -> Iterator[str]:
    if one.cell is not None and one.cell.number is None and one.cell.text:
        yield one.cell.text
    yield from (item.text for item in one.items if item.text)
    for place, cells in enumerate(one.rows):
        text = " · ".join(cell.text for cell in cells if _is_word(cell))
        if text:
            yield f"{one.row_labels[place]}: {text}" if one.row_labels else text
    for part in one.parts:
        yield from _words(part)


def _is_word(cell: CellView) -> bool:
    return cell.number is None and bool(cell.text)
