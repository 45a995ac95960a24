"""Quizzes and their questions."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
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
    use: str  # quiz, final, or withdrawn: asked no more, and left out of old marks by a regrade
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
    module: str = ""  # slug; empty in words that were kept before questions knew their module


#: what a class can be asked aloud: everybody answers by choosing
ASKED_ALOUD = ("single", "multiple", "true_false")
FINAL, STARTING_TEST = "final", "starting-test"
#: what a learner is told about single questions: at once after each; at the end, with the keys; at the end
#: only on what they chose, and the keys once they have passed; all of it only once they have passed; never
FEEDBACK = ("at-once", "at-end", "chosen", "after-passing", "never")


@dataclass(frozen=True, slots=True)
class QuizDefinition:
    """What is drawn, and by which rules: a module's quiz, the final exam, or the starting test of a class."""

    slug: str  # that of its module; `final` and `starting-test` belong to none
    pass_mark: int  # per cent
    draw: int
    time_limit: int | None  # minutes
    attempts: int | None
    cooldown: int  # minutes before the third and later attempts
    feedback: str  # one of FEEDBACK
    questions: tuple[QuestionDefinition, ...]
    digest: Digest
    use: str = "quiz"  # which of its questions are drawn
    per_part: int = 0  # at least so many of each part of the course that has them

    @property
    def drawable(self) -> tuple[QuestionDefinition, ...]:
        """The questions that an attempt may meet."""
        return tuple(q for q in self.questions if q.use == self.use)

    @property
    def for_a_class(self) -> tuple[QuestionDefinition, ...]:
        """The questions that may be shown to a class: never those of exams."""
        return tuple(q for q in self.drawable if q.type in ASKED_ALOUD)

    def within(self, modules: Container[str]) -> "QuizDefinition":
        """The same rules over the questions of these modules: an exam asks what the learner's track has taught."""
        return replace(self, questions=tuple(q for q in self.questions if q.module in modules))

    def question(self, question_id: str) -> QuestionDefinition:
        return next(q for q in self.questions if q.id == question_id)
