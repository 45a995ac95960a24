"""The form that takes a file of questions."""

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from courseware.web.forms import Form, choices
from courseware.web.locale import lazy


class ImportForm(Form):
    file = FileField(lazy("GIFT or Moodle XML file"), [FileRequired()])
    lang = SelectField(
        lazy("Language of texts that do not say"),
        choices=choices(
            [
                ("", lazy("By their characters")),
                ("zh", lazy("Chinese")),
                ("en", lazy("English")),
            ]
        ),
    )
