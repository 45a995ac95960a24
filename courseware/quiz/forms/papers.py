"""Forms of exams on paper: a new paper, and a result that is typed in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from wtforms import BooleanField, DateField, Field, SelectField
from wtforms.validators import InputRequired, ValidationError

from courseware.errors import Refused
from courseware.quiz.types import notation
from courseware.quiz.types.base import Fields, Response, one
from courseware.quiz.types.values import Pinned, Question
from courseware.web.forms import Form
from courseware.web.locale import lazy, t


class PaperForm(Form):
    cohort = SelectField(lazy("Class"), coerce=int)


class ResultForm(Form):
    """The date, and one box a question, which `read_boxes` reads; the bounds are set by the view."""

    sat_on = DateField(lazy("Date of the exam"), [InputRequired()])
    blank = BooleanField(lazy("The empty boxes are empty on the paper too."))
    earliest: date | None = None
    latest: date | None = None

    @property
    def day(self) -> date:
        return cast(date, self.sat_on.data)

    def validate_sat_on(self, field: Field) -> None:
        if self.latest is not None and field.data and field.data > self.latest:
            raise ValidationError(t("This day is yet to come."))
        if self.earliest is not None and field.data and field.data < self.earliest:
            raise ValidationError(t("The paper was made after this day."))


def read_boxes(
    questions: Sequence[Question], pinned: Sequence[Pinned], fields: Fields
) -> tuple[dict[str, Response], Mapping[int, str]]:
    """The answers in the boxes q1, q2, … by question id; and by number what is wrong with the others."""
    responses: dict[str, Response] = {}
    wrong: dict[int, str] = {}
    for question, drawn in zip(questions, pinned, strict=True):
        typed = one(fields, question.name).replace("\0", "")
        try:
            responses[question.id] = notation.read(question.definition, drawn.order, typed)
        except Refused as refusal:
            wrong[question.number] = t(refusal.sentence, **refusal.values)
    return responses, wrong


def empty_boxes(questions: Sequence[Question], responses: Mapping[str, Any]) -> list[int]:
    """The numbers of the questions without an answer."""
    return [q.number for q in questions if responses.get(q.id, "") is None]
