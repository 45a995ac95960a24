"""The form that takes a workbook."""

from flask_wtf.file import FileField, FileRequired

from courseware.web.forms import Form
from courseware.web.locale import lazy


class WorkbookForm(Form):
    file = FileField(lazy("XLSX file"), [FileRequired()])
