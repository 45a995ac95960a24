"""Lessons and the story of the case."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from markupsafe import Markup

from courseware.content.definitions.base import InEach, Lang
from courseware.kit import chinese


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class TrainerNote:
    title: str
    minutes: int
    html: str
    anchor: str = ""  # id of the heading below which it stands


@dataclass(frozen=True, slots=True)
class LessonDefinition:
    """One language of a lesson, rendered and cleaned at load; `html` never holds trainer's notes."""

    lang: Lang
    title: str
    objectives: Mapping[str, str]
    terms: tuple[str, ...]
    exercises: tuple[str, ...]
    roleplays: tuple[str, ...]
    check: tuple[str, ...]
    headings: tuple[Heading, ...]
    html: Markup
    trainer_notes: tuple[TrainerNote, ...]
    words: int  # Chinese characters (zh) or words (en), trainer's notes not counted
    minutes: int  # reading time of the Chinese text at 300 characters a minute
    digest: str
    passages: tuple[tuple[str, str], ...]  # (heading id, plain text) for the search index


@dataclass(frozen=True, slots=True)
class StoryDefinition:
    title: str
    headings: tuple[Heading, ...]
    html: Markup


Page = TypeVar("Page", bound=LessonDefinition | StoryDefinition)


class Pages(InEach[Page]):
    """A page by language."""

    @staticmethod
    def turned(written: Page) -> Page:
        return _traditional(written)


def _traditional(page: Page) -> Page:
    """The page in traditional characters; what names, counts or finds its parts stays."""
    words = chinese.traditional
    changed: dict[str, Any] = {
        "title": words(page.title),
        "headings": tuple(replace(one, title=words(one.title)) for one in page.headings),
        "html": Markup(chinese.traditional_html(page.html)),  # noqa: S704 - the page's own, in other signs
    }
    if isinstance(page, LessonDefinition):
        changed["objectives"] = {key: words(aim) for key, aim in page.objectives.items()}
        changed["trainer_notes"] = tuple(
            replace(note, title=words(note.title), html=chinese.traditional_html(note.html))
            for note in page.trainer_notes
        )
    return replace(page, **changed)
