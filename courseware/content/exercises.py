"""modules/NN-slug/exercises/<id>.yaml: the forms people fill in."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from courseware.content import digests, units
from courseware.content.definitions import (
    LANGUAGES,
    CheckDefinition,
    ExerciseDefinition,
    FieldDefinition,
    InEach,
    Lang,
    SectionDefinition,
    Text,
)
from courseware.content.pictures import read_pictures
from courseware.content.reading import Document, Entry, Load
from courseware.kit.yamltree import Map, Seq, mapped, native

FILLED_BY = ("learner", "group", "manager_about_person", "peer_about_person")
DONE_WHEN = ("self_checked", "submitted", "accepted")
#: how a form is laid out where it is more than one field below the other
LAYOUTS = ("form", "swot", "goals", "review")
REPEATS = ("never", "quarter", "year", "free")
COLUMN_TYPES = (
    "text",
    "long_text",
    "number",
    "money",
    "percent",
    "date",
    "choice",
    "rating",
    "person",
    "computed",
)
FIELD_TYPES = (
    *COLUMN_TYPES,
    "list",
    "table",
    "period",
    "multi_choice",
    "matrix",
    "graph",
    "tree",
    "file",
)
TEXT_TYPES = frozenset({"text", "long_text", "list", "date", "period", "choice", "person"})
_KEY = re.compile(r"[a-z][a-z0-9_]*")


def read_shared_forms(load: Load) -> dict[str, ExerciseDefinition]:
    """modules/forms/*.yaml: forms of no module, which exercises are made from by `like:`."""
    found = {}
    for path in load.files("modules/forms/*.yaml"):
        form = read_exercise(load, path, "")
        if form:
            found[form.id] = form
    return found


def read_exercise(
    load: Load, path: Path, slug: str, shared: Mapping[str, ExerciseDefinition] | None = None
) -> ExerciseDefinition | None:
    """The exercise of a file; with `like:` a shared form under a name and with words of its own."""
    return read_document(Document(load, path), slug, shared)


def read_document(
    document: Document, slug: str, shared: Mapping[str, ExerciseDefinition] | None = None
) -> ExerciseDefinition | None:
    """The exercise, if it may be used; faults go to the document's course."""
    path = document.path
    top = document.yaml()
    like = top.string("like") if top.has("like") else ""
    if like and like not in (shared or {}):
        known = ", ".join(shared or {}) or "none"
        top.fault("like", f"there is no modules/forms/{like}.yaml; shared forms are {known}")
        document.close()
        return None
    exercise = _likeness(top, slug, (shared or {})[like]) if like else _exercise(top, slug)
    top.done()
    if exercise.id and exercise.id != path.stem:
        top.fault(
            "id", f"is {exercise.id!r}, but the file is called {path.name}; they must be the same"
        )
    document.mark(1, "exercise", exercise.id)
    return _with_digest(exercise) if document.close() else None


def _exercise(top: Entry, slug: str) -> ExerciseDefinition:
    exercise_id = top.identifier("id")
    sections, checks = _sections(top, exercise_id), _checks(top, exercise_id)
    by_key = {f.key: f for section in sections for f in section.fields}
    return ExerciseDefinition(
        id=exercise_id,
        module=slug,
        title=top.text("title"),
        purpose=top.text("purpose"),
        minutes=top.integer("minutes", 1, 600),
        filled_by=top.one_of("filled_by", FILLED_BY),
        done_when=top.one_of("done_when", DONE_WHEN, "self_checked"),
        certifies=top.boolean("certifies", False),
        repeats=top.one_of("repeats", REPEATS, "free"),
        rubric=top.identifier("rubric"),
        layout=top.one_of("layout", LAYOUTS, "form"),
        sections=sections,
        checks=checks,
        pictures=read_pictures(top, by_key),
        example=_example(top, exercise_id, by_key),
        digest=digests.pair("", ""),
    )


def _likeness(top: Entry, slug: str, form: ExerciseDefinition) -> ExerciseDefinition:
    """A shared form with this file's title, purpose, guidance and example."""
    exercise_id = top.identifier("id")
    by_key = {f.key: f for f in form.fields}
    advice = top.inner("guidance", "write {key: {zh, en}}") if top.has("guidance") else None
    words = {key: advice.text(key) for key in advice.map} if advice else {}
    for key in words.keys() - by_key.keys():
        top.fault(
            "guidance", f"the form {form.id} has no field {key!r}; it has {', '.join(by_key)}"
        )
    sections = tuple(
        replace(
            section,
            fields=tuple(replace(f, guidance=words.get(f.key, f.guidance)) for f in section.fields),
        )
        for section in form.sections
    )
    example = _example(top, exercise_id, by_key) if top.has("example") else form.example
    return replace(
        form,
        id=exercise_id,
        module=slug,
        like=form.id,
        title=top.text("title"),
        purpose=top.text("purpose"),
        sections=sections,
        example=example,
    )


def _with_digest(exercise: ExerciseDefinition) -> ExerciseDefinition:
    settings = {
        "filled_by": exercise.filled_by,
        "done_when": exercise.done_when,
        "repeats": exercise.repeats,
        "rubric": exercise.rubric,
    }
    shape = [[_shape(f) for f in section.fields] for section in exercise.sections]
    checks = exercise.checks
    wording: list[Any] = [
        [s.title, s.guidance, [_wording(f) for f in s.fields]] for s in exercise.sections
    ]
    pictures = [[p.kind, p.title, dict(p.roles)] for p in exercise.pictures]
    wording += [pictures] if pictures else []
    digest = digests.pair(
        [settings, shape, [[c.id, c.rule, c.level] for c in checks]],
        [exercise.title, exercise.purpose, wording, [[c.id, c.message] for c in checks]],
    )
    return replace(exercise, digest=digest)


def _sections(top: Entry, exercise: str) -> tuple[SectionDefinition, ...]:
    sections, keys, ids = [], set[str](), set[str]()
    for entry in top.entries("sections", 1, "at least one section with fields"):
        section_id, title, guidance = (
            entry.identifier("id"),
            entry.text("title"),
            entry.optional_text("guidance"),
        )
        entry.unique(ids, section_id, "section")
        fields = []
        for item in entry.entries("fields", 1, "at least one field"):
            field = _field(item, FIELD_TYPES)
            if field.key in keys:
                item.fault("key", f"{field.key!r} stands twice in this form; keys are unique")
            keys.add(field.key)
            item.mark("field", exercise, field.key)
            fields.append(field)
        entry.done()
        sections.append(SectionDefinition(section_id, title, guidance, tuple(fields)))
    return tuple(sections)


def _field(entry: Entry, types: tuple[str, ...]) -> FieldDefinition:
    key, kind = _key(entry, "key"), entry.one_of("type", types)
    columns = _columns(entry) if kind == "table" else ()
    choices = kind in ("choice", "multi_choice")
    is_list = kind in ("list", "table", "multi_choice", "graph", "tree")
    field = FieldDefinition(
        key=key,
        type=kind,
        label=entry.text("label"),
        guidance=entry.optional_text("guidance"),
        required=entry.boolean("required", False),
        min_items=entry.integer("min_items", 0, 100, 0) if is_list else 0,
        max_items=entry.integer("max_items", 1, 100)
        if is_list and entry.has("max_items")
        else None,
        columns=columns,
        options=_named(entry, "options", 2)
        if choices or (kind == "graph" and entry.has("options"))
        else (),
        rows=_named(entry, "rows", 1) if kind == "matrix" else (),
        cells=_named(entry, "columns", 1) if kind == "matrix" else (),
        formula=entry.string("formula") if kind == "computed" else None,
        unit=entry.optional_text("unit"),
        carry_from=_sources(entry),
        was=_key(entry, "was") if entry.has("was") else None,
    )
    if field.max_items is not None and field.max_items < field.min_items:
        entry.fault("max_items", f"is {field.max_items}, less than min_items {field.min_items}")
    entry.done()
    return field


def _sources(entry: Entry) -> tuple[str, ...]:
    """One source, or several in the order in which they are preferred."""
    if not entry.has("carry_from"):
        return ()
    if isinstance(entry.map.get("carry_from"), Seq):
        return entry.strings("carry_from", 1)
    return (entry.string("carry_from"),)


def _one_or_all(sources: tuple[str, ...]) -> str | list[str] | None:
    """As it stands in the file: naming a second source is another version, writing one as a list is not."""
    return list(sources) if len(sources) > 1 else next(iter(sources), None)


def _columns(entry: Entry) -> tuple[FieldDefinition, ...]:
    columns, seen = [], set[str]()
    for item in entry.entries("columns", 1, "the columns of the table, each {key, type, label}"):
        column = _field(item, COLUMN_TYPES)
        if column.key in seen:
            item.fault("key", f"{column.key!r} stands twice in this table; keys are unique")
        seen.add(column.key)
        columns.append(column)
    return tuple(columns)


def _key(entry: Entry, name: str) -> str:
    key = entry.string(name)
    if key and not _KEY.fullmatch(key):
        entry.fault(
            name, f"{key!r} is no key: a-z, 0-9 and _, beginning with a letter, such as target_y1"
        )
    return key


def _named(entry: Entry, key: str, fewest: int) -> tuple[tuple[str, Text], ...]:
    named, seen = [], set[str]()
    for item in entry.entries(key, fewest, "entries {id, text}"):
        item_id = item.identifier("id")
        item.unique(seen, item_id, "entry")
        named.append((item_id, item.text("text")))
        item.done()
    return tuple(named)


def _checks(top: Entry, exercise: str) -> tuple[CheckDefinition, ...]:
    checks, seen = [], set[str]()
    for entry in top.entries("checks"):
        check_id = entry.identifier("id")
        level = entry.one_of("level", ("must", "hint"))
        check = CheckDefinition(check_id, entry.string("rule"), entry.text("message"), level)
        entry.unique(seen, check_id, "check")
        entry.mark("check", exercise, check_id)
        entry.done()
        checks.append(check)
    return tuple(checks)


def _example(
    top: Entry, exercise: str, fields: dict[str, FieldDefinition]
) -> InEach[dict[str, Any]]:
    holder = top.inner("example", "write the form filled in from the case, under zh and en")
    top.document.mark(holder.line, "example", exercise)
    found: InEach[dict[str, Any]] = InEach()
    for lang in LANGUAGES:
        entry = holder.inner(lang, "fill the form in this language too")
        resolved = native(_resolved(entry, lang))
        found[lang] = {key: _typed(fields.get(key), value) for key, value in resolved.items()}
        for key in entry.map:
            entry.raw(key)
            top.document.mark(entry.line_of(key), "example", exercise, lang, key)
    holder.done()
    return found


def _resolved(entry: Entry, lang: Lang) -> Map:
    """The example with the case's figures in place; [[case:id|number]] alone becomes a number."""
    references = entry.document.references

    def put(key: str, value: Any, line: int) -> Any:
        if isinstance(value, Map):
            result = Map(value.line)
            result.update((k, put(f"{key}.{k}", v, value.lines[k])) for k, v in value.items())
            return result
        if isinstance(value, Seq):
            items = Seq(value.line)
            items.extend(
                put(f"{key}[{i + 1}]", v, at)
                for i, (v, at) in enumerate(zip(value, value.lines, strict=True))
            )
            return items
        if isinstance(value, str):
            return mapped(value, lambda text: references.plain(text, lang, line, entry.where(key)))
        return value

    result = Map(entry.line)
    result.update((key, put(key, value, entry.line_of(key))) for key, value in entry.map.items())
    return result


def _typed(field: FieldDefinition | None, value: Any) -> Any:
    """The value in its field's type: an unquoted 2026 in a text field is a text."""
    if field is None or value is None:
        return value
    if isinstance(value, list):
        columns = {column.key: column for column in field.columns}
        return [
            {key: _typed(columns.get(key), cell) for key, cell in row.items()}
            if isinstance(row, dict)
            else _worded(row)
            for row in value
        ]
    return _worded(value) if field.type in TEXT_TYPES else value


def _worded(value: Any) -> Any:
    return (
        units.bare(value)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else value
    )


def _shape(field: FieldDefinition) -> list[Any]:
    return [
        *(
            field.key,
            field.type,
            field.required,
            field.min_items,
            field.max_items,
            field.formula,
            _one_or_all(field.carry_from),
        ),
        [[column.key, column.type, column.required, column.formula] for column in field.columns],
        [option for option, _ in (*field.options, *field.rows, *field.cells)],
    ]


def _wording(field: FieldDefinition) -> list[Any]:
    named = [text for _, text in (*field.options, *field.rows, *field.cells)]
    return [
        field.key,
        field.label,
        field.guidance,
        field.unit,
        named,
        [_wording(c) for c in field.columns],
    ]
