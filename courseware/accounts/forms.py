"""Forms of sign-in, passwords and one's own account."""

from collections.abc import Callable
from typing import Any

from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from courseware.accounts.rules import password_problem
from courseware.web.forms import Form, choices
from courseware.web.locale import lazy

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
    lang = SelectField(lazy("Language"), choices=choices([("zh", "中文"), ("en", "English")]))
