"""What can be found: every passage, term, form, script and objection of a course, in both languages."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from courseware.content.definitions import (
    LANGUAGES,
    Course,
    ExerciseDefinition,
    Lang,
    LessonDefinition,
    ModuleDefinition,
    ObjectionLibrary,
    RoleplayDefinition,
    Text,
)

#: kinds of what is found, in the order in which they are offered
KINDS = ("module", "lesson", "term", "exercise", "script", "objection", "case")
_HEADING = re.compile(r'<h[23][^>]*\bid="([^"]+)"[^>]*>')
_TAG = re.compile(r"<[^>]+>")
_MARKS = re.compile(r"\[\[|\]\]|[*`]")


@dataclass(frozen=True, slots=True)
class Entry:
    kind: str
    id: str  # anchor of a heading, id of a definition, slug of a module
    name: Text
    body: Text
    href: str
    module: str | None = None  # slug
    number: int = 99  # of the module; what belongs to none comes last
    where: Text | None = None  # what it is a part of


def entries_of(course: Course) -> Iterator[Entry]:
    """Everything, in the order of the course."""
    for module in course.modules:
        yield _module(module)
        yield from _passages(module)
        for exercise in module.exercises:
            yield _exercise(module, exercise)
        for roleplay in module.roleplays:
            yield _roleplay(module, roleplay)
    for term in course.glossary.values():
        href = f"/glossary#{quote(term.id)}"
        yield Entry("term", term.id, term.name, term.meaning, href, number=term.first)
    for library in course.objections.values():
        yield from _objections(library)
    yield from _case(course)


def _module(module: ModuleDefinition) -> Entry:
    aims = {lang: " ".join(lesson.objectives.values()) for lang, lesson in module.lessons.items()}
    body = Text(aims.get("zh", ""), aims.get("en", ""))
    href = f"/modules/{module.slug}"
    return Entry("module", module.slug, module.title, body, href, module.slug, module.number)


def _passages(module: ModuleDefinition) -> Iterator[Entry]:
    """One entry a heading; the same heading has the same id in both languages."""
    read = {lang: _texts(module.lessons[lang]) for lang in LANGUAGES if lang in module.lessons}
    for anchor in dict.fromkeys(anchor for texts in read.values() for anchor in texts):
        title = {lang: texts.get(anchor, ("", ""))[0] for lang, texts in read.items()}
        body = {lang: texts.get(anchor, ("", ""))[1] for lang, texts in read.items()}
        if anchor == "objectives" or not any(body.values()):
            continue  # the module's own entry holds them
        name = Text(title.get("zh", ""), title.get("en", ""))
        yield Entry(
            "lesson",
            anchor,
            name if name.zh or name.en else module.title,
            Text(body.get("zh", ""), body.get("en", "")),
            f"/modules/{module.slug}" + (f"#{quote(anchor)}" if anchor else ""),
            module.slug,
            module.number,
            module.title,
        )


def _texts(lesson: LessonDefinition) -> dict[str, tuple[str, str]]:
    """Anchor → its title and what stands below it, without the title."""
    titles = {heading.id: heading.title for heading in lesson.headings if heading.id}
    found: dict[str, tuple[str, str]] = {}
    for anchor, text in lesson.passages:
        title = titles.get(anchor, "")
        body = text.removeprefix(title).lstrip()
        before = found.get(anchor)
        found[anchor] = (title, f"{before[1]} {body}" if before else body)
    return found


def _exercise(module: ModuleDefinition, exercise: ExerciseDefinition) -> Entry:
    parts = [exercise.purpose]
    for section in exercise.sections:
        parts += [section.title, *([section.guidance] if section.guidance else [])]
        for field in section.fields:
            parts += [field.label, *([field.guidance] if field.guidance else [])]
            parts += [column.label for column in field.columns]
    href = f"/exercises/{exercise.id}"
    return Entry(
        "exercise",
        exercise.id,
        exercise.title,
        _joined(parts),
        href,
        module.slug,
        module.number,
        module.title,
    )


def _roleplay(module: ModuleDefinition, roleplay: RoleplayDefinition) -> Entry:
    """Who it is with, and what is said; not what the coach thinks of it: that is found by playing."""
    parts = [roleplay.scene, roleplay.goal, roleplay.persona.name, roleplay.persona.role]
    for node in roleplay.nodes.values():
        parts += [node.line] if node.line else []
        parts += [choice.line for choice in node.choices]
    return Entry(
        "script",
        roleplay.id,
        roleplay.title,
        _joined(parts),
        f"/roleplays/{roleplay.id}",
        module.slug,
        module.number,
        module.title,
    )


def _objections(library: ObjectionLibrary) -> Iterator[Entry]:
    page = f"/roleplays/library/{library.industry}"
    where = {customer.id: customer.name for customer in library.customers}
    for objection in library.objections:
        good, passable = objection.good, objection.passable
        body = _joined([good.line, good.why, passable.line, passable.why])
        href = f"{page}#{quote(objection.id)}"
        yield Entry(
            "objection",
            f"{library.industry}:{objection.id}",
            objection.line,
            body,
            href,
            where=where[objection.customer],
        )
    for line in (*library.openings, *library.values):
        yield Entry(
            "objection",
            f"{library.industry}:{line.id}",
            line.line,
            line.why,
            page,
            where=where[line.customer],
        )


def _case(course: Course) -> Iterator[Entry]:
    read = {lang: _sections(str(story.html)) for lang, story in course.story.items()}
    titles: Mapping[Lang, Mapping[str, str]] = {
        lang: {heading.id: heading.title for heading in story.headings}
        for lang, story in course.story.items()
    }
    name = {lang: story.title for lang, story in course.story.items()}
    for anchor in dict.fromkeys(anchor for found in read.values() for anchor in found):
        yield Entry(
            "case",
            anchor,
            _text({lang: titles[lang].get(anchor, "") for lang in titles}),
            _text({lang: found.get(anchor, "") for lang, found in read.items()}),
            f"/case#{quote(anchor)}",
            where=_text(name),
        )


def _sections(source: str) -> dict[str, str]:
    """Anchor → the words below it, from the HTML of a story."""
    parts = _HEADING.split(source)
    found = {}
    for anchor, part in zip(parts[1::2], parts[2::2], strict=True):
        body = re.sub(r"^.*?</h[23]>", "", part, count=1, flags=re.DOTALL)
        found[anchor] = " ".join(html.unescape(_TAG.sub(" ", body)).split())
    return found


def _text(words: Mapping[Lang, str]) -> Text:
    return Text(words.get("zh", ""), words.get("en", ""))


def _joined(parts: list[Text]) -> Text:
    return Text(*(_MARKS.sub("", "\n".join(getattr(p, lang) for p in parts)) for lang in LANGUAGES))
