"""Loads the whole course: disk → frozen definitions, and every problem at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict, TypeVar

from courseware.content import digests, shared
from courseware.content.definitions import (
    LANGUAGES,
    CaseFact,
    Course,
    ExerciseDefinition,
    LessonDefinition,
    ModuleDefinition,
    ObjectionLibrary,
    Pages,
    QuizDefinition,
    RoleplayDefinition,
    RubricDefinition,
    StoryDefinition,
    Term,
)
from courseware.content.exercises import read_exercise, read_shared_forms
from courseware.content.finals import Blueprint, final_exam, read_blueprint, starting_test
from courseware.content.lessons import heading_titles, read_lesson, read_story
from courseware.content.objections import read_library
from courseware.content.outline import Outline, read_outline
from courseware.content.problems import Problem
from courseware.content.quizzes import read_quiz
from courseware.content.reading import Load
from courseware.content.references import Names
from courseware.content.roleplays import read_roleplay
from courseware.content.typed_figures import TypedFigures
from courseware.kit import chinese

Practised = TypeVar("Practised", ExerciseDefinition, RoleplayDefinition)


@dataclass(frozen=True, slots=True)
class Loaded:
    """`course` is None when course.yaml cannot be used; `problems` keep a file, and so its module, out of the course."""

    course: Course | None
    problems: tuple[Problem, ...]
    load: Load  # what the checks need besides: places, pages, findings
    draft: Course | None = None  # all that could be read, also of modules with a broken file
    must_hold: tuple[tuple[str, int], ...] = ()


class _Membership(TypedDict):
    modules: tuple[ModuleDefinition, ...]
    by_slug: dict[str, ModuleDefinition]
    exercises: dict[str, ExerciseDefinition]
    roleplays: dict[str, RoleplayDefinition]
    quizzes: dict[str, QuizDefinition]
    final: QuizDefinition | None
    starting_test: QuizDefinition | None
    question_parts: dict[str, str]


_Shared = tuple[
    dict[str, CaseFact], dict[str, Term], dict[str, RubricDefinition], dict[str, StoryDefinition]
]


@dataclass(slots=True)
class _Practice:
    """Exercises, role-plays and objection libraries of all modules, as far as their files can be used."""

    exercises: dict[str, ExerciseDefinition]
    roleplays: dict[str, RoleplayDefinition]
    objections: dict[str, ObjectionLibrary]


@chinese.showing(is_traditional=False)
def load(root: Path) -> Loaded:
    """The course below `root` (which holds modules/ and quizzes/). Reads files, changes nothing."""
    state = Load(root)
    outline = read_outline(state)
    if outline is None:
        return Loaded(None, tuple(sorted(state.problems)), state)
    facts, must_hold = shared.read_facts(state)
    state.figures = TypedFigures(facts)
    state.names = Names(facts=facts)
    glossary = shared.read_glossary(state)
    rubrics = shared.read_rubrics(state)
    practice = _read_practice(state, outline)
    state.names = _names(state, outline, replace(state.names, terms=glossary), practice)
    modules = tuple(_read_module(state, outline, module, practice) for module in outline.modules)
    blueprint = read_blueprint(state)
    story = {lang: page for lang in LANGUAGES if (page := read_story(state, lang))}
    _report_strays(state, outline)
    draft = _course(outline, modules, practice, (facts, glossary, rubrics, story))
    usable = _without_broken(state, modules)
    served = replace(draft, **_membership(usable, blueprint, outline.completion.final))
    return Loaded(served, tuple(sorted(state.problems)), state, draft, must_hold)


def _course(
    outline: Outline,
    modules: tuple[ModuleDefinition, ...],
    practice: _Practice,
    shared_files: _Shared,
) -> Course:
    facts, glossary, rubrics, story = shared_files
    return Course(
        title=outline.title,
        edition=outline.edition,
        parts=outline.parts,
        tracks=outline.tracks,
        completion=outline.completion,
        certificates=outline.certificates,
        glossary=glossary,
        rubrics=rubrics,
        case_facts=facts,
        story=Pages(story),
        objections=practice.objections,
        digest=_course_digest(modules, practice, outline),
        **_membership(modules, None, outline.completion.final),
    )


def _membership(
    modules: tuple[ModuleDefinition, ...], blueprint: Blueprint | None, final_mark: int
) -> _Membership:
    return {
        "modules": modules,
        "by_slug": {module.slug: module for module in modules},
        "exercises": {e.id: e for module in modules for e in module.exercises},
        "roleplays": {r.id: r for module in modules for r in module.roleplays},
        "quizzes": {module.slug: module.quiz for module in modules if module.quiz},
        "final": final_exam(blueprint, modules, final_mark),
        "starting_test": starting_test(blueprint, modules),
        "question_parts": {
            question.id: module.part
            for module in modules
            for question in (module.quiz.questions if module.quiz else ())
        },
    }


def _read_practice(state: Load, outline: Outline) -> _Practice:
    practice = _Practice({}, {}, {})
    numbers = {str(module.number): module.slug for module in outline.modules}
    shared_forms = read_shared_forms(state)
    for module in outline.modules:
        for path in state.files(f"modules/{module.slug}/exercises/*.yaml"):
            exercise = read_exercise(state, path, module.slug, shared_forms)
            if exercise:
                _put(state, practice.exercises, exercise, "exercise")
        for path in state.files(f"modules/{module.slug}/roleplays/*.yaml"):
            if path.name.startswith("objections."):
                library = read_library(state, path)
                if library:
                    practice.objections[library.industry] = library
                continue
            roleplay = read_roleplay(state, path, module.slug, numbers)
            if roleplay:
                _put(state, practice.roleplays, roleplay, "roleplay")
    return practice


def _put(state: Load, known: dict[str, Practised], new: Practised, kind: str) -> None:
    if new.id in known:
        file, line = state.places[kind, new.id]
        state.problem(
            file,
            line,
            "id",
            f"{new.id!r} is also in module {known[new.id].module}; ids are unique in the course",
        )
        return
    known[new.id] = new


def _names(state: Load, outline: Outline, names: Names, practice: _Practice) -> Names:
    headings = {
        (module.slug, lang): heading_titles(state, module.slug, lang)
        for module in outline.modules
        for lang in LANGUAGES
    }
    return replace(
        names,
        modules={str(module.number): (module.slug, module.title) for module in outline.modules},
        exercises={name: exercise.title for name, exercise in practice.exercises.items()},
        roleplays={name: roleplay.title for name, roleplay in practice.roleplays.items()},
        headings=headings,
    )


def _read_module(
    state: Load, outline: Outline, module: ModuleDefinition, practice: _Practice
) -> ModuleDefinition:
    lessons: dict[str, LessonDefinition] = {}
    minutes = None
    for lang in LANGUAGES:
        lesson = read_lesson(state, module.slug, lang, minutes)
        if lesson:
            lessons[lang] = lesson
            minutes = lesson.minutes
    return replace(
        module,
        lessons=Pages(lessons),
        quiz=read_quiz(state, outline, module),
        exercises=tuple(e for e in practice.exercises.values() if e.module == module.slug),
        roleplays=tuple(r for r in practice.roleplays.values() if r.module == module.slug),
    )


def _without_broken(
    state: Load, modules: tuple[ModuleDefinition, ...]
) -> tuple[ModuleDefinition, ...]:
    """A module one of whose files cannot be used is in preparation again, rather than half served."""
    broken = {
        slug for problem in state.problems if problem.is_error for slug in _slug_of(problem.file)
    }
    return tuple(
        replace(module, lessons={}, quiz=None, exercises=(), roleplays=())
        if module.slug in broken
        else module
        for module in modules
    )


def _slug_of(file: str) -> tuple[str, ...]:
    parts = Path(file).parts
    if parts[0] == "quizzes":
        return (Path(file).stem,)
    return (parts[1],) if len(parts) > 2 else ()


def _report_strays(state: Load, outline: Outline) -> None:
    """A misspelt folder or file name would otherwise be ignored in silence."""
    slugs = {module.slug for module in outline.modules}
    for path in state.files("modules/[0-9]*"):
        if path.name not in slugs:
            state.problem(
                f"modules/{path.name}",
                1,
                "",
                "is no module of modules/course.yaml; rename the folder, or add it there",
            )
    for path in state.files("quizzes/*.yaml"):
        if path.stem not in slugs and path.stem != "final":
            state.problem(
                f"quizzes/{path.name}",
                1,
                "",
                "belongs to no module; the file is called as its module's slug",
            )


def _course_digest(
    modules: tuple[ModuleDefinition, ...], practice: _Practice, outline: Outline
) -> str:
    parts: list[Mapping[str, object] | list[object]] = [
        [module.slug, [lesson.digest for lesson in module.lessons.values()], _pair(module.quiz)]
        for module in modules
    ]
    practised = (
        *practice.exercises.values(),
        *practice.roleplays.values(),
        *practice.objections.values(),
    )
    return digests.digest(
        [outline.edition, outline.title, parts, [_pair(item) for item in practised]]
    )


def _pair(item: object) -> list[str]:
    digest = getattr(item, "digest", None)
    return [digest.version, digest.text] if digest else []
