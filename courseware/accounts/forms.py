"""Forms of sign-in, passwords, one's own account, and of who stands in for a manager."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from wtforms import BooleanField, DateField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import (
    DataRequired,
    EqualTo,
    InputRequired,
    Length,
    Optional,
    ValidationError,
)

from courseware.accounts.queries import person_by_email
from courseware.accounts.rules import password_problem
from courseware.web.forms import Form, choices
from courseware.web.locale import CHOICES, lazy, t

NOT_STRIPPED: list[Callable[[Any], Any]] = []


class SignInForm(Form):
    email = StringField(
        lazy("Account"), [DataRequired(), Length(max=254)], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        lazy("Password"),
        [InputRequired()],
        filters=NOT_STRIPPED,
        render_kw={"autocomplete": "current-password"},
    )
    stay = BooleanField(lazy("Stay signed in on this device"))


class ForgottenForm(Form):
    email = EmailField(
        lazy("E-mail"), [DataRequired(), Length(max=254)], render_kw={"autocomplete": "username"}
    )


class NewPasswordForm(Form):
    """A new password, typed twice; `owner_email` is set by the view."""

    owner_email = ""
    password = PasswordField(
        lazy("New password"),
        [InputRequired()],
        filters=NOT_STRIPPED,
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        lazy("New password, again"),
        [InputRequired(), EqualTo("password", lazy("The two passwords are not the same."))],
        filters=NOT_STRIPPED,
        render_kw={"autocomplete": "new-password"},
    )

    def validate(self, extra_validators: object = None) -> bool:
        if not super().validate(extra_validators):
            return False
        problem = password_problem(self.password.data or "", email=self.owner_email)
        if problem:
            self.refuse("password", problem)
        return problem is None


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(
        lazy("Present password"),
        [InputRequired()],
        filters=NOT_STRIPPED,
        render_kw={"autocomplete": "current-password"},
    )


class FirstAdministratorForm(NewPasswordForm):
    name = StringField(
        lazy("Name"), [DataRequired(), Length(max=200)], render_kw={"autocomplete": "name"}
    )
    email = EmailField(
        lazy("E-mail"), [DataRequired(), Length(max=254)], render_kw={"autocomplete": "username"}
    )


class LanguageForm(Form):
    lang = SelectField(lazy("Language"), choices=choices(CHOICES.items()))


class DeputyForm(Form):
    """Who stands in for a manager; after validation `person_id` is whose address was given."""

    deputy = EmailField(lazy("E-mail of the deputy"), [DataRequired(), Length(max=254)])
    from_on = DateField(lazy("Stands in from"), [InputRequired()])
    to_on = DateField(lazy("Until and with (left empty: until further notice)"), [Optional()])
    person_id = 0

    def validate_deputy(self, field: EmailField) -> None:
        self.person_id = whose(field)

    def validate_to_on(self, field: DateField) -> None:
        if field.data and self.from_on.data and field.data < self.from_on.data:
            raise ValidationError(t("The deputy's last day lies before the first."))

    @property
    def days(self) -> tuple[date, date | None]:
        return cast(date, self.from_on.data), self.to_on.data


def whose(field: EmailField) -> int:
    """The id of whoever may sign in with the address in a field."""
    person = person_by_email(field.data or "")
    if person is None:
        raise ValidationError(t("Nobody has this address."))
    return person.id
