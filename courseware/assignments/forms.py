"""Forms of asking, and of who is in a class and what is due when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from courseware.assignments.rules import KINDS
from courseware.assignments.types import Asked, Item, Repeat, Scope, Target
from courseware.web.forms import Form, choices
from courseware.web.locale import lang, lazy, t

GROUPS = {
    "drill": lazy("Objection drills"),
    "exercise": lazy("Exercise forms"),
    "roleplay": lazy("Role-plays"),
    "module": lazy("Whole modules"),
    "quiz": lazy("Quizzes"),
    "lesson": lazy("Lessons"),
}
EVERY = {
    "": lazy("no, only once"),
    "week": lazy("every week"),
    "two-weeks": lazy("every two weeks"),
    "month": lazy("every month"),
}
ENDINGS = (
    ("leave", lazy("stays as it is")),
    ("cancel", lazy("is cancelled: nobody owes it any more")),
)
#: of a series
LONGEST = timedelta(days=2 * 366)
#: of one address from the next, however they were pasted
BETWEEN_ADDRESSES = re.compile(r"[\s,;，；、]+")
MOST_ADDRESSES = 200


class Boxes(SelectMultipleField):
    """Several of a list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The choices of one kind, and how many of them are ticked."""

    kind: str
    label: str
    options: list[Any]
    ticked: int


class AskForm(Form):
    """What, by whom, by when; `offer` fills in the choices before it is validated."""

    item = Boxes(lazy("What is to be done"))
    task = StringField(lazy("A task in your own words"), [Optional(), Length(max=100)])
    places = Boxes(lazy("Whole teams and classes"))
    people = Boxes(lazy("People"), coerce=int)
    due_on = DateField(lazy("Due date"), [InputRequired()])
    every = SelectField(lazy("Repeat it"), choices=choices(EVERY.items()), default="")
    until_on = DateField(lazy("Until this day"), [Optional()])
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

    def offer(self, groups: Mapping[str, Sequence[Item]], scope: Scope) -> None:
        self.item.choices = choices(
            (item.value, item.title[lang()]) for kind in KINDS for item in groups.get(kind, ())
        )
        self.places.choices = choices((place.value, place.name) for place in scope.places)
        self.people.choices = choices((person.id, person.name) for person in scope.people)
        self.reviewer.choices = choices((person.id, person.name) for person in scope.reviewers)

    @property
    def shelves(self) -> list[Shelf]:
        """The choices of what is to be done, kind by kind."""
        options = list(self.item)
        found = []
        for kind in KINDS:
            some = [each for each in options if str(each.data).startswith(f"{kind}:")]
            ticked = sum(1 for each in some if each.checked)
            if some:
                found.append(Shelf(kind, str(GROUPS[kind]), some, ticked))
        return found

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form, and what concerns two fields at once, also where one of them is empty."""
        good = super().validate(extra_validators)
        self.task.data = " ".join((self.task.data or "").split())
        if not self.item.errors and not self.task.data and not self.item.data:
            self.refuse("task", "Choose at least one thing, or write a task.")
        if self.every.data and self.due_on.data and not self.until_on.errors:
            self._check_end(self.due_on.data, self.until_on.data)
        return good and not self.errors

    def _check_end(self, first: date, last: date | None) -> None:
        if last is None or last < first:
            self.refuse("until_on", "What repeats needs a last day, on or after the due date.")
        elif last > first + LONGEST:
            self.refuse("until_on", "What repeats ends within two years.")

    @property
    def day(self) -> date:
        return cast(date, self.due_on.data)

    @property
    def targets(self) -> list[Target]:
        places = [value.partition(":") for value in self.places.data or ()]
        whole = [Target(kind, int(key)) for kind, _, key in places]
        return whole + [Target("person", key) for key in self.people.data or ()]

    @property
    def repeat(self) -> Repeat | None:
        if not self.every.data:
            return None
        return Repeat(self.every.data, cast(date, self.until_on.data))

    @property
    def asks(self) -> list[Asked]:
        """One for each thing that was ticked, and one for the task."""
        values = [str(value).partition(":") for value in self.item.data or ()]
        wanted = [(kind, item) for kind, _, item in values]
        if self.task.data:
            wanted.append(("task", self.task.data))
        return [self._asked(kind, item) for kind, item in wanted]

    def _asked(self, kind: str, item: str) -> Asked:
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
    """Another due date, for everybody or for those who are ticked."""

    due_on = DateField(lazy("New due date"), [InputRequired()])
    words = StringField(lazy("Why"), [Optional(), Length(max=200)])

    @property
    def day(self) -> date:
        return cast(date, self.due_on.data)


class TicksForm(Form):
    """Which of a list were ticked: numbers, whatever the list holds."""

    tick = SelectMultipleField(coerce=int, validate_choice=False)

    @property
    def ticked(self) -> list[int]:
        return list(dict.fromkeys(self.tick.data or ()))


class DoneForm(Form):
    """A task is done."""

    note = StringField(lazy("What you did"), [Optional(), Length(max=200)])


class EndingForm(Form):
    """A series stops; its open rounds with it, or not."""

    open_rounds = RadioField(
        lazy("What is still open"),
        choices=choices(ENDINGS),
        default="leave",
    )


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
