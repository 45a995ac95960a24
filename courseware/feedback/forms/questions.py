"""Asking, answering, reporting, settling."""

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from courseware.web.forms import Form
from courseware.web.locale import lazy


class SayForm(Form):
    text = TextAreaField(lazy("In your words"), [DataRequired(), Length(max=3000)])


class PlaceForm(SayForm):
    """Something said about a heading of a lesson."""

    anchor = SelectField(lazy("Which part of the lesson"), [DataRequired()])
    #: language and digest of the lesson as it was read
    lang = HiddenField()
    version = HiddenField()


class SettleForm(Form):
    answer = TextAreaField(
        lazy("What you did about it; the reader is told"), [DataRequired(), Length(max=1000)]
    )
