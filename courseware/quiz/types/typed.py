"""Questions answered by typing: fill_in, numeric, short_text."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from courseware.content.definitions import QuestionDefinition
from courseware.kit.answers import number, same
from courseware.quiz.types.base import (
    MOST_TYPED,
    NOTHING,
    Fields,
    Mark,
    QuestionType,
    Response,
    one,
    text_of,
    variants,
)


class FillIn(QuestionType):
    """A word or two; every spelling that the author lists, in either language, is right."""

    def read(self, question: QuestionDefinition, fields: Fields, name: str) -> Response:
        return one(fields, name)[:MOST_TYPED] or None

    def mark(self, question: QuestionDefinition, response: Response) -> Mark:
        if not isinstance(response, str):
            return NOTHING
        if same(response, variants(question.body["answers"])):
            return Mark(1.0)
        return Mark(0.0, self.feedback(question, response))

    def feedback(self, question: QuestionDefinition, response: str) -> tuple[Any, ...]:
        """What the author says to a wrong answer that people really give."""
        said = (w.feedback for w in question.wrong if same(response, variants(w.given)))
        return tuple(said)[:1]

    def key(self, question: QuestionDefinition) -> Response:
        return variants(question.body["answers"])[0]

    def parts(self, question: QuestionDefinition, order: Sequence[str]) -> Mapping[str, Any]:
        return {"answers": question.body.get("answers", {})}


class Numeric(FillIn):
    """A number within a tolerance; its unit may be typed or left out."""

    def mark(self, question: QuestionDefinition, response: Response) -> Mark:
        given = number(response, self._units(question)) if isinstance(response, str) else None
        if given is None:
            return NOTHING
        if self._is_near(question, given, question.body["answer"]):
            return Mark(1.0)
        said = (w.feedback for w in question.wrong if self._is_near(question, given, w.given))
        return Mark(0.0, tuple(said)[:1])

    def key(self, question: QuestionDefinition) -> Response:
        return str(question.body["answer"])

    def parts(self, question: QuestionDefinition, order: Sequence[str]) -> Mapping[str, Any]:
        unit = question.body.get("unit")
        return {
            "unit": text_of(unit) if unit else None,
            "answer": question.body["answer"],
            "tolerance": question.body.get("tolerance") or 0,
        }

    def _units(self, question: QuestionDefinition) -> tuple[str, ...]:
        return variants(question.body["unit"]) if question.body.get("unit") else ()

    def _is_near(self, question: QuestionDefinition, given: Decimal, wanted: Any) -> bool:
        tolerance = Decimal(str(question.body.get("tolerance") or 0))
        return abs(given - Decimal(str(wanted))) <= tolerance


class ShortText(FillIn):
    """A sentence or two, which a trainer marks by a rubric; outside the mark unless it `counts`."""

    marked_here = False

    def mark(self, question: QuestionDefinition, response: Response) -> Mark:
        if not isinstance(response, str):
            return NOTHING
        return Mark(0.0, self.feedback(question, response))

    def key(self, question: QuestionDefinition) -> Response:
        return text_of(question.body["sample"]).zh

    def parts(self, question: QuestionDefinition, order: Sequence[str]) -> Mapping[str, Any]:
        return {
            "sample": text_of(question.body["sample"]),
            "rubric": question.body["rubric"],
            "counts": counts(question),
        }


def counts(question: QuestionDefinition) -> bool:
    """Whether the question enters the mark: every type does, a short text only where the author says so."""
    if question.type != "short_text":
        return True
    return str(question.body.get("counts", False)).lower() == "true"
