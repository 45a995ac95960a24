"""The deck of a module: from its lesson, its trainer's notes, its forms and its quiz. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup, escape

from courseware.content.definitions import (
    Course,
    Heading,
    Lang,
    LessonDefinition,
    ModuleDefinition,
    TrainerNote,
)
from courseware.learning.tags import Block, blocks
from courseware.publishing.rules.fitting import LINE, SHORT
from courseware.publishing.rules.slide_blocks import Standing, is_short, paged, standing
from courseware.publishing.rules.slide_questions import questions
from courseware.publishing.types.slides import Slide

#: a story is told, not listed: more of it stays on the wall
STORIES = {"scene": LINE * 4.0}
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_FORMS_AFTER, _QUESTIONS_BEFORE = "do-it-now", "key-points"


def deck(course: Course, module: ModuleDefinition, lang: Lang) -> tuple[Slide, ...]:
    """The slides of a lesson in the order of its headings."""
    lesson = module.lessons[lang]
    found = [_title(module, lesson, lang)]
    asked = list(questions(module.quiz, lang)) if module.quiz else []
    for heading, below in sections(lesson):
        if heading.id == _QUESTIONS_BEFORE:
            found += asked
            asked = []
        found += _of_heading(heading, below)
        if heading.id == _FORMS_AFTER:
            found += _forms(course, lesson, lang)
        found += _activities(lesson.trainer_notes, heading.id)
    return (*found, *asked)


def _title(module: ModuleDefinition, lesson: LessonDefinition, lang: Lang) -> Slide:
    """What it is called and, for the trainer, what a person should verify and what comes before all headings."""
    other = module.title["en" if lang != "en" else "zh"]
    tongue = "en" if lang != "en" else "zh-CN"
    shown = Markup('<p lang="{}">{}</p>').format(tongue, other)
    return Slide("title", "title", lesson.title, shown, _notes_of(lesson.trainer_notes, ""))


def sections(lesson: LessonDefinition) -> Iterator[tuple[Heading, list[Block]]]:
    """Each heading with the blocks below it, up to the next one."""
    headings = iter(_named(lesson.headings))
    here: Heading | None = None
    below: list[Block] = []
    for block in blocks(str(lesson.html)):
        if block.name not in _HEADINGS:
            below.append(block)
            continue
        if here is not None:
            yield here, below
        here, below = next(headings), []
    if here is not None:
        yield here, below


def _named(headings: tuple[Heading, ...]) -> Iterator[Heading]:
    """Smaller headings may have no name of their own: they count on from the one above."""
    above, number = "", 0
    for heading in headings:
        above, number = (heading.id, 0) if heading.id else (above, number + 1)
        yield replace(heading, id=heading.id or f"{above}-part-{number}")


def _of_heading(heading: Heading, below: list[Block]) -> list[Slide]:
    most = STORIES.get(heading.id, SHORT)
    pages = paged([standing(block, most) for block in below])
    if not pages:  # a heading above smaller ones
        return [Slide(heading.id, "divider", heading.title)]
    return [_slide(heading, page, number, len(pages)) for number, page in enumerate(pages, 1)]


def _slide(heading: Heading, page: list[Standing], piece: int, pieces: int) -> Slide:
    return Slide(
        name=heading.id if piece == 1 else f"{heading.id}-{piece}",
        kind="section",
        title=heading.title,
        html=Markup("".join(block.html for block in page)),  # noqa: S704 - the lesson's own, or escaped
        notes=Markup("".join(block.source for block in page)),  # noqa: S704 - the lesson's own
        piece=piece,
        pieces=pieces,
        is_short=is_short(page),
    )


def _activities(notes: tuple[TrainerNote, ...], anchor: str) -> list[Slide]:
    """What the class does itself: on the wall its name and its minutes, how it is led only in the notes."""
    mine = [note for note in notes if note.anchor == anchor]
    return [
        Slide(
            name=f"{anchor}-activity-{number}",
            kind="activity",
            title=note.title,
            notes=Markup(note.html),  # noqa: S704 - cleaned at load
            minutes=note.minutes,
        )
        for number, note in enumerate(mine, 1)
    ]


def _notes_of(notes: tuple[TrainerNote, ...], anchor: str) -> Markup:
    """What stands before the first heading."""
    mine = [note for note in notes if note.anchor == anchor]
    return Markup("").join(
        Markup("<p><strong>{}</strong></p>{}").format(note.title, Markup(note.html))  # noqa: S704 - cleaned at load
        for note in mine
    )


def _forms(course: Course, lesson: LessonDefinition, lang: Lang) -> list[Slide]:
    """The forms that the lesson asks for."""
    found = [course.exercises[one] for one in lesson.exercises if one in course.exercises]
    return [
        Slide(
            name=f"exercise-{form.id}",
            kind="exercise",
            title=form.title[lang],
            html=Markup("<p>{}</p>").format(escape(form.purpose[lang])),
            minutes=form.minutes,
        )
        for form in found
    ]
