"""How often a report is sent, in which form, and to whom."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from courseware.reports.types.schedules import Plan, Recipient
from courseware.web.forms import Form, choices
from courseware.web.locale import CHOICES, choice, lazy, t

WEEK = ("week", lazy("every week, on its first day"))
MONTH = ("month", lazy("every month, on its first day"))
END = ("end", lazy("once, on the day after the last day of the class"))


class ScheduleForm(Form):
    """`offer` fills in the choices before it is validated."""

    every = RadioField(lazy("How often"), default="week")
    form = RadioField(
        lazy("As"),
        choices=choices(
            (("pdf", lazy("PDF, to read and print")), ("xlsx", lazy("XLSX, a spreadsheet")))
        ),
        default="pdf",
    )
    lang = SelectField(lazy("Language of the report"), choices=choices(CHOICES.items()))
    people = SelectMultipleField(
        lazy("To whom"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=lazy("Only people who may see this report today can be chosen."),
    )

    def offer(self, readers: Sequence[Recipient], *, of_class: bool) -> None:
        self.every.choices = choices((WEEK, MONTH, *((END,) if of_class else ())))
        self.people.choices = choices((reader.id, reader.name) for reader in readers)
        if not self.is_submitted():
            self.lang.data = choice()

    def validate(self, extra_validators: Any = None) -> bool:
        good: bool = super().validate(extra_validators)
        if not self.people.data and not self.people.errors:
            self.people.errors = [t("Choose at least one person.")]
            return False
        return good

    @property
    def plan(self) -> Plan:
        people = tuple(self.people.data or ())
        return Plan(self.every.data, self.form.data, self.lang.data, people)
