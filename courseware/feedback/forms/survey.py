"""The survey at the end: six statements to agree with, three questions to answer in words."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from courseware.feedback.types.pulse import STEPS
from courseware.feedback.types.survey import RATINGS, TEXTS, Said
from courseware.web.forms import Form, choices
from courseware.web.locale import lazy, t

CANNOT_SAY = "0"
AGREE = choices(
    [
        *((str(step), str(step)) for step in STEPS),
        (CANNOT_SAY, lazy("I cannot say")),
    ]
)
STATEMENTS = {
    "recommend": lazy("I would recommend this course to a colleague who sells."),
    "applied": lazy("I have already used something from it with a real customer."),
    "trainer": lazy("My trainer helped me to get better, not only to get through."),
    "exercises": lazy("The exercises gave me something I use: a form, a plan, a number."),
    "roleplays": lazy("The role-plays came close to what customers really say."),
    "length": lazy("The length was right for what I took from it."),
}
QUESTIONS = {
    "helped": lazy("What helped you most?"),
    "change": lazy("What should we change first?"),
    "differently": lazy("What do you now do differently with customers?"),
}


def _statement(key: str) -> RadioField:
    return RadioField(STATEMENTS[key], [InputRequired()], choices=AGREE)


def _question(key: str) -> TextAreaField:
    return TextAreaField(QUESTIONS[key], [Optional(), Length(max=2000)])


class SurveyForm(Form):
    recommend = _statement("recommend")
    applied = _statement("applied")
    trainer = _statement("trainer")
    exercises = _statement("exercises")
    roleplays = _statement("roleplays")
    length = _statement("length")
    helped = _question("helped")
    change = _question("change")
    differently = _question("differently")

    def says_something(self) -> bool:
        """Whether there is anything in it; else the last field says so."""
        said = self.said()
        if said.ratings or said.words:
            return True
        self.differently.errors = [t("Answer at least one of the questions.")]
        return False

    def said(self) -> Said:
        ratings = {key: int(self[key].data) for key in RATINGS if self[key].data != CANNOT_SAY}
        return Said(ratings, {key: self[key].data for key in TEXTS if self[key].data})
