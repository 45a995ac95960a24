"""Matrix and compare: pictures that are really tables, as semantic HTML."""

from html import escape

from courseware.kit.fields import Fields
from courseware.kit.figures.figure import Figure, colour
from courseware.kit.yamltree import Map, Seq

_TONES = ("plain", "bad", "good")


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
    head = _cells("th", columns, tones, ' scope="col"')
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
        words += texts
        name = f'<th scope="row">{escape(texts[0])}</th>' if texts else ""
        body.append(f"<tr>{name}{_cells('td', texts[1:], tones[1:], '')}</tr>")
    table = f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody>"
    return Figure(_table("compare", alt, table), " ".join(words), alt)


def _cells(tag: str, texts: tuple[str, ...], tones: tuple[str, ...], attributes: str) -> str:
    return "".join(
        f'<{tag} class="tone-{tone}"{attributes}>{escape(text)}</{tag}>'
        for text, tone in zip(texts, tones, strict=False)
    )


def _table(kind: str, alt: str, inside: str) -> str:
    caption = f'<caption class="visually-hidden">{escape(alt)}</caption>'
    return f'<figure class="figure figure-{kind}"><table class="fig-{kind}">{caption}{inside}</table></figure>'
