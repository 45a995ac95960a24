"""A form as a workbook: the sheet to fill in, an example and the facts; a block a field, its key in a hidden column.

The first column tells a reader of the file what each row is: `key` one value, `key[]` a heading, `key[keys]` the keys of
the columns, `key[+]` a row, `key[row-id]` a row of a matrix or an option that is ticked. Rows without a mark belong
to the block above them, so that people may insert some.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition, Lang
from courseware.content.forms import compute
from courseware.exercise.rules.answers import NUMBERS, column, columns_of, graph_parts
from courseware.kit.tables.book import FIRST_DAY, Page, Put, fits, percent

MARK = "form:"  # before the id of the exercise, in the first cell of the sheet that is read back
EXAMPLE_MARK = "example:"
ABOUT_MARK = "about:"
TICK = "✓"
SPARE_ROWS = 3  # empty ones below a table, to go on
RATINGS = ("1", "2", "3", "4", "5")
WIDTHS = (14, 34, 34, 24, 24, 24, 24, 18, 18, 18, 18, 18)
ITEM = column("text", "内容", "Entry")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def form_page(
    definition: ExerciseDefinition,
    answers: Mapping[str, Any],
    lang: Lang,
    *,
    name: str,
    mark: str = MARK,
) -> Page:
    """The sheet of a form with answers in it."""
    page = Page(name, WIDTHS, hides_first_column=True, frozen_rows=1)
    pen = _Pen(page, lang)
    values = compute(definition, answers)
    pen.line(f"{mark}{definition.id}", Put(definition.title[lang], "title"))
    pen.line("", Put(definition.purpose[lang], "note"))
    for section in definition.sections:
        pen.line("")
        pen.line(f"§{section.id}", *(Put(section.title[lang] if i == 0 else None, "section") for i in range(4)))  # fmt: skip
        if section.guidance:
            pen.line("", Put(section.guidance[lang], "note"))
        for one in section.fields:
            pen.field(one, values.get(one.key))
    return page


def facts_page(facts: Sequence[tuple[str, str, Any]], *, name: str) -> Page:
    """The sheet that says what the file is: (key, label, value) each."""
    page = Page(name, (14, 28, 60), hides_first_column=True)
    for key, label, value in facts:
        style = "time" if isinstance(value, datetime) else ""
        page.rows.append((Put(key, "key"), Put(label, "label"), Put(value, style)))
    return page


def put(one: FieldDefinition, value: Any, lang: Lang, *, shade: str = "") -> Put:
    """An answer as a cell: numbers, days and per cents as such, choices as their words."""
    style, content, choices = "", value, tuple[str, ...]()
    if one.type in NUMBERS or one.type == "computed":
        style, content = _number(one.type, value)
        choices = RATINGS if one.type == "rating" else ()
    elif one.type == "file":
        content = (
            str(value or "").partition(" ")[2] or value
        )  # its name; the token is nobody's business
    elif one.type == "date":
        content = _day(value)
        style = "date" if content is None or isinstance(content, date) else ""
    elif one.type == "choice":
        choices = words_of(one, lang)
        content = dict(zip((o for o, _ in one.options), choices, strict=True)).get(value, value)
    if isinstance(content, bool) or not isinstance(content, str | int | float | date):
        content = None
    return Put(content, f"{style} {shade}" if shade else style, choices)


def words_of(one: FieldDefinition, lang: Lang) -> tuple[str, ...]:
    """The options of a choice as people read them; by their ids where two read the same."""
    words = tuple(text[lang] for _, text in one.options)
    if len({w.casefold().strip() for w in words}) < len(words):
        return tuple(option for option, _ in one.options)
    return words


def _number(kind: str, value: Any) -> tuple[str, Any]:
    """The style and the content; a number that a workbook would round stays a text."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        blank = {"percent": "percent", "money": "money"}.get(kind, "number")
        return ("", value) if isinstance(value, str) and value else (blank, None)
    if kind == "computed":
        return ("whole" if float(value).is_integer() else "decimal"), float(value)
    if kind == "percent":
        share = percent(float(value))
        whole = "wholepercent" if float(value).is_integer() else "percent"
        return (whole, share) if share is not None else ("", _plain(value))
    if not fits(value):
        return "", _plain(value)
    if kind == "money":
        return "money", value
    return ("whole" if float(value).is_integer() else "decimal"), value


def _plain(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.12f}".rstrip("0").rstrip(".")


def _day(value: Any) -> Any:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return value or None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return day if day >= FIRST_DAY else value


class _Pen:
    """Writes the blocks of one sheet, one below the other."""

    def __init__(self, page: Page, lang: Lang) -> None:
        self._page, self._lang = page, lang

    def line(self, mark: str, *cells: Put) -> None:
        self._page.rows.append((Put(mark, "key"), *cells))

    def field(self, one: FieldDefinition, value: Any) -> None:
        match one.type:
            case "list":
                items = value if isinstance(value, list) else []
                self._table(one, (ITEM,), [{"text": item} for item in items])
            case "table" | "tree":
                self._table(one, columns_of(one), value)
            case "graph":
                held = value if isinstance(value, Mapping) else {}
                for part in graph_parts(one):
                    self._table(part, part.columns, held.get(part.key.rpartition(".")[2]))
            case "matrix":
                self._matrix(one, value if isinstance(value, Mapping) else {})
            case "multi_choice":
                self._options(one, value if isinstance(value, list) else [])
            case _:
                self._single(one, value)

    def _single(self, one: FieldDefinition, value: Any) -> None:
        # Nothing is read back of what follows from others, and of files: a workbook has only their names.
        is_told = one.type in ("computed", "file")
        shade, note = ("computed" if is_told else "open"), self._notes(one)
        mark = f"{one.key}[=]" if is_told else one.key
        self.line(mark, Put(one.label[self._lang], "label"), put(one, value, self._lang, shade=shade), Put(note, "note"))  # fmt: skip

    def _notes(self, one: FieldDefinition) -> str:
        unit = f"({one.unit[self._lang]}) " if one.unit else ""
        return unit + (one.guidance[self._lang] if one.guidance else "")

    def _title(self, one: FieldDefinition) -> None:
        self.line(f"{one.key}[]", Put(one.label[self._lang], "label"), Put(self._notes(one), "note"))  # fmt: skip

    def _table(self, one: FieldDefinition, columns: Sequence[FieldDefinition], value: Any) -> None:
        self._title(one)
        self._page.hidden_rows.add(len(self._page.rows))
        self.line(f"{one.key}[keys]", *(Put(_key(c), "key") for c in columns))
        self.line(f"{one.key}[head]", *(Put(self._head(c), "head") for c in columns))
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        for row in [*rows, *({} for _ in range(SPARE_ROWS))]:
            cells = (
                put(c, row.get(c.key), self._lang, shade="computed" if c.type == "computed" else "open")
                for c in columns
            )  # fmt: skip
            self.line(f"{one.key}[+]", *cells)

    def _head(self, one: FieldDefinition) -> str:
        return one.label[self._lang] + (f" ({one.unit[self._lang]})" if one.unit else "")

    def _matrix(self, one: FieldDefinition, value: Mapping[str, Any]) -> None:
        self._title(one)
        self._page.hidden_rows.add(len(self._page.rows))
        self.line(f"{one.key}[keys]", Put(""), *(Put(key, "key") for key, _ in one.cells))
        heads = (Put(text[self._lang], "head") for _, text in one.cells)
        self.line(f"{one.key}[head]", Put("", "head"), *heads)
        for row, text in one.rows:
            held = value.get(row) or {}
            cells = (put(column(k, "", ""), held.get(k), self._lang, shade="open") for k, _ in one.cells)  # fmt: skip
            self.line(f"{one.key}[{row}]", Put(text[self._lang], "label"), *cells)

    def _options(self, one: FieldDefinition, chosen: Sequence[str]) -> None:
        self._title(one)
        for option, text in one.options:
            tick = Put(TICK if option in chosen else None, " open", (TICK,))
            self.line(f"{one.key}[{option}]", Put(text[self._lang]), tick)


def _key(one: FieldDefinition) -> str:
    """A computed column is told apart: nobody reads it back."""
    return f"{one.key}[=]" if one.type == "computed" else one.key
