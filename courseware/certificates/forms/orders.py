"""The form by which many certificates are ordered."""

from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput

from courseware.web.forms import Form, choices
from courseware.web.locale import lazy

FORMS = (
    ("zip", lazy("One ZIP file: each certificate as the signed PDF of record")),
    ("pdf", lazy("One PDF to print: all pages one after the other")),
)


class OrderForm(Form):
    kinds = SelectMultipleField(
        lazy("Which certificates"),
        [DataRequired(lazy("Choose at least one kind."))],
        option_widget=CheckboxInput(),
    )
    form = RadioField(lazy("As what"), [DataRequired()], choices=choices(FORMS), default="zip")
    with_forms = BooleanField(
        lazy(
            "In the PDF to print, add the pages of the accepted forms to the exercise certificates"
        )
    )
