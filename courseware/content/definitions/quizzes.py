"""Quizzes and their questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courseware.content.definitions.base import Digest, Text


@dataclass(frozen=True, slots=True)
class OptionDefinition:
    id: str
    text: Text
    feedback: Text
    correct: bool = False


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A wrong answer that people really give: `given` has the shape of the type's answer."""

    given: Any
    feedback: Text


@dataclass(frozen=True, slots=True)
class QuestionDefinition:
    """A question as the author wrote it; `body` holds what is particular to the type (see docs/authoring.md)."""

    id: str
    type: str
    use: str  # quiz or final
    situation: bool
    objective: str
    difficulty: int
    text: Text
    explanation: Text
    link: str  # NN-slug#anchor, resolved
    options: tuple[OptionDefinition, ...]
    wrong: tuple[WrongAnswer, ...]
    body: Mapping[str, Any]
    digest: Digest


@dataclass(frozen=True, slots=True)
class QuizDefinition:
    slug: str  # that of its module
    pass_mark: int  # per cent
    draw: int
    time_limit: int | None  # minutes
    attempts: int | None
    cooldown: int  # minutes before the third and later attempts
    questions: tuple[QuestionDefinition, ...]
    digest: Digest

    def question(self, question_id: str) -> QuestionDefinition:
        return next(q for q in self.questions if q.id == question_id)
