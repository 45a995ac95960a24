"""Questions with options to choose from: single, multiple, true_false."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from courseware.content.definitions import QuestionDefinition
from courseware.quiz.types.base import (
    NOTHING,
    Fields,
    Mark,
    Part,
    QuestionType,
    Response,
    in_order,
    one,
    text_of,
)


class Single(QuestionType):
    """One option is right."""

    def options(self, question: QuestionDefinition) -> tuple[Part, ...]:
        return tuple(Part(o.id, o.text, o.feedback, o.correct) for o in question.options)

    def read(self, question: QuestionDefinition, fields: Fields, name: str) -> Response:
        chosen = one(fields, name)
        return chosen if chosen in {o.id for o in self.options(question)} else None

    def mark(self, question: QuestionDefinition, response: Response) -> Mark:
        chosen = next((o for o in self.options(question) if o.id == response), None)
        if chosen is None or chosen.feedback is None:
            return NOTHING
        return Mark(float(chosen.correct), (chosen.feedback,))

    def key(self, question: QuestionDefinition) -> Response:
        return next(o.id for o in self.options(question) if o.correct)

    def shuffle(self, question: QuestionDefinition, random: Random) -> list[str]:
        ids = [o.id for o in question.options]
        random.shuffle(ids)
        return ids

    def parts(self, question: QuestionDefinition, order: Sequence[str]) -> Mapping[str, Any]:
        return {"options": in_order(self.options(question), order)}


class Multiple(Single):
    """Two or more options are right: a share for each right choice, a share off for each wrong one."""

    partial = True

    def read(self, question: QuestionDefinition, fields: Fields, name: str) -> Response:
        sent = set(fields.get(name) or ())
        return [o.id for o in question.options if o.id in sent] or None

    def mark(self, question: QuestionDefinition, response: Response) -> Mark:
        chosen = [o for o in question.options if isinstance(response, list) and o.id in response]
        right = sum(o.correct for o in chosen)
        wanted = sum(o.correct for o in question.options)
        fraction = max(0, right - (len(chosen) - right)) / wanted if wanted else 0.0
        return Mark(fraction, tuple(o.feedback for o in chosen))

    def key(self, question: QuestionDefinition) -> Response:
        return [o.id for o in question.options if o.correct]


class TrueFalse(Single):
    """A statement that holds or does not."""

    def options(self, question: QuestionDefinition) -> tuple[Part, ...]:
        body, holds = question.body, str(question.body["answer"]).lower() == "true"
        statement = question.text
        return (
            Part("true", statement, text_of(body["if_true"]), holds),
            Part("false", statement, text_of(body["if_false"]), not holds),
        )

    def shuffle(self, question: QuestionDefinition, random: Random) -> list[str]:
        del question, random
        return []  # "true" always stands first
