"""One cell of a workbook becomes the words of one answer, whatever program wrote it; or a sentence why not."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from courseware.content.definitions import FieldDefinition
from courseware.exercise.rules.answers import LONGEST, NUMBERS, number
from courseware.kit.tables.book import from_percent
from courseware.kit.tables.pages import Cell

_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0{1,2}:00(?::00)?)?"
)
_PERIOD = re.compile(r"\d{4}(-Q[1-4])?")


class Unreadable(Exception):
    """Why a cell cannot be taken: an English msgid with its values."""

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence)
        self.sentence, self.values = sentence, values


def read_cell(one: FieldDefinition, cell: Cell) -> str:
    """The words that a form would have sent for this field; Unreadable when it cannot take them."""
    return "" if is_blank(cell) else _READERS.get(one.type, _words)(one, cell)


def _numeric(one: FieldDefinition, cell: Cell) -> str:
    value = cell.value
    if isinstance(value, float):
        value = from_percent(value) if cell.is_percent and one.type == "percent" else value
    found = number(value) if isinstance(value, str | float) else None
    if found is None:
        raise Unreadable("“{value}” is no number.")
    if one.type == "rating" and found not in (1, 2, 3, 4, 5):
        raise Unreadable("“{value}” is no rating from 1 to 5.")
    return _figure(found)


def _dated(_one: FieldDefinition, cell: Cell) -> str:
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    if cell.day is not None:
        return cell.day.isoformat()
    text = unicodedata.normalize("NFKC", str(cell.value)).strip()
    plain = number(text)
    found = _DAY.fullmatch(text)
    if found and plain is None:
        try:
            return date(*(int(part) for part in found.groups())).isoformat()
        except ValueError:
            pass
    raise Unreadable("“{value}” is no date; write it as 2026-09-30.")


def _chosen(one: FieldDefinition, cell: Cell) -> str:
    wanted = _folded(text_of(cell))
    for option, text in one.options:
        if wanted in (_folded(text.zh), _folded(text.en)):
            return option
    for option, _ in one.options:
        if wanted == _folded(option):
            return option
    raise Unreadable("“{value}” is none of the choices of this field.")


def _period(_one: FieldDefinition, cell: Cell) -> str:
    text = unicodedata.normalize("NFKC", text_of(cell)).strip().upper()
    if not _PERIOD.fullmatch(text):
        raise Unreadable("“{value}” is no period; write 2026-Q3 or 2026.")
    return text


def _words(one: FieldDefinition, cell: Cell) -> str:
    text, most = text_of(cell), LONGEST.get(one.type, LONGEST["text"])
    if len(text.strip()) > most:
        raise Unreadable("“{value}” is longer than {most} characters.", most=most)
    return text


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in it."""
    return not text_of(cell).strip()


def text_of(cell: Cell) -> str:
    """A cell as a person reads it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _figure(value)
    return value.isoformat() if isinstance(value, date) else value


def _figure(value: float) -> str:
    if float(value).is_integer():
        return str(int(value))
    return f"{value:.12f}".rstrip("0").rstrip(".")


_READERS: Mapping[str, Callable[[FieldDefinition, Cell], str]] = {
    **dict.fromkeys(NUMBERS, _numeric),
    "date": _dated,
    "choice": _chosen,
    "period": _period,
}
