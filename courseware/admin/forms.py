"""Forms of the administration."""

from zoneinfo import available_timezones

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from courseware.accounts.rules import normal_email
from courseware.web.forms import Form, choices
from courseware.web.locale import lazy, t

ROLES = [
    ("trainer", lazy("Trainer")),
    ("author", lazy("Course author")),
    ("administrator", lazy("Administrator")),
]


class PersonForm(Form):
    name = StringField(lazy("Name"), [DataRequired(), Length(max=200)])
    email = EmailField(lazy("E-mail"), [DataRequired(), Length(max=254)])
    employee_number = StringField(lazy("Employee number"), [Optional(), Length(max=50)])
    team = SelectField(lazy("Team"), coerce=int, choices=[])
    cohort = SelectField(lazy("Class"), coerce=int, choices=[])
    lang = SelectField(lazy("Language"), choices=choices([("zh", "中文"), ("en", "English")]))
    roles = SelectMultipleField(
        lazy("Also"), choices=choices(ROLES), widget=ListWidget(), option_widget=CheckboxInput()
    )

    def validate_email(self, field: EmailField) -> None:
        address = normal_email(field.data or "")
        if address.count("@") != 1 or " " in address or "." not in address.partition("@")[2]:
            raise ValidationError(t("This is not an address of mail."))


class ChangePersonForm(Form):
    name = StringField(lazy("Name"), [DataRequired(), Length(max=200)])
    team = SelectField(lazy("Team"), coerce=int, choices=[])
    roles = SelectMultipleField(
        lazy("Also"), choices=choices(ROLES), widget=ListWidget(), option_widget=CheckboxInput()
    )


class ImportForm(Form):
    file = FileField(lazy("CSV or XLSX file"), [FileRequired()])


class TeamForm(Form):
    name = StringField(lazy("Name of the team"), [DataRequired(), Length(max=200)])
    manager = EmailField(lazy("E-mail of the manager"), [Optional(), Length(max=254)])
    parent = SelectField(lazy("Belongs to"), coerce=int, choices=[])


class OrganisationForm(Form):
    name_zh = StringField(lazy("Name in Chinese"), [DataRequired(), Length(max=200)])
    name_en = StringField(lazy("Name in English"), [DataRequired(), Length(max=200)])
    time_zone = StringField(lazy("Time zone"), [DataRequired()])
    fiscal_month = IntegerField(lazy("First month of the fiscal year"), [NumberRange(1, 12)])
    review_days = IntegerField(
        lazy("A review is late after so many working days"), [NumberRange(1, 60)]
    )
    smtp_host = StringField(lazy("Mail server"), [Optional(), Length(max=200)])
    smtp_port = IntegerField(lazy("Port"), [Optional(), NumberRange(1, 65535)])
    smtp_user = StringField(lazy("User of the mail server"), [Optional(), Length(max=200)])
    smtp_password = PasswordField(lazy("Its password (left empty: unchanged)"), [Optional()])
    smtp_tls = BooleanField(lazy("Use STARTTLS"))
    mail_from = StringField(lazy("Sender's address"), [Optional(), Length(max=254)])

    def validate_time_zone(self, field: StringField) -> None:
        if field.data not in available_timezones():
            raise ValidationError(t("This is not a time zone such as Asia/Shanghai."))


class EmptyForm(Form):
    """Only the token: pressing the button says it all."""
