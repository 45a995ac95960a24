"""The two questions after a module."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from courseware.web.forms import Form, choices
from courseware.web.locale import lazy

MARKS = choices([("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5")])


class PulseForm(Form):
    useful = RadioField(
        lazy("How useful is this module for your work?"),
        [InputRequired()],
        choices=MARKS,
        description=lazy("1 = not at all, 5 = very much"),
    )
    clear = RadioField(
        lazy("How clear was it?"),
        [InputRequired()],
        choices=MARKS,
        description=lazy("1 = not at all, 5 = very much"),
    )
    words = TextAreaField(lazy("A word about it"), [Optional(), Length(max=1000)])
