"""Forms of scenarios written here: a copy, one from nothing, the text itself."""

from typing import Any

from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from courseware.authoring.rules.own import tidy
from courseware.web.forms import Form
from courseware.web.locale import lazy


class CopyForm(Form):
    copy = SelectField(lazy("Scenario"), [DataRequired()])


class FrameForm(Form):
    """A scenario from nothing: what it is about."""

    title_zh = StringField(lazy("Title in Chinese"), [DataRequired(), Length(max=100)])
    title_en = StringField(lazy("Title in English"), [DataRequired(), Length(max=100)])
    module = SelectField(lazy("Module that it trains"), [DataRequired()])
    industry = SelectField(lazy("Industry"), [DataRequired()])
    rubric = SelectField(lazy("Marked by the rubric"), [DataRequired()])


def _tidied(value: Any) -> Any:
    return tidy(value) if isinstance(value, str) else value


class TextForm(Form):
    """The text of a scenario, and the counter of the draft that it was based on."""

    yaml = TextAreaField(lazy("The scenario's text"), [InputRequired()], filters=[_tidied])
    counter = IntegerField(filters=[])
    cohorts = SelectMultipleField(lazy("Classes"), coerce=int)

    @property
    def text(self) -> str:
        return self.yaml.data or ""
