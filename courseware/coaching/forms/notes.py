"""Forms of notes, talks and what was agreed in them."""

from datetime import date
from typing import cast

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from courseware.assignments.forms import GROUPS
from courseware.assignments.rules import items_of
from courseware.assignments.types import Asked
from courseware.coaching.types.notes import NewTalk
from courseware.content.definitions import Course
from courseware.web.forms import Form
from courseware.web.locale import lang, lazy

LONGEST = 5_000
#: what a step in one's own words is asked for as
TASK = "task"


class NoteForm(Form):
    text = TextAreaField(lazy("Note for myself"), [DataRequired(), Length(max=LONGEST)])

    @property
    def words(self) -> str:
        return cast(str, self.text.data)


class TalkForm(Form):
    held_on = DateField(lazy("When you talked"), [InputRequired()])
    text = TextAreaField(lazy("What you talked about"), [DataRequired(), Length(max=LONGEST)])

    @property
    def new(self) -> NewTalk:
        return NewTalk(self.held_on.data or date.min, self.text.data or "")


class ReplyForm(Form):
    reply = TextAreaField(lazy("What I add"), [DataRequired(), Length(max=LONGEST)])


class StepForm(Form):
    """The other one's next step; `offer` fills in what can be asked for."""

    item = SelectField(lazy("Their next step"), [Optional()])
    words = StringField(lazy("In your own words"), [Optional(), Length(max=100)])
    due_on = DateField(lazy("By"), [InputRequired()])

    def offer(self, course: Course) -> None:
        groups = items_of(course)
        self.item.choices = {
            str(lazy("Not in the course")): [("", str(lazy("What I write below")))],
            **{
                str(GROUPS[kind]): [(item.value, item.title[lang()]) for item in groups[kind]]
                for kind in groups
                if groups[kind] and kind in GROUPS
            },
        }

    @property
    def is_empty(self) -> bool:
        return not self.item.data and not self.words.data

    @property
    def asked(self) -> Asked:
        """A form must be accepted by who agreed it; words of one's own are a task."""
        kind, _, item = (self.item.data or f"{TASK}:{self.words.data}").partition(":")
        return Asked(
            kind,
            item,
            self.due_on.data,
            needs_acceptance=kind == "exercise",
            words=self.words.data or "" if kind != TASK else "",
        )


class PromiseForm(Form):
    promise = StringField(lazy("My own next step"), [DataRequired(), Length(max=300)])
    promise_on = DateField(lazy("By"), [Optional()])
