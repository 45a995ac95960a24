"""What was sent becomes answers: one shape a field type, whatever the browser or a hostile client sends.

text, long_text, date, period, choice, person: a string · file: a token, a blank and the name of the file · number, money, percent, rating: a number, or the words
as typed when they are none · list: [string] · multi_choice: [option id] · table: [{column: value}] · tree: [{name,
under}] · matrix: {row: {column: string}} · graph: {nodes: [{name, kind}], links: [{from, to, label}]} · computed: none.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition, Text

NUMBERS = frozenset({"number", "money", "percent", "rating"})
LONGEST = {"text": 1_000, "long_text": 20_000}
MOST_ROWS = 200
LARGEST = 1e15

_PLAIN = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{1,12})?")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}([, ][0-9]{3})+(\.[0-9]{1,12})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_MINUS = str.maketrans({"−": "-", "–": "-"})


def column(key: str, zh: str, en: str) -> FieldDefinition:
    return FieldDefinition(key, "text", Text(zh=zh, en=en))


TREE = (column("name", "名称", "Name"), column("under", "属于", "Under"))
NODES = (column("name", "名称", "Name"), column("kind", "类型", "Kind"))
LINKS = (
    column("from", "从", "From"),
    column("to", "到", "To"),
    column("label", "关系", "Relation"),
)


def graph_parts(field: FieldDefinition) -> tuple[FieldDefinition, FieldDefinition]:
    """A graph as the two tables it is typed into."""
    nodes, links = Text(zh="节点", en="Nodes"), Text(zh="连线", en="Links")
    name, kind = NODES
    if field.options:
        kind = replace(kind, type="choice", options=field.options)
    return (
        FieldDefinition(f"{field.key}.nodes", "table", nodes, columns=(name, kind)),
        FieldDefinition(f"{field.key}.links", "table", links, columns=LINKS),
    )


def columns_of(field: FieldDefinition) -> tuple[FieldDefinition, ...]:
    """The columns of what is drawn as rows: a table's own, or those of a tree."""
    return TREE if field.type == "tree" else field.columns


def read_answers(definition: ExerciseDefinition, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The answers in what a form post (flat names) or a script (rows as lists) sent; unknown names are left out."""
    return {f.key: _read(f, sent) for f in definition.fields if f.type != "computed"}


def merge(
    kept: Mapping[str, Any], new: Mapping[str, Any], only: frozenset[str] | None = None
) -> dict[str, Any]:
    """`new` over `kept`; with `only`, nothing but these fields changes. What the form no longer has is kept."""
    allowed = {k: v for k, v in new.items() if only is None or k in only}
    return {**kept, **allowed}


def flat(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers under the names that a script sends, so that it can compare them with what it has."""
    found: dict[str, Any] = {}
    for key, value in answers.items():
        if not isinstance(value, Mapping):
            found[key] = _as_sent(value)
            continue
        for (
            part,
            cells,
        ) in value.items():  # a graph has rows under its parts, a matrix cells under its rows
            if isinstance(cells, list):
                found[f"{key}.{part}"] = _as_sent(cells)
            else:
                found.update({f"{key}.{part}.{cell}": text for cell, text in cells.items()})
    return found


def file_name(value: str) -> str:
    """The name of a file that was sent: its answer is a token and the name."""
    return value.partition(" ")[2]


def is_empty(value: Any) -> bool:
    """Whether nothing was entered, at any depth."""
    if isinstance(value, Mapping):
        return all(is_empty(v) for v in value.values())
    if isinstance(value, list | tuple):
        return all(is_empty(v) for v in value)
    return value is None or (isinstance(value, str) and not value.strip())


def number(text: Any) -> float | int | None:
    """The number a person typed: full-width digits, thousands commas, a per cent sign and a minus of any kind."""
    if isinstance(text, bool):
        return None
    if isinstance(text, int | float):
        return text if math.isfinite(text) and abs(text) <= LARGEST else None
    plain = (
        unicodedata.normalize("NFKC", str(text)).translate(_MINUS).strip().removesuffix("%").strip()
    )
    if not (_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)):
        return None
    value = float(plain.replace(",", "").replace(" ", ""))
    if abs(value) > LARGEST:
        return None
    return int(value) if value.is_integer() else value


def _read(field: FieldDefinition, sent: Mapping[str, Any]) -> Any:
    match field.type:
        case "list":
            return [row["text"] for row in _rows(field.key, (column("text", "", ""),), sent)]
        case "table" | "tree":
            return _rows(field.key, columns_of(field), sent)
        case "multi_choice":
            known = {option for option, _ in field.options}
            return [c for c in dict.fromkeys(_texts(sent.get(field.key))) if c in known]
        case "matrix":
            return {
                row: {
                    cell: _value("text", sent.get(f"{field.key}.{row}.{cell}"))
                    for cell, _ in field.cells
                }
                for row, _ in field.rows
            }
        case "graph":
            return {
                "nodes": _rows(f"{field.key}.nodes", NODES, sent),
                "links": _rows(f"{field.key}.links", LINKS, sent),
            }
    return _value(field.type, sent.get(field.key))


def _rows(
    key: str, columns: tuple[FieldDefinition, ...], sent: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Rows without the empty ones; at most MOST_ROWS, so that a page stays a page."""
    given = sent.get(key)
    raw = given if isinstance(given, list) else _numbered(key, sent)
    rows = []
    for row in raw[:MOST_ROWS]:
        cells = row if isinstance(row, Mapping) else {columns[0].key: row}
        found = {c.key: _value(c.type, cells.get(c.key)) for c in columns if c.type != "computed"}
        if not is_empty(found):
            rows.append(found)
    return rows


def _numbered(key: str, sent: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows from flat names such as goals-0-target."""
    rows: dict[int, dict[str, Any]] = {}
    for name, value in sent.items():
        front, _, rest = str(name).partition("-")
        place, _, cell = rest.partition("-")
        if front == key and place.isascii() and place.isdigit() and len(place) < 6:
            rows.setdefault(int(place), {})[cell] = value
    return [rows[place] for place in sorted(rows)]


def _value(kind: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    if value is None or isinstance(value, Mapping | bool):
        return ""
    text = _CONTROL.sub("", str(value).replace("\r\n", "\n")).strip()
    if kind in NUMBERS and text:
        found = number(text)
        return found if found is not None else text[:100].rstrip()
    if kind != "long_text":
        text = text.replace("\n", " ")
    return text[: LONGEST.get(kind, LONGEST["text"])].rstrip()


def as_typed(value: Any) -> str:
    """A value as it would be typed: a small number without an exponent, which `number` does not read."""
    if isinstance(value, float) and "e" in str(value):
        return f"{value:.12f}".rstrip("0").rstrip(".")
    return str(value)


def _as_sent(value: Any) -> Any:
    if not isinstance(value, list):
        return as_typed(value)
    return [
        {k: as_typed(v) for k, v in row.items()} if isinstance(row, Mapping) else as_typed(row)
        for row in value
    ]


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    return [v for v in values if isinstance(v, str)]
