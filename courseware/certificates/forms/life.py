"""Forms of what becomes of a certificate."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from courseware.web.forms import Form
from courseware.web.locale import lazy


class RevocationForm(Form):
    reason = StringField(lazy("Reason"), [DataRequired(), Length(max=300)])


class ReissueForm(Form):
    name = StringField(lazy("Name as it should be"), [DataRequired(), Length(max=100)])
    reason = StringField(lazy("Why it is issued again"), [DataRequired(), Length(max=300)])
