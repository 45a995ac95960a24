"""The types of question: one pure class each, found by the name that authors write."""

from collections.abc import Mapping

from courseware.content.definitions import QuestionDefinition
from courseware.quiz.types.base import Mark, QuestionType, Response
from courseware.quiz.types.choice import Multiple, Single, TrueFalse
from courseware.quiz.types.placed import Categorize, Matching, Ordering
from courseware.quiz.types.typed import FillIn, Numeric, ShortText, counts

TYPES: Mapping[str, QuestionType] = {
    "single": Single(),
    "multiple": Multiple(),
    "true_false": TrueFalse(),
    "fill_in": FillIn(),
    "numeric": Numeric(),
    "matching": Matching(),
    "ordering": Ordering(),
    "categorize": Categorize(),
    "short_text": ShortText(),
}


def type_of(question: QuestionDefinition) -> QuestionType:
    return TYPES[question.type]


__all__ = ["TYPES", "Mark", "QuestionType", "Response", "counts", "type_of"]
