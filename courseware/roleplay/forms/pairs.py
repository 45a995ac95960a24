"""What the devices of a pair send: a card, a code, what was said."""

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from courseware.roleplay import rules
from courseware.roleplay.rules.pairs import says_something
from courseware.roleplay.types.pairs import Report
from courseware.web.forms import Form
from courseware.web.locale import lazy


class CardForm(Form):
    """The card somebody wants, by the button that was pressed."""

    role = StringField(validators=[Length(max=20)])


class CodeForm(Form):
    code = StringField(lazy("Code of the room"), validators=[Length(max=20)])


class StepForm(Form):
    """The state that a page is based on."""

    counter = IntegerField(validators=[InputRequired(), NumberRange(min=0, max=100_000)])


class ReportForm(StepForm):
    """What the seller said: the offered line that came nearest, or the gist."""

    choice = StringField(validators=[Length(max=100)])
    line = TextAreaField(lazy("What was said"), validators=[Length(max=rules.LONGEST_LINE)])

    def report(self) -> Report:
        return Report(self.counter.data or 0, self.choice.data or "", self.line.data or "")

    def says_it(self) -> bool:
        """Whether something was reported; adds the sentence for the reader where not."""
        if not self.choice.data and not says_something(self.line.data or ""):
            self.refuse("line", "Write at least a few words of what was said.")
        return not self.errors
