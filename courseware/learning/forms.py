"""Forms of the lesson pages."""

from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, NumberRange, Optional, ValidationError

from courseware.content.definitions import LANGUAGES
from courseware.learning.types import COLOURS, Quote
from courseware.web.forms import Form, choices
from courseware.web.locale import lazy, t

COLOUR_NAMES = {
    "yellow": lazy("Yellow"),
    "green": lazy("Green"),
    "blue": lazy("Blue"),
    "pink": lazy("Pink"),
}
LONGEST = 5000  # characters of a note
LONGEST_QUOTE = 2000


class NoteForm(Form):
    """A note of one's own words, or words of the lesson that are marked, with or without a note."""

    anchor = HiddenField(validators=[Length(max=100)])
    text = TextAreaField(lazy("My note"), [Length(max=LONGEST)])
    lang = HiddenField(validators=[Optional(), AnyOf(LANGUAGES)])
    quote = HiddenField(validators=[Length(max=LONGEST_QUOTE)])
    before = HiddenField(validators=[Length(max=100)])
    after = HiddenField(validators=[Length(max=100)])
    colour = HiddenField(validators=[Optional(), AnyOf(COLOURS)])

    def validate_text(self, field: Any) -> None:
        if not field.data and not (self.quote.data and self.lang.data):
            raise ValidationError(t("A note needs some words, at most 5,000 characters."))

    @property
    def marked(self) -> Quote | None:
        """The marked words, where there are any."""
        if not (self.quote.data and self.lang.data):
            return None
        return Quote(self.lang.data, self.quote.data, self.before.data or "", self.after.data or "")


class ChangeForm(Form):
    """Other words of a note, or another colour."""

    text = TextAreaField(lazy("My note"), [Length(max=LONGEST)])
    colour = RadioField(lazy("Colour"), [Optional()], choices=choices(COLOUR_NAMES.items()))


class PlaceForm(Form):
    anchor = StringField(validators=[DataRequired(), Length(max=100)])
    reached = IntegerField(validators=[Optional(), NumberRange(0, 100)])


class ReadingForm(Form):
    """Only the token: pressing the button says it all."""
