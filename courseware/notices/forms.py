"""How somebody wants to be told."""

from wtforms import BooleanField, RadioField, SelectField

from courseware.notices.rules import Choice
from courseware.web.forms import Form, choices
from courseware.web.locale import lazy

MAILS = [
    ("at-once", lazy("At once; what comes within two minutes is one mail")),
    ("daily", lazy("Once a day, after the quiet hours")),
    ("never", lazy("Never; I look here myself")),
]
HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class ChoiceForm(Form):
    mail = RadioField(lazy("By mail"), choices=choices(MAILS))
    quiet_from = SelectField(lazy("Quiet from"), coerce=int, choices=choices(HOURS))
    quiet_to = SelectField(lazy("Quiet until"), coerce=int, choices=choices(HOURS))
    chat = BooleanField(
        lazy("Mention me in the chat group of my team (that there is something, not what)")
    )

    @property
    def choice(self) -> Choice:
        return Choice(self.mail.data, self.quiet_from.data, self.quiet_to.data, self.chat.data)
