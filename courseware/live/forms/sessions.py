"""The form of a class session."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from wtforms import (
    DateField,
    Field,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from courseware.content.definitions import ModuleDefinition
from courseware.live.rules.planning import moment
from courseware.live.types.sessions import Plan, SessionRow
from courseware.web.forms import Form
from courseware.web.locale import lang, lazy, t

#: a year of weeks
MOST_WEEKS = 52


class SessionForm(Form):
    """When, where and about what a class meets; by the clock of the organisation."""

    title = StringField(lazy("Title of the session"), [DataRequired(), Length(max=200)])
    day = DateField(lazy("Day of the session"), [InputRequired()])
    from_time = TimeField(lazy("From (time)"), [InputRequired()])
    to_time = TimeField(lazy("Until (time)"), [InputRequired()])
    place = StringField(lazy("Place of the session"), [Optional(), Length(max=300)])
    link = StringField(lazy("Link to join from afar"), [Optional(), Length(max=500)])
    modules = SelectMultipleField(
        lazy("Modules covered"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    words = TextAreaField(lazy("A few words to the class"), [Optional(), Length(max=1000)])

    def offer(self, modules: Iterable[ModuleDefinition]) -> None:
        self.modules.choices = [(m.slug, f"{m.number:02d} {m.title[lang()]}") for m in modules]

    def show(self, session: SessionRow, zone: ZoneInfo) -> None:
        """Fill in what is planned."""
        starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
        self.day.data, self.from_time.data, self.to_time.data = (
            starts.date(),
            starts.time(),
            ends.time(),
        )
        for name in ("title", "place", "link", "words"):
            self[name].data = getattr(session, name)
        self.modules.data = list(session.modules)

    def validate_to_time(self, field: Field) -> None:
        if self.from_time.data and field.data and field.data <= self.from_time.data:
            raise ValidationError(t("The end must lie after the beginning, on the same day."))

    def validate_link(self, field: Field) -> None:
        if not field.data.startswith(("https://", "http://")):
            raise ValidationError(t("A link begins with https:// or http://."))

    def plan(self, zone: ZoneInfo) -> Plan:
        day, first, last = self.day.data, self.from_time.data, self.to_time.data
        assert day is not None and first is not None and last is not None  # noqa: S101, PT018 - validated
        return Plan(
            title=self.title.data or "",
            starts_at=moment(day, first, zone),
            ends_at=moment(day, last, zone),
            place=self.place.data or "",
            link=self.link.data or "",
            words=self.words.data or "",
            modules=tuple(self.modules.data or ()),
        )


class NewSessionForm(SessionForm):
    """One session, or the same each week."""

    times = IntegerField(
        lazy("How many weeks in a row"), [InputRequired(), NumberRange(1, MOST_WEEKS)], default=1
    )
