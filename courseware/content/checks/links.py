"""Nothing points into the void: terms, practice, rubrics, headings, what a module requires."""

import re
from collections.abc import Iterator, Mapping

from courseware.content.checks.view import View
from courseware.content.definitions import (
    LANGUAGES,
    ExerciseDefinition,
    Lang,
    ModuleDefinition,
    RoleplayDefinition,
)
from courseware.content.lessons import Page
from courseware.content.problems import Problem

_HREF = re.compile(r'href="([^"]+)"')


def check(view: View) -> Iterator[Problem]:
    for module in view.course.modules:
        yield from _front_lists(view, module)
        yield from _required(view, module)
        yield from _questions(view, module)
        yield from _practice(view, module)
        for lang in module.lessons:
            yield from _page_links(view, module.slug, lang)
    for lang in view.course.story:
        yield from _page_links(view, "case", lang)
    yield from _completion(view)
    yield from _terms(view)


def _front_lists(view: View, module: ModuleDefinition) -> Iterator[Problem]:
    for lang, lesson in module.lessons.items():
        page: Page = view.load.pages[module.slug, lang]
        lists = (
            ("terms", lesson.terms, view.course.glossary, "modules/glossary.yaml has no term"),
            ("exercises", lesson.exercises, view.course.exercises, "there is no exercise"),
            ("roleplays", lesson.roleplays, view.course.roleplays, "there is no role-play"),
        )
        for key, names, known, words in lists:
            for name in names:
                if name not in known:
                    line = page.front.line_of(key) if page.front else 1
                    yield Problem(page.file, line, key, f"{words} {name!r}")


def _required(view: View, module: ModuleDefinition) -> Iterator[Problem]:
    if not module.is_ready:
        return
    place = ("module", module.slug)
    own = {exercise.id for exercise in module.exercises}, {talk.id for talk in module.roleplays}
    for wanted, known, kind in (
        (module.required.exercises, own[0], "exercise"),
        (module.required.roleplays, own[1], "role-play"),
    ):
        for name in wanted:
            if name not in known:
                yield view.problem(
                    place, "required", f"module {module.slug} has no {kind} {name!r}"
                )
    scenarios = sum(talk.industry != "any" for talk in module.roleplays)
    if scenarios < module.required.any_roleplays:
        message = f"asks for {module.required.any_roleplays} industry scenarios; {module.slug} has {scenarios}"
        yield view.problem(place, "required", message)


def _questions(view: View, module: ModuleDefinition) -> Iterator[Problem]:
    for question in module.quiz.questions if module.quiz else ():
        place = ("question", module.slug, question.id)
        yield from _heading(view, place, "link", question.link)
        rubric = question.body.get("rubric")
        if rubric is not None and rubric not in view.course.rubrics:
            yield view.problem(place, "rubric", f"there is no modules/rubrics/{rubric}.yaml")


def _practice(view: View, module: ModuleDefinition) -> Iterator[Problem]:
    for exercise in module.exercises:
        yield from check_exercise(view, exercise)
    for talk in module.roleplays:
        yield from check_roleplay(view, talk)


def check_exercise(view: View, exercise: ExerciseDefinition) -> Iterator[Problem]:
    yield from _rubric(view, ("exercise", exercise.id), exercise.rubric)


def check_roleplay(view: View, talk: RoleplayDefinition) -> Iterator[Problem]:
    yield from _rubric(view, ("roleplay", talk.id), talk.rubric)
    for node in talk.nodes.values():
        if node.lesson:
            yield from _heading(view, ("node", talk.id, node.id), "lesson", node.lesson)


def _rubric(view: View, place: tuple[str, ...], rubric: str) -> Iterator[Problem]:
    if rubric not in view.course.rubrics:
        yield view.problem(place, "rubric", f"there is no modules/rubrics/{rubric}.yaml")


def _heading(view: View, place: tuple[str, ...], field: str, link: str) -> Iterator[Problem]:
    """A heading exists in each language whose lesson exists; a lesson still to come is not held against a link."""
    slug, _, anchor = link.partition("#")
    module = view.course.by_slug[slug]
    for lang, lesson in module.lessons.items():
        ids = [heading.id for heading in lesson.headings if heading.id]
        if anchor not in ids:
            message = (
                f"{slug}/lesson.{lang}.md has no heading {{#{anchor}}}; ids are {', '.join(ids)}"
            )
            yield view.problem(place, field, message)
            return


def _page_links(view: View, slug: str, lang: Lang) -> Iterator[Problem]:
    page: Page = view.load.pages[slug, lang]
    own = {heading.id for heading in page.rendered.headings}
    for url in _HREF.findall(page.rendered.html):
        message = _dead(view, url, own, lang)
        if message:
            yield Problem(page.file, page.body_line, "", f"the link to {url} is dead: {message}")


def _dead(view: View, url: str, own: set[str], lang: Lang) -> str:
    course = view.course
    path, _, anchor = url.partition("#")
    if not path:
        return "" if anchor in own else f"this page has no heading {{#{anchor}}}"
    match = re.fullmatch(r"/(modules|exercises|roleplays)/([^/]+)", path)
    if not match:
        return (
            ""
            if path.startswith(("/", "http://", "https://", "mailto:", "tel:"))
            else "write https://… or [[module:NN]]"
        )
    kind, name = match.groups()
    known: dict[str, Mapping[str, object]] = {
        "modules": course.by_slug,
        "exercises": course.exercises,
        "roleplays": course.roleplays,
    }
    if name not in known[kind]:
        return f"there is nothing called {name}"
    if kind == "modules" and anchor and lang in course.by_slug[name].lessons:
        ids = {heading.id for heading in course.by_slug[name].lessons[lang].headings}
        return "" if anchor in ids else f"that lesson has no heading {{#{anchor}}}"
    return ""


def _completion(view: View) -> Iterator[Problem]:
    coming = {
        name
        for module in view.course.modules
        if not module.is_ready
        for name in module.required.exercises
    }
    for name in view.course.completion.exercises:
        if name not in view.course.exercises and name not in coming:
            message = f"there is no exercise {name!r}, and no module in preparation requires one"
            yield view.problem(("completion",), "completion.exercises", message)


def _terms(view: View) -> Iterator[Problem]:
    numbers = {module.number for module in view.course.modules}
    for term in view.course.glossary.values():
        if term.first not in numbers:
            yield view.problem(("term", term.id), "first", f"there is no module {term.first}")
        for lang in LANGUAGES:
            if not term.name[lang].strip():
                yield view.problem(
                    ("term", term.id), lang, "is empty: write the term in both languages"
                )
