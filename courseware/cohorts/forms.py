"""Forms of classes: a new one, its settings, its groups."""

from datetime import date
from typing import cast

from wtforms import DateField, EmailField, Field, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from courseware.web.forms import Form
from courseware.web.locale import lazy, t


class NewCohortForm(Form):
    name = StringField(lazy("Name of the class"), [DataRequired(), Length(max=200)])
    track = SelectField(lazy("Track"), [DataRequired()])
    starts_on = DateField(lazy("First day"), [InputRequired()])

    @property
    def first_day(self) -> date:
        return cast(date, self.starts_on.data)


class CohortForm(Form):
    """What may be changed of a class; `starts_on` is set by the view."""

    name = StringField(lazy("Name of the class"), [DataRequired(), Length(max=200)])
    ends_on = DateField(lazy("Last day"), [Optional()])
    starts_on: date | None = None

    def validate_ends_on(self, field: Field) -> None:
        if self.starts_on is not None and field.data and field.data < self.starts_on:
            raise ValidationError(t("The last day lies before the first."))


class TrainerForm(Form):
    email = EmailField(lazy("E-mail of a trainer"), [DataRequired(), Length(max=254)])


class GroupForm(Form):
    name = StringField(lazy("Name of the group"), [DataRequired(), Length(max=100)])


class GroupMembersForm(Form):
    people = SelectMultipleField(
        lazy("Members"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
