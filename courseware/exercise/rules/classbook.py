"""The forms of a class as tables: one line a person, and a sheet of its own for every field that is a table."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition, Lang
from courseware.content.forms import compute
from courseware.exercise.rules.answers import column, columns_of, graph_parts
from courseware.exercise.rules.workbook import put
from courseware.kit.tables.book import Page, Put

ITEM = column("text", "内容", "Entry")
NARROW, WIDE = 14, 32

#: who and when, as cells that stand before the answers
Person = Sequence[Put]
Filled = tuple[Person, Mapping[str, Any]]


def class_pages(
    definition: ExerciseDefinition, filled: Sequence[Filled], heads: Sequence[str], lang: Lang, *, name: str,
) -> list[Page]:  # fmt: skip
    """The sheets; `heads` are the headings of the cells that every line begins with."""
    worked = [(person, compute(definition, answers)) for person, answers in filled]
    first = _overview(definition, worked, heads, lang=lang, name=name)
    parts = [part for one in definition.fields for part in _tables(one)]
    return [first, *(_table(part, worked, heads, lang=lang) for part in parts)]


def moment(at: datetime | None) -> Put:
    return Put(at, "time")


def _overview(
    definition: ExerciseDefinition, filled: Sequence[Filled], heads: Sequence[str], *, lang: Lang, name: str,
) -> Page:  # fmt: skip
    fields = [f for f in definition.fields if not list(_tables(f))]
    titles, cells = [*heads], []
    for one in fields:
        titles += _titles(one, lang)
    for person, answers in filled:
        line = [*person]
        for one in fields:
            line += _cells(one, answers.get(one.key), lang)
        cells.append(line)
    return _page(name, titles, cells)


def _titles(one: FieldDefinition, lang: Lang) -> list[str]:
    label = _labelled(one, lang)
    if one.type != "matrix":
        return [label]
    return [f"{label}: {row[lang]} · {cell[lang]}" for _, row in one.rows for _, cell in one.cells]


def _cells(one: FieldDefinition, value: Any, lang: Lang) -> list[Put]:
    if one.type == "matrix":
        held = value if isinstance(value, Mapping) else {}
        return [
            Put((held.get(row) or {}).get(cell)) for row, _ in one.rows for cell, _ in one.cells
        ]
    if one.type == "multi_choice":
        chosen = value if isinstance(value, list) else []
        words = [text[lang] for option, text in one.options if option in chosen]
        return [Put(("、" if lang == "zh" else ", ").join(words))]
    return [_plain(put(one, value, lang))]


def _tables(one: FieldDefinition) -> list[FieldDefinition]:
    """What needs a sheet of its own: a table, or the two of a graph."""
    if one.type == "graph":
        return list(graph_parts(one))
    return [one] if one.type in ("table", "tree", "list") else []


def _table(
    one: FieldDefinition, filled: Sequence[Filled], heads: Sequence[str], *, lang: Lang
) -> Page:
    columns = (ITEM,) if one.type == "list" else columns_of(one)
    lines = [
        [*person, *(_plain(put(c, row.get(c.key), lang)) for c in columns)]
        for person, answers in filled
        for row in _rows(one, answers)
    ]
    return _page(one.label[lang], [*heads, *(_labelled(c, lang) for c in columns)], lines)


def _rows(one: FieldDefinition, answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    key, _, part = one.key.partition(".")
    value = answers.get(key)
    if part:
        value = value.get(part) if isinstance(value, Mapping) else None
    rows = value if isinstance(value, list) else []
    return [row if isinstance(row, Mapping) else {"text": row} for row in rows]


def _labelled(one: FieldDefinition, lang: Lang) -> str:
    return one.label[lang] + (f" ({one.unit[lang]})" if one.unit else "")


def _plain(cell: Put) -> Put:
    """Nobody fills in this table: no lists to choose from."""
    return Put(cell.content, cell.style)


def _page(name: str, titles: Sequence[str], lines: Sequence[Sequence[Put]]) -> Page:
    widths = [NARROW if place < 4 else WIDE for place in range(len(titles))]
    page = Page(name, widths, frozen_rows=1, filters=True)
    page.rows.append([Put(title, "head") for title in titles])
    page.rows += lines
    return page
