"""A workbook made by rules/workbook.py, filled in by anybody with any program, becomes answers; row by row what cannot be read."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition
from courseware.errors import Refused
from courseware.exercise.rules.answers import MOST_ROWS, graph_parts, is_empty, read_answers
from courseware.exercise.rules.answers import columns_of as shared_columns
from courseware.exercise.rules.cells import Unreadable, is_blank, read_cell, text_of
from courseware.exercise.rules.workbook import EXAMPLE_MARK, ITEM, MARK
from courseware.exercise.types.exchange import CellFault, Imported
from courseware.kit.tables.pages import Cell, ReadPage

MOST_FAULTS = 200
OWNER = "owner"  # the mark of that fact on the sheet about the file
ABOUT = "about:"
_MARKED = re.compile(r"([a-z][a-z0-9_.]*)\[([^\]]*)\]")
_NOT_TICKED = frozenset({"", "0", "no", "false", "n", "否", "-", "–"})
EMPTY = Cell(None)


def read_workbook(definition: ExerciseDefinition, pages: Sequence[ReadPage]) -> Imported:
    """What the file gives for this form; Refused when it is not one of its files."""
    page = _form_page(definition, pages)
    reader = _Reader(definition, page)
    reader.read()
    found = read_answers(definition, reader.sent)
    taken = {k: v for k, v in found.items() if not is_empty(v)}
    return Imported(taken, reader.faults, reader.unknown, _owner(pages))


def _form_page(definition: ExerciseDefinition, pages: Sequence[ReadPage]) -> ReadPage:
    for page in pages:
        mark = _mark(page.rows[0]) if page.rows else ""
        if mark.startswith(MARK):
            if mark != MARK + definition.id:
                other = mark.removeprefix(MARK)[:100]
                raise Refused("This file belongs to another form ({other}).", other=other)
            return page
    # The first cell may have been lost on the way; the keys beside the fields are enough.
    keys = {f.key for f in definition.fields}
    for page in pages:
        mark = _mark(page.rows[0]) if page.rows else ""
        if not mark.startswith((EXAMPLE_MARK, ABOUT)) and any(
            _key_of(r) in keys for r in page.rows
        ):
            return page
    raise Refused(
        "This workbook does not have the layout of the form. Download the template and fill that in."
    )


def _owner(pages: Sequence[ReadPage]) -> str:
    for page in pages:
        if page.rows and _mark(page.rows[0]).startswith(ABOUT):
            named = (row for row in page.rows if _mark(row) == OWNER)
            return next((text_of(row[2]) for row in named if len(row) > 2), "")
    return ""


class _Reader:
    """Goes through the rows of the sheet; the block it is in says what a row means."""

    def __init__(self, definition: ExerciseDefinition, page: ReadPage) -> None:
        self._page, self._fields = page, dict(_targets(definition))
        self.sent: dict[str, Any] = {}
        self.faults: list[CellFault] = []
        self.unknown: list[str] = []
        self._one: FieldDefinition | None = None
        self._columns: list[FieldDefinition | None] = []
        self._line = 0

    def read(self) -> None:
        for line, row in enumerate(self._page.rows, 1):
            self._line = line
            mark = _mark(row)
            marked = _MARKED.fullmatch(mark)
            if marked:
                self._block(marked[1], marked[2], row)
            elif not mark:
                self._row(row)
            elif self._line > 1 or not mark.startswith(MARK):
                self._single(mark, row)

    def _single(self, key: str, row: Sequence[Cell]) -> None:
        self._one, self._columns = None, []
        if key.startswith("§"):
            return
        one = self._fields.get(key)
        if one is None:
            self._not_known(row)
        elif one.type != "file":
            self.sent[one.key] = self._value(one, _at(row, 2))

    def _block(self, key: str, part: str, row: Sequence[Cell]) -> None:
        one = self._fields.get(key)
        if part == "=":
            return
        if one is None:
            self._one, self._columns = None, []
            if not part:
                self._not_known(row)
        elif not part:
            self._one, self._columns = one, []
        elif part == "keys":
            self._one = one
            self._columns = [_column(one, text_of(cell)) for cell in row[1:]]
        elif part == "+":
            self._row(row)
        elif one.type == "matrix" and part != "head":
            self._matrix_row(one, part, row)
        elif one.type == "multi_choice" and text_of(_at(row, 2)).casefold() not in _NOT_TICKED:
            self.sent.setdefault(one.key, []).append(part)

    def _row(self, row: Sequence[Cell]) -> None:
        """A row of the table that we are in; also one without a mark, which somebody has put in."""
        one = self._one
        if one is None or one.type in ("matrix", "multi_choice") or not self._columns:
            return
        cells = list(zip(self._columns, row[1:], strict=False))
        if all(column is None or is_blank(cell) for column, cell in cells):
            return
        rows = self.sent.setdefault(one.key, [])
        if len(rows) >= MOST_ROWS:
            self._fault(
                one, "More than {n} rows; this one and those below are left out.", n=MOST_ROWS
            )
            self._one = None
            return
        rows.append({c.key: self._value(c, cell) for c, cell in cells if c is not None})

    def _matrix_row(self, one: FieldDefinition, part: str, row: Sequence[Cell]) -> None:
        if part not in {key for key, _ in one.rows}:
            self._not_known(row)
            return
        for column, cell in zip(self._columns, row[1:], strict=False):
            if column is not None and not is_blank(cell):
                self.sent[f"{one.key}.{part}.{column.key}"] = self._value(column, cell)

    def _value(self, one: FieldDefinition, cell: Cell) -> str:
        try:
            return read_cell(one, cell)
        except Unreadable as error:
            value = text_of(cell)
            shown = value if len(value) <= 60 else value[:59] + "…"
            self._fault(one, error.sentence, value=shown, **error.values)
            return ""

    def _fault(self, one: FieldDefinition, sentence: str, **values: Any) -> None:
        if len(self.faults) < MOST_FAULTS:
            label = {"zh": one.label.zh, "en": one.label.en}
            self.faults.append(CellFault(self._page.name, self._line, label, sentence, values))

    def _not_known(self, row: Sequence[Cell]) -> None:
        label = text_of(_at(row, 1))[:100]
        if label and label not in self.unknown and len(self.unknown) < MOST_FAULTS:
            self.unknown.append(label)


def _targets(definition: ExerciseDefinition) -> Iterator[tuple[str, FieldDefinition]]:
    """Every key that a file may name, with the field it means; the names of last year too."""
    for one in definition.fields:
        if one.was:
            yield one.was, one
    for one in definition.fields:
        yield one.key, one
        if one.type == "graph":
            for part in graph_parts(one):
                yield part.key, part


def _column(one: FieldDefinition, key: str) -> FieldDefinition | None:
    """The column of a table, or the cell of a matrix as one."""
    if one.type == "matrix":
        known = dict(one.cells)
        return FieldDefinition(key, "text", known[key]) if key in known else None
    columns = (ITEM,) if one.type == "list" else shared_columns(one)
    found = next((c for c in columns if c.key == key), None)
    found = found or next((c for c in columns if c.was and c.was == key), None)
    return None if found is None or found.type == "computed" else found


def _mark(row: Sequence[Cell]) -> str:
    return text_of(_at(row, 0)).strip()


def _key_of(row: Sequence[Cell]) -> str:
    return _mark(row).partition("[")[0]


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else EMPTY
