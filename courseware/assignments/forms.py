"""Forms of asking, and of who is in a class and what is due when."""

import re
from datetime import date, timedelta
from typing import cast

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
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

from courseware.assignments.rules import KINDS, items_of
from courseware.assignments.types import Asked, Scope, Target
from courseware.content.definitions import Course
from courseware.web.forms import Form
from courseware.web.locale import lang, lazy, t

GROUPS = {
    "exercise": lazy("Exercise forms"),
    "roleplay": lazy("Role-plays"),
    "module": lazy("Whole modules"),
    "quiz": lazy("Quizzes"),
    "lesson": lazy("Lessons"),
}
#: of one address from the next, however they were pasted
BETWEEN_ADDRESSES = re.compile(r"[\s,;，；、]+")
MOST_ADDRESSES = 200


class Boxes(SelectMultipleField):
    """Several of a list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AskForm(Form):
    """Who does what by when; `offer` fills in the choices before it is validated."""

    item = SelectField(lazy("What is to be done"), [DataRequired()])
    places = Boxes(lazy("Whole teams and classes"))
    people = Boxes(lazy("People"), coerce=int)
    due_on = DateField(lazy("Due date"), [InputRequired()])
    quantity = IntegerField(
        lazy("How many times"), [InputRequired(), NumberRange(1, 100)], default=1
    )
    pass_line = IntegerField(lazy("At least"), [Optional(), NumberRange(1, 100)])
    reviewer = SelectField(lazy("Who reviews it"), coerce=int)
    needs_acceptance = BooleanField(lazy("A form counts only when it has been accepted"))
    earlier_work_counts = BooleanField(lazy("Earlier work counts"))
    joiners_receive = BooleanField(
        lazy("Whoever joins one of these teams or classes later receives it too")
    )
    words = TextAreaField(lazy("A few words to them"), [Optional(), Length(max=500)])

    def offer(self, course: Course, scope: Scope) -> None:
        groups = items_of(course)
        self.item.choices = {
            str(GROUPS[kind]): [(item.value, item.title[lang()]) for item in groups[kind]]
            for kind in KINDS
            if groups[kind]
        }
        self.places.choices = [(place.value, place.name) for place in scope.places]
        self.people.choices = [(person.id, person.name) for person in scope.people]
        self.reviewer.choices = [(person.id, person.name) for person in scope.reviewers]

    @property
    def day(self) -> date:
        return cast(date, self.due_on.data)

    @property
    def targets(self) -> list[Target]:
        places = [value.partition(":") for value in self.places.data or ()]
        whole = [Target(kind, int(key)) for kind, _, key in places]
        return whole + [Target("person", key) for key in self.people.data or ()]

    @property
    def asked(self) -> Asked:
        kind, _, item = self.item.data.partition(":")
        return Asked(
            kind=kind,
            item=item,
            due_on=self.due_on.data,
            quantity=self.quantity.data or 1,
            pass_line=self.pass_line.data,
            reviewer_id=self.reviewer.data,
            needs_acceptance=self.needs_acceptance.data,
            earlier_work_counts=self.earlier_work_counts.data,
            joiners_receive=self.joiners_receive.data,
            words=self.words.data or "",
        )


class ExtensionForm(Form):
    due_on = DateField(lazy("New due date"), [InputRequired()])

    @property
    def day(self) -> date:
        return cast(date, self.due_on.data)


class EmptyForm(Form):
    """For buttons: only the token."""


class MembersForm(Form):
    """People to be put into a class: addresses, or boxes of the list shown."""

    addresses = TextAreaField(lazy("E-mail addresses"), [Optional(), Length(max=20_000)])
    people = Boxes(lazy("People"), coerce=int)

    @property
    def wanted(self) -> list[str]:
        return [word for word in BETWEEN_ADDRESSES.split(self.addresses.data or "") if word]

    def validate_addresses(self, field: Field) -> None:
        if len(self.wanted) > MOST_ADDRESSES:
            raise ValidationError(t("At most {n} addresses at once.", n=MOST_ADDRESSES))


class PlanForm(Form):
    """One module after the other, at an even pace."""

    first_on = DateField(lazy("First module due on"), [InputRequired()])
    days = IntegerField(
        lazy("Days from one to the next"), [InputRequired(), NumberRange(1, 90)], default=7
    )

    def day(self, place: int) -> date:
        """When the module at this place, from 0, is due."""
        return cast(date, self.first_on.data) + timedelta(days=place * (self.days.data or 1))


def dates_in(sent: dict[str, str], slugs: list[str]) -> tuple[dict[str, date | None], list[str]]:
    """The due dates that a schedule form sent, by module, and the modules whose date cannot be read."""
    found: dict[str, date | None] = {}
    wrong: list[str] = []
    for slug in slugs:
        text = sent.get(f"due-{slug}", "").strip()
        try:
            found[slug] = date.fromisoformat(text) if text else None
        except ValueError:
            wrong.append(slug)
    return found, wrong
