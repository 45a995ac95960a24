"""The forms of who was there: the code, the trainer's ticks, and what is asked of the absent."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from wtforms import DateField, Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from courseware.assignments.rules import items_of
from courseware.assignments.types import Asked
from courseware.content.definitions import Course
from courseware.live.types.attendance import STATES, Change, SheetLine
from courseware.web.forms import Form
from courseware.web.locale import lang, lazy, t
from courseware.web.zone import today

#: by when, unless the trainer says another day
USUAL_DAYS = 7
TASK = "task:"
KINDS = {
    "exercise": lazy("Exercise forms"),
    "roleplay": lazy("Role-plays"),
    "module": lazy("Whole modules"),
    "quiz": lazy("Quizzes"),
    "lesson": lazy("Lessons"),
}


class SignInForm(Form):
    code = StringField(lazy("Code on the wall"), [DataRequired(), Length(max=20)])


class TickForm(Form):
    """For buttons and for the sheet, whose fields follow from the people: only the token."""


def changes_in(sent: Mapping[str, str], sheet: Iterable[SheetLine]) -> dict[int, Change]:
    """What a trainer has ticked: `is-7` as it should be, `was-7` as the page showed it."""
    rest = sent.get("rest", "")
    found = {}
    for line in sheet:
        was = sent.get(f"was-{line.person_id}", "")
        state = sent.get(f"is-{line.person_id}", "") or rest
        if state in STATES:
            found[line.person_id] = Change(was, state)
    return found


class MakeUpForm(Form):
    """What those who were not there do instead; `offer` fills in the choices."""

    people = SelectMultipleField(
        lazy("Of whom"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    item = SelectField(lazy("To make up by"), [DataRequired()])
    task = StringField(lazy("The task in words"), [Optional(), Length(max=100)])
    due_on = DateField(lazy("To be done by"), [InputRequired()])
    words = TextAreaField(lazy("A few words to them"), [Optional(), Length(max=500)])

    def offer(self, course: Course, modules: Iterable[str], people: Iterable[SheetLine]) -> None:
        groups = items_of(course)
        covered = [
            (f"{kind}:{item.id}", f"{word}: {item.title[lang()]}")
            for slug in modules
            for kind, word in (("quiz", t("Quiz")), ("lesson", t("Lesson")))
            for item in groups[kind]
            if item.id == slug
        ]
        named = {
            str(label): [(item.value, item.title[lang()]) for item in groups[kind]]
            for kind, label in KINDS.items()
        }
        own = {t("In words"): [(TASK, t("A task in my own words"))]}
        choices = {t("Modules covered"): covered, **own, **named}
        self.item.choices = {label: some for label, some in choices.items() if some}
        self.people.choices = [(line.person_id, line.name) for line in people]

    def propose(self, people: Iterable[SheetLine], reason: str) -> None:
        """Everybody who was asked nothing yet, a week from now."""
        self.people.data = [line.person_id for line in people if _is_free(line)]
        self.due_on.data = today() + timedelta(days=USUAL_DAYS)
        self.words.data = reason

    def validate_item(self, field: Field) -> None:
        if field.data == TASK and not self.task.data:
            raise ValidationError(t("Say in a few words what is to be done."))

    def validate_due_on(self, field: Field) -> None:
        if isinstance(field.data, date) and field.data < today():
            raise ValidationError(t("The due date lies in the past."))

    def validate_people(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(t("Choose at least one person."))

    @property
    def asked(self) -> Asked:
        kind, _, item = self.item.data.partition(":")
        return Asked(
            kind=kind,
            item=item or self.task.data or "",
            due_on=self.due_on.data,
            words=self.words.data or "",
        )


def _is_free(line: SheetLine) -> bool:
    made = line.mark.make_up if line.mark else None
    return line.state == "absent" and (made is None or made.closed_reason is not None)
