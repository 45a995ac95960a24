"""A form with answers in it, in one language: the values that screen and paper draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition
from courseware.content.forms import compute
from courseware.exercise.rules import naming
from courseware.exercise.rules.answers import (
    as_typed,
    column,
    columns_of,
    file_name,
    graph_parts,
    is_empty,
)
from courseware.exercise.rules.judging import check
from courseware.exercise.rules.picturing import pictures
from courseware.exercise.types import (
    Answers,
    CellView,
    FieldView,
    Hint,
    Names,
    Problem,
    SectionView,
    Sheet,
)
from courseware.web.locale import translate

NEW_ROW = "__row__"  # what rows.js replaces by the number of a new row
ITEM = column("text", "", "")
WIDE = Context(prec=400)  # holds every number there is: what is computed from large ones is larger


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is said beside the fields, by place."""

    problems: Sequence[Problem] = ()
    hints: Sequence[Hint] = ()
    carried: Mapping[str, Any] = field(default_factory=dict)


def draw(
    definition: ExerciseDefinition, answers: Answers, lang: str, remarks: Remarks | None = None
) -> Sheet:
    """The sheet of a form."""
    values = compute(definition, answers)
    pen = _Pen(definition, lang, remarks or Remarks())
    sections = tuple(
        SectionView(
            s.id,
            s.title[lang],
            s.guidance[lang] if s.guidance else "",
            tuple(pen.field(f, values.get(f.key)) for f in s.fields),
        )
        for s in definition.sections
    )
    checks = check(definition, answers, lang)
    title, purpose = definition.title[lang], definition.purpose[lang]
    drawn = pictures(definition, answers, lang)
    return Sheet(definition.id, title, purpose, definition.layout, sections, checks, drawn)


def computed_texts(sheet: Sheet) -> dict[str, str]:
    """Every computed value by the name of its place, as text: what a form fills in while it is typed."""
    found: dict[str, str] = {}
    for one in sheet.fields:
        if one.cell and one.type == "computed":
            found[one.key] = one.cell.text
        for row in one.rows:
            found.update({cell.name: cell.text for cell in row if cell.type == "computed"})
    return found


def figure(value: Any) -> str:
    """A number as people read it: thousands in groups, at most 12 significant digits, no trailing zeros."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None or isinstance(value, bool) else str(value)
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{to_places(value, 6):,f}".rstrip("0").rstrip(".")


def to_places(value: float, places: int) -> Decimal:
    """So many decimals, halves away from zero: what the twin in the browser shows."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE)


class _Pen:
    """Draws the fields of one form: its values, language and remarks."""

    def __init__(self, definition: ExerciseDefinition, lang: str, remarks: Remarks) -> None:
        self._lang = lang
        self._naming = naming.naming(definition)
        self._example = definition.example.get(lang, {})
        self._carried = remarks.carried
        self._problems = {
            p.place: translate(p.sentence, lang, **p.values) for p in remarks.problems
        }
        self._hints: dict[str, list[str]] = {}
        for hint in remarks.hints:
            key = hint.place.partition("-")[0]
            self._hints.setdefault(key, []).append(translate(hint.sentence, lang, **hint.values))

    def field(self, one: FieldDefinition, value: Any) -> FieldView:
        return FieldView(
            key=one.key, type=one.type, label=one.label[self._lang],
            guidance=one.guidance[self._lang] if one.guidance else "", unit=one.unit[self._lang] if one.unit else "",
            required=one.required or one.min_items > 0, min_items=one.min_items, max_items=one.max_items,
            problem=self._problems.get(one.key), hints=self._hints.get(one.key, ()),
            example=self._example_of(one), is_empty=is_empty(value), is_carried=one.key in self._carried,
            **self._shape(one, value),
        )  # fmt: skip

    def _shape(self, one: FieldDefinition, value: Any) -> dict[str, Any]:
        """What is particular to the type: one cell, items, or rows."""
        match one.type:
            case "list":
                items = value if isinstance(value, list) else []
                cells = [
                    self._cell(ITEM, text, f"{one.key}-{place}-text")
                    for place, text in enumerate(items)
                ]
                return {
                    "items": cells,
                    "blank_item": self._cell(ITEM, "", f"{one.key}-{NEW_ROW}-text"),
                }
            case "table" | "tree":
                return self._rows(one.key, columns_of(one), value)
            case "multi_choice":
                chosen = value if isinstance(value, list) else []
                text = "、" if self._lang == "zh" else ", "
                words = text.join(
                    words[self._lang] for option, words in one.options if option in chosen
                )
                return {"chosen": chosen, "cell": self._cell(one, words, one.key)}
            case "matrix" | "graph":
                held = value if isinstance(value, Mapping) else {}
                return self._matrix(one, held) if one.type == "matrix" else self._graph(one, held)
        return {"cell": self._cell(one, value, one.key)}

    def _rows(self, key: str, columns: Sequence[FieldDefinition], value: Any) -> dict[str, Any]:
        rows = value if isinstance(value, list) else []
        return {
            "columns": [self._in_row(key, c, {}, NEW_ROW) for c in columns],
            "rows": [
                [self._in_row(key, c, row, place) for c in columns]
                for place, row in enumerate(rows)
            ],
            "names": self._names(key, rows),
        }

    def _in_row(
        self, key: str, one: FieldDefinition, row: Mapping[str, Any], place: int | str
    ) -> CellView:
        cell = self._cell(one, row.get(one.key), f"{key}-{place}-{one.key}")
        source = self._naming.get((key, one.key))
        return replace(cell, names=naming.list_id(source)) if source else cell

    def _names(self, key: str, rows: Sequence[Mapping[str, Any]]) -> Names | None:
        column = next((c for table, c in self._naming.values() if table == key), None)
        if column is None:
            return None
        typed = dict.fromkeys(str(row.get(column) or "").strip() for row in rows)
        return Names(naming.list_id((key, column)), column, [name for name in typed if name])

    def _graph(self, one: FieldDefinition, value: Mapping[str, Any]) -> dict[str, Any]:
        parts = graph_parts(one)
        return {"parts": [self.field(p, value.get(p.key.rpartition(".")[2])) for p in parts]}

    def _matrix(self, one: FieldDefinition, value: Mapping[str, Any]) -> dict[str, Any]:
        def cell(row: str, key: str) -> CellView:
            definition = column(key, *(dict(one.cells)[key][lang] for lang in ("zh", "en")))
            return self._cell(definition, (value.get(row) or {}).get(key), f"{one.key}.{row}.{key}")

        return {
            "columns": [self._cell(column(k, text.zh, text.en), "", k) for k, text in one.cells],
            "rows": [[cell(row, key) for key, _ in one.cells] for row, _ in one.rows],
            "row_labels": [text[self._lang] for _, text in one.rows],
        }

    def _cell(self, one: FieldDefinition, value: Any, name: str) -> CellView:
        options = [(option, text[self._lang]) for option, text in one.options]
        if one.type == "rating":
            options = [(str(n), str(n)) for n in range(1, 6)]
        raw = "" if value is None or isinstance(value, bool) else as_typed(value)
        number = (
            float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
        )
        return CellView(
            key=one.key, type=one.type, name=name, label=one.label[self._lang], raw=raw,
            text=self._text(one, value, dict(options)), number=number,
            unit=one.unit[self._lang] if one.unit else ("%" if one.type == "percent" else ""),
            required=one.required, options=options, problem=self._problems.get(name),
            guidance=one.guidance[self._lang] if one.guidance else "",
        )  # fmt: skip

    def _text(self, one: FieldDefinition, value: Any, options: Mapping[str, str]) -> str:
        if value is None or value == "":
            return ""
        if one.type == "choice":
            return options.get(str(value), str(value))
        if one.type == "rating":
            return f"{value} / 5"
        if one.type == "file":
            return file_name(str(value))
        if isinstance(value, int | float):
            if one.type == "computed" and abs(value) >= 1:
                # nobody reads 94.117647; formulas go on with the whole of it
                value = float(to_places(value, 2))
            return figure(value) + ("%" if one.type == "percent" else "")
        return str(value)

    def _example_of(self, one: FieldDefinition) -> str:
        """The example as lines; a table row as its cells side by side."""
        value = self._example.get(one.key)
        if is_empty(value) or one.type == "computed":
            return ""
        rows = value if isinstance(value, list | tuple) else [value]
        names = {option: text[self._lang] for option, text in one.options}
        lines = []
        for row in rows:
            cells = row.values() if isinstance(row, Mapping) else [row]
            lines.append(" · ".join(names.get(str(c), figure(c)) for c in cells if not is_empty(c)))
        return "\n".join(lines)
