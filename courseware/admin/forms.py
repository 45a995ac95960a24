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
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from courseware.accounts.forms import whose
from courseware.accounts.rules import normal_email
from courseware.kit.chat import ChatError, check_address
from courseware.web.forms import Form, choices
from courseware.web.locale import CHOICES, lazy, t

ROLES = [
    ("trainer", lazy("Trainer")),
    ("author", lazy("Course author")),
    ("administrator", lazy("Administrator")),
]


DAYS = [
    lazy("Monday"),
    lazy("Tuesday"),
    lazy("Wednesday"),
    lazy("Thursday"),
    lazy("Friday"),
    lazy("Saturday"),
    lazy("Sunday"),
]
#: the settings by what they are about, for the page: anchor, title, names
SETTINGS = (
    (
        "organisation",
        lazy("Organisation"),
        ("name_zh", "name_en", "time_zone", "fiscal_month", "week_start"),
    ),
    (
        "dates",
        lazy("Dates and reviews"),
        ("reminder_days", "review_days", "observation_days", "late_minutes"),
    ),
    (
        "help",
        lazy("When somebody needs help"),
        ("help_failures", "help_quiet_days", "help_return_days", "help_behind"),
    ),
    ("kept", lazy("How long words and voices are kept"), ("recording_days", "line_days")),
    (
        "mail",
        lazy("Mail"),
        ("smtp_host", "smtp_port", "smtp_user", "smtp_password", "smtp_tls", "mail_from"),
    ),
)


class PersonForm(Form):
    name = StringField(lazy("Name"), [DataRequired(), Length(max=200)])
    email = EmailField(lazy("E-mail"), [DataRequired(), Length(max=254)])
    employee_number = StringField(lazy("Employee number"), [Optional(), Length(max=50)])
    team = SelectField(lazy("Team"), coerce=int, choices=[])
    cohort = SelectField(lazy("Class"), coerce=int, choices=[])
    lang = SelectField(lazy("Language"), choices=choices(CHOICES.items()))
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


class ErasureForm(Form):
    """Removing somebody's data for good: the address is typed, so that a slip of the finger does nothing."""

    email = EmailField(lazy("Type their e-mail to confirm"), [DataRequired(), Length(max=254)])


class SupportForm(Form):
    """Signing in as somebody for support: why, and the administrator's own password again."""

    reason = StringField(
        lazy("Why you need to see what they see"), [DataRequired(), Length(min=8, max=300)]
    )
    password = PasswordField(
        lazy("Your own password, again"),
        [InputRequired()],
        filters=[],
        render_kw={"autocomplete": "current-password"},
    )


class RobotForm(Form):
    """A robot of a chat group."""

    kind = SelectField(
        lazy("Chat"),
        choices=choices(
            [("wecom", "企业微信 WeCom"), ("dingtalk", "钉钉 DingTalk"), ("feishu", "飞书 Feishu")]
        ),
    )
    name = StringField(lazy("Name of the chat group"), [DataRequired(), Length(max=100)])
    url = StringField(lazy("Address of the robot (Webhook)"), [DataRequired(), Length(max=500)])
    secret = StringField(
        lazy("Secret of its signature (加签); empty where the group asks for none"),
        [Optional(), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    team = SelectField(lazy("For the people of"), coerce=int, choices=[])


class ImportForm(Form):
    file = FileField(lazy("CSV or XLSX file"), [FileRequired()])


class TeamForm(Form):
    """A team; after validation `manager_id` is whose address was given."""

    name = StringField(lazy("Name of the team"), [DataRequired(), Length(max=200)])
    manager = EmailField(lazy("E-mail of the manager"), [Optional(), Length(max=254)])
    parent = SelectField(lazy("Belongs to"), coerce=int, choices=[])
    manager_id: int | None = None

    def validate_manager(self, field: EmailField) -> None:
        self.manager_id = whose(field)


class OrganisationForm(Form):
    name_zh = StringField(lazy("Name in Chinese"), [DataRequired(), Length(max=200)])
    name_en = StringField(lazy("Name in English"), [DataRequired(), Length(max=200)])
    time_zone = StringField(lazy("Time zone"), [DataRequired()])
    fiscal_month = IntegerField(
        lazy("First month of the fiscal year"), [DataRequired(), NumberRange(1, 12)]
    )
    week_start = SelectField(
        lazy("First day of the week"), coerce=int, choices=choices(list(enumerate(DAYS)))
    )
    reminder_days = IntegerField(
        lazy("A due date is near so many days before"), [DataRequired(), NumberRange(1, 30)]
    )
    review_days = IntegerField(
        lazy("A review is late after so many working days"), [DataRequired(), NumberRange(1, 60)]
    )
    late_minutes = IntegerField(
        lazy("Late is who signs in to a class session so many minutes after it began"),
        [NumberRange(0, 240)],
    )
    help_failures = IntegerField(
        lazy("Needs help after so many failed attempts at one quiz"),
        [DataRequired(), NumberRange(1, 20)],
    )
    help_quiet_days = IntegerField(
        lazy("Needs help after so many quiet days while something is due"),
        [DataRequired(), NumberRange(1, 90)],
    )
    help_return_days = IntegerField(
        lazy("Needs help when a returned form lies untouched for so many days"),
        [DataRequired(), NumberRange(1, 90)],
    )
    help_behind = IntegerField(
        lazy("Needs help when so many modules are past their date"),
        [DataRequired(), NumberRange(1, 50)],
    )
    observation_days = StringField(
        lazy(
            "Managers are asked about graduates so many days after the course (such as 30,90; empty: never)"
        ),
        [Optional(), Length(max=50)],
    )
    recording_days = IntegerField(
        lazy("A kept recording is deleted after so many days"),
        [DataRequired(), NumberRange(1, 365)],
    )
    line_days = IntegerField(
        lazy("Lines typed in talks and drills are emptied after so many days"),
        [DataRequired(), NumberRange(30, 3650)],
    )
    smtp_host = StringField(lazy("Mail server"), [Optional(), Length(max=200)])
    smtp_port = IntegerField(lazy("Port"), [DataRequired(), NumberRange(1, 65535)])
    smtp_user = StringField(lazy("User of the mail server"), [Optional(), Length(max=200)])
    smtp_password = PasswordField(lazy("Its password (left empty: unchanged)"), [Optional()])
    smtp_tls = BooleanField(lazy("Use STARTTLS"))
    mail_from = StringField(lazy("Sender's address"), [Optional(), Length(max=254)])

    robot_url = StringField(lazy("Address of the AI service"), [Optional(), Length(max=300)])
    robot_model = StringField(lazy("Name of the model"), [Optional(), Length(max=200)])
    robot_key = PasswordField(lazy("Key (left empty: unchanged)"), [Optional(), Length(max=500)])
    robot_key_removed = BooleanField(lazy("Remove the key that is kept"))

    def validate_robot_url(self, field: StringField) -> None:
        try:
            check_address(field.data or "")
        except ChatError as error:
            raise ValidationError(t(error.sentence)) from None

    def validate_time_zone(self, field: StringField) -> None:
        if field.data not in available_timezones():
            raise ValidationError(t("This is not a time zone such as Asia/Shanghai."))


class LookForm(Form):
    """How certificates look. A picture that is not sent anew stays as it is."""

    certificate_design = SelectField(
        lazy("Design of certificates"),
        choices=choices(
            [
                ("formal", lazy("Formal: a frame in navy and gold")),
                ("modern", lazy("Modern: one strong colour, much white")),
                ("festive", lazy("Festive: red and gold, with a square seal")),
            ]
        ),
    )
    certificate_orientation = SelectField(
        lazy("Sheet"),
        choices=choices([("landscape", lazy("A4 across")), ("portrait", lazy("A4 upright"))]),
    )
    certificate_languages = SelectField(
        lazy("Languages on certificates"),
        choices=choices(
            [
                ("both", lazy("Chinese and English")),
                ("zh", lazy("Chinese")),
                ("en", lazy("English")),
            ]
        ),
    )
    signatory_zh = StringField(lazy("Who signs, in Chinese"), [Optional(), Length(max=40)])
    signatory_title_zh = StringField(lazy("Their title, in Chinese"), [Optional(), Length(max=60)])
    signatory_en = StringField(lazy("Who signs, in English"), [Optional(), Length(max=40)])
    signatory_title_en = StringField(lazy("Their title, in English"), [Optional(), Length(max=60)])
    logo = FileField(lazy("Logo (PNG, JPEG or WebP)"))
    logo_removed = BooleanField(lazy("Remove the logo"))
    seal = FileField(lazy("Seal, instead of the one that is drawn"))
    seal_removed = BooleanField(lazy("Remove the seal"))
    signature = FileField(lazy("Picture of the signature, best on a transparent ground"))
    signature_removed = BooleanField(lazy("Remove the signature"))


class EmptyForm(Form):
    """Only the token: pressing the button says it all."""
