"""Tables coming in belong here: the bytes of a CSV or XLSX file in, checked rows out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from courseware.kit.tables.csv_lines import csv_lines
from courseware.kit.tables.errors import TableError
from courseware.kit.tables.writing import FORMULA_START
from courseware.kit.tables.xlsx_lines import xlsx_lines

MEGABYTE = 1024 * 1024

__all__ = ["Limits", "Row", "Table", "TableError", "Wanted", "read_table"]


@dataclass(frozen=True)
class Limits:
    """What a table from outside may be at most."""

    megabytes: int = 20
    rows: int = 100_000
    columns: int = 200


@dataclass(frozen=True)
class Wanted:
    """The columns that a table must and may have; `also` gives other headings for them.

    Headings are compared without case and surrounding space: {"邮箱": "email"}.
    """

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One row: its line in the file, as the person sees it there, and text by column."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(data: bytes, wanted: Wanted | None = None, *, limits: Limits = Limits()) -> Table:
    """The table in a CSV or XLSX file; which of the two it is shows in its bytes.

    Without `wanted` any columns are taken. TableError says in which line what is wrong.
    """
    if len(data) > limits.megabytes * MEGABYTE:
        raise TableError("The file is larger than {limit} MB.", line=None, limit=limits.megabytes)
    lines = xlsx_lines(data) if data.startswith(b"PK\x03\x04") else csv_lines(data)
    filled = ((number, cells) for number, cells in lines if any(cells))
    head_line, head = next(filled, (1, []))
    if not head:
        raise TableError("The file holds no table: its first line must name the columns.", line=1)
    columns = _columns(_trimmed(head), head_line, wanted=wanted, limit=limits.columns)
    return Table(columns, tuple(_rows(filled, columns, limit=limits.rows)))


def _columns(head: list[str], line: int, *, wanted: Wanted | None, limit: int) -> tuple[str, ...]:
    if len(head) > limit:
        raise TableError("The table has more than {limit} columns.", line=line, limit=limit)
    names = [_known_name(heading, wanted) for heading in head]
    if "" in names:
        number = names.index("") + 1
        raise TableError("Column {number} has no heading.", line=line, number=number)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise TableError("These columns appear twice: {names}.", line=line, names=", ".join(twice))
    if wanted is not None:
        _check_names(names, wanted, line=line)
    return tuple(names)


def _known_name(heading: str, wanted: Wanted | None) -> str:
    """Our name for a heading as the person wrote it; an unknown one stays as it is."""
    if wanted is None:
        return heading
    own = {name.casefold(): name for name in (*wanted.required, *wanted.optional)}
    own.update({other.casefold(): name for other, name in wanted.also.items()})
    return own.get(heading.casefold(), heading)


def _check_names(names: list[str], wanted: Wanted, *, line: int) -> None:
    missing = [name for name in wanted.required if name not in names]
    unknown = [name for name in names if name not in (*wanted.required, *wanted.optional)]
    values = {"missing": ", ".join(missing), "unknown": ", ".join(unknown)}
    if missing and unknown:
        raise TableError(
            "Columns are missing: {missing}. Columns are unknown: {unknown}.", line=line, **values
        )
    if missing:
        raise TableError("Columns are missing: {missing}.", line=line, **values)
    if unknown:
        raise TableError("Columns are unknown: {unknown}.", line=line, **values)


def _rows(
    lines: Iterable[tuple[int, list[str]]], columns: tuple[str, ...], *, limit: int
) -> Iterator[Row]:
    for count, (number, cells_and_tail) in enumerate(lines, start=1):
        if count > limit:
            raise TableError("The table has more than {limit} rows.", line=number, limit=limit)
        cells = _trimmed(cells_and_tail)
        if len(cells) > len(columns):
            raise TableError(
                "This row has {found} cells, but the table has {columns} columns.",
                line=number,
                found=len(cells),
                columns=len(columns),
            )
        padded = cells + [""] * (len(columns) - len(cells))
        yield Row(number, dict(zip(columns, map(_unquoted, padded), strict=True)))


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells that spreadsheets leave at the right."""
    end = max((number for number, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:end]


def _unquoted(text: str) -> str:
    """Our own CSV puts an apostrophe before what a spreadsheet would run."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_START) else text
