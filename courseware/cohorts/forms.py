"""Forms of classes: a new one, its settings, its groups, its schedule, joining, announcements."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from courseware.cohorts.rules import Rhythm, free_days
from courseware.cohorts.types import Dates
from courseware.web.forms import Form, choices
from courseware.web.locale import lazy, t

#: one @ between two parts without spaces; the mail itself says whether it exists
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")


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


class AnnouncementForm(Form):
    text = TextAreaField(lazy("What the class should know"), [DataRequired(), Length(max=4000)])


class FreeDays(TextAreaField):
    """Days on which nothing opens and nothing is due, as people write them."""

    @property
    def days(self) -> set[date]:
        return free_days(self.data or "")

    def pre_validate(self, form: BaseForm) -> None:
        try:
            free_days(self.data or "")
        except ValueError as wrong:
            sentence = "This line is no day, nor the first and last day of some: {line}"
            raise ValidationError(t(sentence, line=str(wrong))) from None


class RhythmForm(Form):
    """A whole schedule at once."""

    first_on = DateField(lazy("First day of the schedule"), [InputRequired()])
    at_once = IntegerField(
        lazy("Modules each time"), [InputRequired(), NumberRange(1, 20)], default=2
    )
    weeks = IntegerField(
        lazy("Weeks from one time to the next"), [InputRequired(), NumberRange(1, 12)], default=1
    )
    what = SelectField(
        lazy("On that day a module"),
        choices=choices(
            [
                ("both", lazy("opens, and is due some days later")),
                ("opens", lazy("opens; nothing is due")),
                ("due", lazy("is due; all are open from the start")),
            ]
        ),
    )
    days = IntegerField(
        lazy("Days until it is due"), [InputRequired(), NumberRange(0, 365)], default=7
    )
    free = FreeDays(lazy("Holidays and weeks without lessons"), [Optional(), Length(max=4000)])

    @property
    def rhythm(self) -> Rhythm:
        due_after = {"both": self.days.data, "opens": None, "due": 0}[self.what.data]
        return Rhythm(
            cast(date, self.first_on.data),
            self.at_once.data or 1,
            self.weeks.data or 1,
            opens=self.what.data != "due",
            due_after=due_after,
        )


class ShiftForm(Form):
    """All later dates, so many days on or back."""

    since = DateField(lazy("All dates from this day on"), [InputRequired()])
    days = IntegerField(lazy("Days (minus = earlier)"), [InputRequired(), NumberRange(-365, 365)])

    @property
    def first(self) -> date:
        return cast(date, self.since.data)


class TemplateForm(Form):
    name = StringField(lazy("Name of the kept schedule"), [DataRequired(), Length(max=200)])


class ApplyForm(Form):
    """From when a kept schedule counts."""

    first_on = DateField(lazy("First day"), [InputRequired()])
    weekends_move = BooleanField(lazy("Move what falls on a weekend to the Monday after"))

    @property
    def first(self) -> date:
        return cast(date, self.first_on.data)


class JoinLinkForm(Form):
    until = DateField(lazy("Last day of the link"), [Optional()])
    needs_approval = BooleanField(lazy("I say yes or no to everybody who comes by the link"))


class JoinForm(Form):
    words = StringField(lazy("A word to the trainer"), [Optional(), Length(max=500)])


class StrangerForm(JoinForm):
    """Somebody without an account."""

    name = StringField(lazy("Your name"), [DataRequired(), Length(max=200)])
    email = EmailField(
        lazy("Your e-mail address"),
        [
            DataRequired(),
            Length(max=254),
            Regexp(ADDRESS, message=lazy("This is no e-mail address.")),
        ],
    )


def dates_sent(
    sent: Mapping[str, str], modules: Iterable[str]
) -> tuple[dict[str, Dates], list[str]]:
    """The days that a schedule form sent, by module, and the modules of which a day cannot be read."""
    found: dict[str, Dates] = {}
    wrong: list[str] = []
    for slug in modules:
        try:
            opens_on, due_on = (_day(sent.get(f"{kind}-{slug}", "")) for kind in ("opens", "due"))
        except ValueError:
            wrong.append(slug)
        else:
            found[slug] = Dates(opens_on, due_on)
    return found, wrong


def _day(text: str) -> date | None:
    return date.fromisoformat(text.strip()) if text.strip() else None
