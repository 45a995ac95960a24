"""Lessons and the story of the case."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from courseware.content.definitions.base import Lang


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
