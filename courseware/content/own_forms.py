"""A form written in the browser: the same reader and the same checks as for a file, from a text."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from courseware.content.checks.exercises import check_one
from courseware.content.checks.links import check_exercise
from courseware.content.checks.view import View
from courseware.content.definitions import Course, ExerciseDefinition
from courseware.content.exercises import read_document
from courseware.content.problems import Problem
from courseware.content.reading import Document, Load
from courseware.content.readings import Readings
from courseware.content.references import Names
from courseware.content.typed_figures import TypedFigures
from courseware.kit import chinese
from courseware.kit.yamltree import Map, read

#: more would be no form that anybody fills in, and would keep the checks and the preview busy for long
MOST_FIELDS, MOST_COLUMNS = 150, 400
CERTIFIES = "a form written here gives no certificate: leave this line out"
LIKE = "a form written here stands for itself: write its sections instead of like:"


@dataclass(frozen=True, slots=True)
class OwnExercise:
    """What a text came to. `definition` is none where it cannot be read."""

    definition: ExerciseDefinition | None
    problems: tuple[Problem, ...]

    @property
    def is_green(self) -> bool:
        """Whether it keeps every rule; remarks that are no errors do not count."""
        return self.definition is not None and not any(p.is_error for p in self.problems)

    @property
    def sketch(self) -> ExerciseDefinition | None:
        """What can be shown of it."""
        return self.definition

    @property
    def is_playable(self) -> bool:
        """Whether it can be tried: its author may fill it in while its example still has faults."""
        return self.definition is not None


def read_own_exercise(course: Course, text: str, *, name: str, module: str) -> OwnExercise:
    """The form `name` of a module from its YAML; a text that was read before is not read again."""
    key = hashlib.sha256(f"{name}\n{module}\n{text}".encode()).hexdigest()
    return _shelf.get(course, key) or _shelf.put(course, key, _read(course, text, name, module))


@chinese.showing(is_traditional=False)
def _read(course: Course, text: str, name: str, module: str) -> OwnExercise:
    facts = course.case_facts
    load = Load(Path(), Names(facts=facts), TypedFigures(facts))
    path = Path(f"modules/{module}/exercises/{name}.yaml")  # names it; nothing is read from there
    document = Document(load, path, text)
    refused = tuple(_refused(text, document.file))
    if any(problem.field == "like" for problem in refused):
        return OwnExercise(None, refused)
    if module not in course.by_slug:
        message = f"belongs to {module}, which is no module any more"
        return OwnExercise(None, (Problem(document.file, 1, "", message),))
    form = read_document(document, module)
    found = {*load.problems, *load.findings, *refused}
    size = _size(form, document) if form else None
    if form is None or size:
        return OwnExercise(None, tuple(sorted(found | ({size} if size else set()))))
    form = replace(form, certifies=False)
    view = View(replace(course, exercises={**course.exercises, form.id: form}), load)
    found |= {*check_one(view, form), *check_exercise(view, form)}
    return OwnExercise(form, tuple(sorted(found)))


def _refused(text: str, file: str) -> Iterator[Problem]:
    """What a file may say and a form written here may not."""
    tree, _ = read(text)
    if not isinstance(tree, Map):
        return
    if str(tree.get("certifies", "false")) != "false":
        yield Problem(file, tree.lines["certifies"], "certifies", CERTIFIES)
    if "like" in tree:
        yield Problem(file, tree.lines["like"], "like", LIKE)


def _size(form: ExerciseDefinition, document: Document) -> Problem | None:
    columns = sum(max(1, len(field.columns)) for field in form.fields)
    if len(form.fields) <= MOST_FIELDS and columns <= MOST_COLUMNS:
        return None
    message = f"has {len(form.fields)} fields with {columns} columns; at most {MOST_FIELDS} and {MOST_COLUMNS} can be filled in"
    return Problem(document.file, 1, "sections", message)


_shelf: Readings[OwnExercise] = Readings()
