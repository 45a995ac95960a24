"""What a browser sends: a turn, a start."""

from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from courseware.content.definitions import Node
from courseware.roleplay import rules
from courseware.roleplay.types import Sent
from courseware.web.forms import Form
from courseware.web.locale import lazy


class StartForm(Form):
    """`assigned` is sent by the button that starts work somebody asked for, `robot` by the AI customer's."""

    assigned = HiddenField()
    robot = HiddenField()


class TurnForm(Form):
    """One line: chosen by the button that was pressed, or typed.

    Where lines are offered, `own` words first ask which of them comes nearest; `back` returns to the words.
    """

    number = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=10_000)])
    token = HiddenField(validators=[Length(max=40)])
    choice = StringField(validators=[Length(max=100)])
    line = TextAreaField(lazy("Your own words"), validators=[Length(max=rules.LONGEST_LINE)])
    own = TextAreaField(validators=[Length(max=rules.LONGEST_LINE)])
    back = HiddenField()

    @property
    def asks_nearest(self) -> bool:
        """Whether there are own words that an offered line must still be found for."""
        return bool((self.own.data or "").strip()) and not self.choice.data and not self.errors

    def sent(self) -> Sent:
        return Sent(
            self.number.data or 0,
            self.token.data or "",
            self.choice.data or "",
            self.line.data or "",
        )

    def fits(self, node: Node) -> bool:
        """Whether this can be said at a node; adds the sentence for the reader where not."""
        if node.kind == "speak" and not self.line.data:
            self.refuse("line", "Type what you would say, then send it.")
        elif (
            node.kind == "choose"
            and not (self.asks_nearest or self.back.data)
            and rules.choose(node, self.choice.data or "") is None
        ):
            self.refuse("choice", "Please choose one of the replies that are offered.")
        return not self.errors
