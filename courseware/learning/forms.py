"""Forms of the lesson pages."""

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from courseware.web.forms import Form
from courseware.web.locale import lazy


class NoteForm(Form):
    anchor = StringField(validators=[Length(max=100)])
    text = TextAreaField(lazy("My note"), [DataRequired(), Length(max=5000)])


class PlaceForm(Form):
    anchor = StringField(validators=[DataRequired(), Length(max=100)])


class ReadingForm(Form):
    """Only the token: pressing the button says it all."""
