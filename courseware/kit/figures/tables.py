"""Matrix and compare: pictures that are really tables, as semantic HTML."""

from html import escape

from courseware.kit.fields import Fields
from courseware.kit.figures.figure import Figure, colour
from courseware.kit.yamltree import Map, Seq

_TONES = ("plain", "bad", "good")
#: Columns that fit a phone side by side.
NARROW = 3


def matrix(fields: Fields, alt: str) -> Figure:
    """Rows × columns of cells, each a title and a few items; the row's name spans the row, so 360 px are enough."""
    columns = fields.strings("columns", 1, "name each column")
    rows = fields.strings("rows", 1, "name each row")
    cells = fields.sequence("cells", 1, "one list a row, one {title, items} a column")
    if not fields.faults and len(cells) != len(rows):
        fields.fault("cells", f"has {len(cells)} rows, but `rows` names {len(rows)}")
    words = [*columns]
    body = []
    for index, name in enumerate(rows[: len(cells)]):
        html, row_words = _matrix_row(fields, index, name, columns)
        body.append(html)
        words += row_words
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    table = f"<thead><tr>{head}</tr></thead>{''.join(body)}"
    return Figure(_table("matrix", alt, table), " ".join(words), alt)


def _matrix_row(
    fields: Fields, index: int, name: str, columns: tuple[str, ...]
) -> tuple[str, list[str]]:
    row = fields.raw("cells")[index]
    where = f"{fields.where('cells')}[{index + 1}]"
    if not isinstance(row, Seq) or len(row) != len(columns):
        fields.fault(
            "cells", f"row {index + 1} must be a list of {len(columns)} cells, one for each column"
        )
        return "", []
    cells, words = [], [name]
    for column, (value, line) in enumerate(zip(row, row.lines, strict=True)):
        cell = fields.child(value, f"{where}[{column + 1}]", line)
        title, items = cell.string("title", ""), cell.strings("items")
        cell.done()
        words += [title, *items]
        css = colour(index * len(columns) + column)
        entries = "".join(f"<li>{escape(item)}</li>" for item in items)
        heading = f'<p class="fig-cell-title">{escape(title)}</p>' if title else ""
        cells.append(
            f'<td class="fig-cell {css}">{heading}{f"<ul>{entries}</ul>" if entries else ""}</td>'
        )
    heading = f'<tr><th class="fig-row" scope="rowgroup" colspan="{len(columns)}">{escape(name)}</th></tr>'
    return f"<tbody>{heading}<tr>{''.join(cells)}</tr></tbody>", words


def compare(fields: Fields, alt: str) -> Figure:
    """A table whose columns may be marked as the bad and the good way; the first column names the row."""
    columns = fields.strings("columns", 2, 'name each column; the first may be ""')
    rows = fields.sequence("rows", 1, "one list of texts a row")
    tones = fields.strings("tones") or ("plain",) * len(columns)
    if len(tones) != len(columns) or not set(tones) <= set(_TONES):
        fields.fault(
            "tones", f"must give one of {', '.join(_TONES)} for each of the {len(columns)} columns"
        )
        return Figure("", "", alt)
    words = [*columns]
    body = []
    for index, (row, line) in enumerate(zip(rows, rows.lines, strict=True)):
        holder = Map(line)
        holder["row"] = row
        holder.lines["row"] = line
        texts = fields.child(holder, f"{fields.where('rows')}[{index + 1}]", line).strings("row")
        if len(texts) != len(columns):
            fields.fault(
                "rows",
                f"row {index + 1} has {len(texts)} cells, but there are {len(columns)} columns",
            )
            continue
        words += texts
        body.append(_compare_row(texts, columns, tones))
    table = f"{_compare_head(columns, tones)}<tbody{_role('rowgroup')}>{''.join(body)}</tbody>"
    return Figure(_table("compare", alt, table, wide=len(columns) > NARROW), " ".join(words), alt)


def _compare_head(columns: tuple[str, ...], tones: tuple[str, ...]) -> str:
    cells = "".join(
        f'<th class="tone-{tone}" scope="col"{_role("columnheader")}>{escape(name)}</th>'
        if name
        else f'<td class="tone-{tone}"{_role("cell")}></td>'  # an empty heading heads nothing
        for name, tone in zip(columns, tones, strict=True)
    )
    return f"<thead{_role('rowgroup')}><tr{_role('row')}>{cells}</tr></thead>"


def _compare_row(texts: tuple[str, ...], columns: tuple[str, ...], tones: tuple[str, ...]) -> str:
    cells = "".join(
        f'<td class="tone-{tone}" data-label="{escape(name)}"{_role("cell")}>{escape(text)}</td>'
        for text, name, tone in zip(texts[1:], columns[1:], tones[1:], strict=True)
    )
    name = f'<th scope="row"{_role("rowheader")}>{escape(texts[0])}</th>'
    return f"<tr{_role('row')}>{name}{cells}</tr>"


def _role(name: str) -> str:
    """A narrow screen stacks the cells of a wide table; the role keeps it a table for who hears the page."""
    return f' role="{name}"'


def _table(kind: str, alt: str, inside: str, *, wide: bool = False) -> str:
    caption = f'<caption class="visually-hidden">{escape(alt)}</caption>'
    css = f"fig-{kind} fig-wide" if wide else f"fig-{kind}"
    return (
        f'<figure class="figure figure-{kind}"><table class="{css}"{_role("table")}>'
        f"{caption}{inside}</table></figure>"
    )
