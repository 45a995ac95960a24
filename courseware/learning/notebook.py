"""All notes of a person, by module: as a page shows them, and as one Markdown file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from courseware.content.definitions import Course, Lang, ModuleDefinition
from courseware.kit import chinese
from courseware.learning.lessons import letters, squeezed
from courseware.learning.types import NoteRow
from courseware.web.locale import t


@dataclass(frozen=True, slots=True)
class Entry:
    """A note with what a page says about it."""

    note: NoteRow
    heading: str  # title of the section it stands in; empty where there is none now
    is_gone: bool  # the marked words no longer stand in the lesson


@dataclass(frozen=True, slots=True)
class Chapter:
    """The notes on one module; `module` is none where the course no longer has it."""

    slug: str
    title: str
    module: ModuleDefinition | None
    entries: tuple[Entry, ...]


def entries(course: Course, rows: Iterable[NoteRow], lang: Lang) -> tuple[Entry, ...]:
    """Each note with its heading, and whether its words still stand where they were marked."""
    return tuple(_entry(course, row, lang) for row in rows)


def chapters(course: Course, rows: Sequence[NoteRow], lang: Lang) -> tuple[Chapter, ...]:
    """The notes by module, in the order of the course; of modules that are gone at the end."""
    by_slug: dict[str, list[NoteRow]] = {}
    for row in rows:
        by_slug.setdefault(row.module, []).append(row)
    ordered = [m.slug for m in course.modules if m.slug in by_slug]
    ordered += [slug for slug in by_slug if slug not in course.by_slug]
    found = []
    for slug in ordered:
        module = course.by_slug.get(slug)
        title = f"{module.number:02d} {module.title[lang]}" if module else slug
        found.append(Chapter(slug, title, module, entries(course, by_slug[slug], lang)))
    return tuple(found)


def holding(rows: Iterable[NoteRow], *, words: str, colour: str) -> list[NoteRow]:
    """The notes that hold every one of the words, in the marked text or one's own, and have the colour."""
    wanted = words.casefold().split()
    return [
        row
        for row in rows
        if (not colour or row.colour == colour)
        and all(word in f"{row.quote or ''} {row.text}".casefold() for word in wanted)
    ]


def as_markdown(course: Course, rows: Sequence[NoteRow], lang: Lang) -> str:
    """Every note in one file: modules as headings, marked words as quotations, one's own words below."""
    lines = [f"# {t('My notes')}", ""]
    for chapter in chapters(course, rows, lang):
        lines += [f"## {chapter.title}", ""]
        for entry in chapter.entries:
            if entry.heading:
                lines += [f"### {entry.heading}", ""]
            if entry.note.quote:
                lines += [*(f"> {line}" for line in entry.note.quote.splitlines()), ""]
            if entry.is_gone:
                lines += [f"*{t('These words no longer stand in the lesson.')}*", ""]
            if entry.note.text:
                lines += [entry.note.text, ""]
    return "\n".join(lines)


def _entry(course: Course, row: NoteRow, lang: Lang) -> Entry:
    module = course.by_slug.get(row.module)
    lesson = module.lessons.get(lang) if module else None
    titles = {heading.id: heading.title for heading in lesson.headings} if lesson else {}
    is_gone = False
    if row.quote and row.lang:
        text = letters(course, module, row.lang) if module else ""
        if row.lang == "zh":  # in the characters of the page in which it is looked for
            row = replace(
                row,
                quote=chinese.as_read(row.quote),
                before=chinese.as_read(row.before or ""),
                after=chinese.as_read(row.after or ""),
            )
        is_gone = squeezed(row.quote or "") not in text
    return Entry(row, titles.get(row.anchor, ""), is_gone)
