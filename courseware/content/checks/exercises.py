"""A form: formulas that can be worked out, answers that carry over, and an example that is complete and passes."""

from collections.abc import Iterator, Mapping
from typing import Any

from courseware.content import forms
from courseware.content.checks.view import View
from courseware.content.definitions import LANGUAGES, ExerciseDefinition, FieldDefinition, Lang
from courseware.content.problems import Problem
from courseware.kit.formulas import FormulaError, evaluate, names


def check(view: View) -> Iterator[Problem]:
    for exercise in view.course.exercises.values():
        yield from check_one(view, exercise)


def check_one(view: View, exercise: ExerciseDefinition) -> Iterator[Problem]:
    """The rules of one form, the other forms of the course beside it."""
    yield from _whose(view, exercise)
    yield from _formulas(view, exercise)
    yield from _carried(view, exercise)
    for lang in LANGUAGES:
        yield from _example(view, exercise, lang)
        yield from _own_checks(view, exercise, lang)
    yield from _same_example(view, exercise)


def _whose(view: View, exercise: ExerciseDefinition) -> Iterator[Problem]:
    """A certificate names the one person who filled the form in; what is written about a person nobody accepts."""
    place, by = ("exercise", exercise.id), exercise.filled_by
    if exercise.certifies and by != "learner":
        message = f"a form with filled_by: {by} cannot certify; a certificate names its one author"
        yield view.problem(place, "certifies", message)
    if by.endswith("_about_person"):
        if exercise.done_when != "submitted":
            message = (
                f"{exercise.done_when!r} does not go with filled_by: {by}: what is written about a person is "
                "shared with them, nobody accepts it; write done_when: submitted"
            )
            yield view.problem(place, "done_when", message)
        for field in exercise.fields:
            if field.carry_from:
                message = "a form about a person takes nothing over from the writer's own forms"
                yield view.problem(("field", exercise.id, field.key), "carry_from", message)


def _formulas(view: View, exercise: ExerciseDefinition) -> Iterator[Problem]:
    keys = {field.key for field in exercise.fields}
    columns = {f"{f.key}.{c.key}" for f in exercise.fields for c in f.columns}
    for field in exercise.fields:
        place = ("field", exercise.id, field.key)
        if field.formula:
            yield from _formula(view, place, field.formula, keys | columns)
        own = {column.key for column in field.columns}
        for column in field.columns:
            if column.formula:
                yield from _formula(view, place, column.formula, keys | columns | own)
        if field.was in keys:
            yield view.problem(place, "was", f"{field.was!r} is still a key of this form")
    for rule in exercise.checks:
        yield from _formula(view, ("check", exercise.id, rule.id), rule.rule, keys | columns)


def _formula(
    view: View, place: tuple[str, ...], formula: str, known: set[str]
) -> Iterator[Problem]:
    field = "rule" if place[0] == "check" else "formula"
    try:
        unknown = sorted(names(formula) - known)
    except FormulaError as error:
        yield view.problem(place, field, f"{formula!r} cannot be read: {error}")
        return
    if unknown:
        message = (
            f"{formula!r} names {', '.join(unknown)}; keys here are {', '.join(sorted(known))}"
        )
        yield view.problem(place, field, message)


def _carried(view: View, exercise: ExerciseDefinition) -> Iterator[Problem]:
    coming = not all(module.is_ready for module in view.course.modules)
    for field in exercise.fields:
        for source in field.carry_from:
            yield from _source(view, exercise, field, source, coming=coming)


def _source(
    view: View, exercise: ExerciseDefinition, field: FieldDefinition, named: str, *, coming: bool
) -> Iterator[Problem]:
    place = ("field", exercise.id, field.key)
    source_id, _, key = named.partition(".")
    source = view.course.exercises.get(source_id)
    if source is None or not key:
        message = f"there is no exercise {source_id!r}; write exercise.key"
        level = "warning" if coming and key else "error"
        yield view.problem(place, "carry_from", message + (" (yet)" if coming else ""), level)
        return
    other = next((f for f in source.fields if f.key == key), None)
    if other is None:
        message = (
            f"{source_id} has no field {key!r}; it has {', '.join(f.key for f in source.fields)}"
        )
        yield view.problem(place, "carry_from", message)
    elif (other.type == "table") != (field.type == "table"):
        message = f"{named} is a {other.type}, this is a {field.type}: answers cannot carry over"
        yield view.problem(place, "carry_from", message)


def _example(view: View, exercise: ExerciseDefinition, lang: Lang) -> Iterator[Problem]:
    example = exercise.example.get(lang, {})
    fields = {field.key: field for field in exercise.fields}
    for key in example:
        field = fields.get(key)
        if field is None or field.type == "computed":
            message = (
                "is computed by the form; leave it out"
                if field
                else f"the form has no field {key!r}"
            )
            yield view.problem(
                ("example", exercise.id, lang, key), f"example.{lang}.{key}", message
            )
    for key, field in fields.items():
        place = ("example", exercise.id, lang, key)
        where = f"example.{lang}.{key}"
        if forms.is_empty(example.get(key)):
            if field.type not in ("computed", "file"):
                level = "error" if field.required else "warning"
                yield view.problem(
                    place, where, "is empty: the example shows a form filled in whole", level
                )
            continue
        for fault in forms.faults_of(field, example[key]):
            yield view.problem(place, where, fault)


def _own_checks(view: View, exercise: ExerciseDefinition, lang: Lang) -> Iterator[Problem]:
    values = forms.compute(exercise, exercise.example.get(lang, {}))
    for rule in exercise.checks:
        try:
            result = evaluate(rule.rule, values)
        except FormulaError:
            continue  # reported where it stands
        if result is not True:
            state = (
                "does not pass"
                if result is False
                else "has no result; fill the cells it needs, and compare two sides"
            )
            message = f"the check {rule.id} ({rule.rule}) {state}"
            yield view.problem(("example", exercise.id, lang), f"example.{lang}", message)


def _same_example(view: View, exercise: ExerciseDefinition) -> Iterator[Problem]:
    """Both languages show the same form: rows, numbers, dates and choices agree."""
    zh, en = (exercise.example.get(lang, {}) for lang in LANGUAGES)
    for field in exercise.fields:
        message = _difference(field, zh.get(field.key), en.get(field.key))
        if message:
            place = ("example", exercise.id, "en", field.key)
            yield view.problem(place, f"example.en.{field.key}", f"differs from zh: {message}")


def _difference(field: FieldDefinition, zh: Any, en: Any) -> str:
    if forms.is_empty(zh) != forms.is_empty(en):
        return "one of the two is empty"
    if isinstance(zh, list) and isinstance(en, list):
        if len(zh) != len(en):
            return f"{len(zh)} entries in zh, {len(en)} in en"
        columns = {column.key: column for column in field.columns}
        for number, (a, b) in enumerate(zip(zh, en, strict=True), 1):
            if isinstance(a, Mapping) and isinstance(b, Mapping):
                for key in {*a, *b}:
                    inner = (
                        _difference(columns[key], a.get(key), b.get(key)) if key in columns else ""
                    )
                    if inner:
                        return f"row {number}, {key}: {inner}"
    exact = (*forms.NUMBERS, "date", "period", "choice", "multi_choice")
    if field.type in exact and zh != en:
        return f"{zh} in zh, {en} in en"
    return ""
