"""A draft moves to another version of its form: what fits is kept, the rest is shown as an appendix. No word is lost."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from courseware.content.definitions import LANGUAGES, ExerciseDefinition, FieldDefinition, Text
from courseware.exercise.rules.answers import LONGEST, NUMBERS, columns_of, is_empty, number
from courseware.exercise.rules.judging import PERIOD, blocks, check, problems

WORDS = frozenset({"text", "long_text", "person", "file"})
SCALARS = WORDS | NUMBERS | {"date", "period", "choice"}
#: appendix key → {label: {zh, en}, answer: {zh, en}}
Appendix = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """A draft on another version of its form."""

    answers: dict[str, Any]
    appendix: Appendix
    #: keys of fields that have another name now
    names: Mapping[str, str] = field(default_factory=dict)
    #: keys of the fields that the version before had too
    kept: frozenset[str] = frozenset()

    def renamed(self, key: str) -> str:
        return self.names.get(key, key)


def migrate(
    before: ExerciseDefinition,
    after: ExerciseDefinition,
    answers: Mapping[str, Any],
    appendix: Mapping[str, Any],
) -> Moved:
    """The answers as they stand on `after`; what finds no place there goes to the appendix, after what lies there."""
    old = {f.key: f for f in before.fields}
    sources = _sources(old, after.fields)
    moved: dict[str, Any] = {}
    left: Appendix = dict(appendix)
    for target in after.fields:
        key = sources.get(target.key)
        if key is None or key not in answers or target.type == "computed":
            continue
        moved[target.key] = _fitted(old[key], target, answers[key], left)
    taken = {key for key in sources.values() if key in answers}
    present = {f.key for f in after.fields if f.type != "computed"} - old.keys() - moved.keys()
    for key, value in answers.items():
        if key in present:
            moved[key] = value  # typed on the new version already
        elif key not in taken:
            _leave(left, key, (old.get(key) or _unknown(key),), value)
    names = {key: now for now, key in sources.items() if key != now}
    found = {k: v for k, v in moved.items() if v is not None}
    return Moved(found, left, names, frozenset(sources))


def may_move(after: ExerciseDefinition, moved: Moved, mend: Sequence[str]) -> bool:
    """Whether a returned form moves: its fields to be mended are all there, and the new version asks for nothing else."""
    keys = {moved.renamed(key) for key in mend}
    if not keys <= moved.kept:
        return False
    outside = [p for p in problems(after, moved.answers) if p.place.partition("-")[0] not in keys]
    return not outside and not blocks(check(after, moved.answers, "en"))


def _sources(
    old: Mapping[str, FieldDefinition], fields: tuple[FieldDefinition, ...]
) -> dict[str, str]:
    """Of each field, the key under which the old version had it; an old field goes to one new one."""
    found: dict[str, str] = {}
    for target in fields:
        if target.type == "computed":
            continue
        for key in (target.key, target.was or ""):
            if key in old and old[key].type != "computed":
                if key not in found.values():
                    found[target.key] = key
                break
    return found


def _fitted(source: FieldDefinition, target: FieldDefinition, value: Any, left: Appendix) -> Any:
    """The value in the new field's shape; the part of it that does not fit goes to the appendix."""
    if is_empty(value):
        return value if source.type == target.type else None
    if source.type == target.type == "table" and isinstance(value, list):
        return _table(source, target, value, left)
    if source.type == target.type == "matrix" and isinstance(value, Mapping):
        return _matrix(source, target, value, left)
    if source.type == target.type == "multi_choice" and isinstance(value, list):
        known = {option for option, _ in target.options}
        _leave(left, source.key, (source,), [one for one in value if one not in known])
        return [one for one in value if one in known]
    found = _read(source, target, value)
    if found is None:
        _leave(left, source.key, (source,), value)
    return found


def _read(source: FieldDefinition, target: FieldDefinition, value: Any) -> Any:
    """The whole value as the new type reads it; none where it does not."""
    if {source.type, target.type} <= {"choice", "multi_choice"}:
        return _chosen(target, value if isinstance(value, list) else [value])
    if source.type == target.type:
        return value
    if source.type == "list" and isinstance(value, list):
        return _from_lines(target, value)
    if source.type not in SCALARS or isinstance(value, list | Mapping):
        return None
    if target.type == "list" and source.type in WORDS:
        lines = [line.strip() for line in str(value).split("\n") if line.strip()]
        return lines if all(len(line) <= LONGEST["text"] for line in lines) else None
    # An id would stand there instead of the words that its owner chose.
    return None if source.type == "choice" else _scalar(target, value)


def _scalar(target: FieldDefinition, value: Any) -> Any:
    text = str(value).strip()
    match target.type:
        case kind if kind in WORDS:
            plain = text if kind == "long_text" else text.replace("\n", " ")
            return plain if len(plain) <= LONGEST.get(kind, LONGEST["text"]) else None
        case kind if kind in NUMBERS:
            found = number(value)
            return None if kind == "rating" and found not in (1, 2, 3, 4, 5) else found
        case "date":
            return text if _is_date(text) else None
        case "period":
            return text if PERIOD.fullmatch(text) else None
        case "choice":
            return next((o for o, words in target.options if text in (words.zh, words.en)), None)
    return None


def _chosen(target: FieldDefinition, chosen: list[Any]) -> Any:
    known = {option for option, _ in target.options}
    if not set(map(str, chosen)) <= known:
        return None
    if target.type == "multi_choice":
        return chosen
    return chosen[0] if len(chosen) == 1 else None


def _from_lines(target: FieldDefinition, items: list[Any]) -> Any:
    if target.type == "long_text":
        return _scalar(target, "\n".join(map(str, items)))
    if target.type == "tree":
        return [{"name": item, "under": ""} for item in items]
    if target.type == "table":
        first = next(c for c in target.columns if c.type != "computed")
        cells = [None if is_empty(item) else _scalar(first, item) for item in items]
        return None if None in cells else [{first.key: cell} for cell in cells]
    return _scalar(target, items[0]) if len(items) == 1 else None


def _table(source: FieldDefinition, target: FieldDefinition, rows: Any, left: Appendix) -> Any:
    """Row by row and column by column; a cell that finds no place goes to the appendix with the number of its row."""
    old = {c.key: c for c in columns_of(source)}
    sources = _sources(old, target.columns)
    lost: dict[str, list[tuple[int, Any]]] = {}
    moved = []
    for place, row in enumerate(rows, 1):
        given = dict(row) if isinstance(row, Mapping) else {next(iter(old)): row}
        cells = {}
        for column in target.columns:
            key = sources.get(column.key)
            if key is None or key not in given:
                continue
            value = given.pop(key)
            found = value if is_empty(value) else _read(old[key], column, value)
            if found is None:
                lost.setdefault(key, []).append((place, value))
            else:
                cells[column.key] = found
        for key, value in given.items():
            if not is_empty(value):
                lost.setdefault(key, []).append((place, value))
        moved.append(cells)
    for key, cells_lost in lost.items():
        _leave_cells(left, source, old.get(key) or _unknown(key), cells_lost)
    return [row for row in moved if not is_empty(row)]


def _matrix(source: FieldDefinition, target: FieldDefinition, value: Any, left: Appendix) -> Any:
    rows, cells = ({name for name, _ in named} for named in (target.rows, target.cells))
    kept: dict[str, dict[str, Any]] = {}
    lost: dict[str, dict[str, Any]] = {}
    for row, held in value.items():
        for cell, text in (held if isinstance(held, Mapping) else {"": held}).items():
            place = kept if row in rows and cell in cells else lost
            place.setdefault(row, {})[cell] = text
    _leave(left, source.key, (source,), lost)
    return kept


def _leave_cells(
    left: Appendix, table: FieldDefinition, column: FieldDefinition, cells: list[tuple[int, Any]]
) -> None:
    answer = {
        lang: "\n".join(f"{place}. {words_of(column, value, lang)}" for place, value in cells)
        for lang in LANGUAGES
    }
    _put(left, f"{table.key}.{column.key}", _label(table, column), answer)


def _leave(left: Appendix, key: str, named: tuple[FieldDefinition, ...], value: Any) -> None:
    if not is_empty(value) and named[-1].type != "computed":
        answer = {lang: words_of(named[-1], value, lang) for lang in LANGUAGES}
        _put(left, key, _label(*named), answer)


def _put(left: Appendix, key: str, label: dict[str, str], answer: dict[str, str]) -> None:
    """One entry more; what lies there from an earlier version is not touched."""
    entry = {"label": label, "answer": answer}
    if entry in left.values():
        return
    place, times = key, 1
    while place in left:
        times += 1
        place = f"{key}-{times}"
    left[place] = entry


def _label(*named: FieldDefinition) -> dict[str, str]:
    return {lang: " · ".join(one.label[lang] for one in named) for lang in LANGUAGES}


def _unknown(key: str) -> FieldDefinition:
    """A field that no version at hand describes: its key is all that can be said of it."""
    return FieldDefinition(key, "text", Text(key, key))


def words_of(one: FieldDefinition, value: Any, lang: str) -> str:
    """An answer as plain lines, every word of it: one a list entry, row or cell."""
    options = {option: text[lang] for option, text in one.options}
    if isinstance(value, Mapping):
        return "\n".join(line for line in _lines_of_parts(one, value, lang) if line)
    if isinstance(value, list | tuple):
        lines = (_row(one, row, lang) if isinstance(row, Mapping) else row for row in value)
        return "\n".join(options.get(str(line), str(line)) for line in lines if not is_empty(line))
    return options.get(str(value), str(value)) if value is not None else ""


def _lines_of_parts(one: FieldDefinition, value: Mapping[str, Any], lang: str) -> Iterator[str]:
    """A matrix row by row, a graph as its nodes and its links."""
    labels = {name: text[lang] for name, text in (*one.rows, *one.cells)}
    for part, held in value.items():
        if isinstance(held, Mapping):
            for cell, text in held.items():
                if not is_empty(text):
                    yield f"{labels.get(part, part)} · {labels.get(cell, cell)}: {text}"
        else:
            yield words_of(one, held, lang)


def _row(one: FieldDefinition, row: Mapping[str, Any], lang: str) -> str:
    columns = {c.key: c for c in one.columns}
    cells = (
        words_of(columns[key], cell, lang) if key in columns else str(cell)
        for key, cell in row.items()
        if not is_empty(cell)
    )
    return " · ".join(cells)


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
