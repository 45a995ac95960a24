"""Forms of what happens in the room: where the class is, and the kinds of questions."""

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from courseware.live.types.classroom import FEWEST_CHOICES, LONGEST_CHOICE, MOST_CHOICES
from courseware.web.forms import Form
from courseware.web.locale import lazy, t


class PlaceForm(Form):
    place = SelectField(lazy("Heading of the lesson"), [DataRequired()])


class AskForm(Form):
    """A question that the trainer types: on a scale of five, or to be answered in words."""

    text = StringField(lazy("Your question to the class"), [DataRequired(), Length(max=300)])


class ChoiceForm(AskForm):
    choices = TextAreaField(
        lazy("Answers to choose from"),
        [DataRequired()],
        description=lazy("One a line, two to six."),
    )

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in (self.choices.data or "").splitlines() if line.strip()]

    def validate_choices(self, _field: TextAreaField) -> None:
        lines = self.lines
        if not FEWEST_CHOICES <= len(set(lines)) == len(lines) <= MOST_CHOICES:
            raise ValidationError(t("Write two to six different answers, one a line."))
        if max(len(line) for line in lines) > LONGEST_CHOICE:
            raise ValidationError(t("An answer has at most {n} characters.", n=LONGEST_CHOICE))


class QuizForm(Form):
    question = SelectField(lazy("Which question"), [DataRequired()])


class AnswerForm(Form):
    choice = SelectMultipleField(coerce=int, validate_choice=False)
    text = StringField(lazy("What you answer"), [Optional(), Length(max=500)])
