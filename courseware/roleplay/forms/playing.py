"""What a browser sends: a turn, a start, a trainer's marks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from courseware.content.definitions import Criterion, Node
from courseware.review.types import Verdict
from courseware.roleplay import rules
from courseware.roleplay.types import Sent
from courseware.web.forms import Form, choices
from courseware.web.locale import lazy

MARK, COMMENT = "mark-", "comment-"
LONGEST_COMMENT = 2000


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
        elif node.kind == "choose" and not (self.asks_nearest or self.back.data) and rules.choose(node, self.choice.data or "") is None:
            self.refuse("choice", "Please choose one of the replies that are offered.")
        return not self.errors


class MarkingForm(Form):
    """A trainer's marks, a comment to any turn, and a closing word; made for each rubric and talk."""

    summary = TextAreaField(
        lazy("In a few sentences"), validators=[Length(max=LONGEST_COMMENT), Optional()]
    )

    def verdict(self, rubric: str, version: str) -> Verdict:
        marks = {name: int(mark) for name, mark in self._given(MARK).items()}
        return Verdict(
            verdict="marked",
            marks=marks,
            comments=self._given(COMMENT),
            summary=self.summary.data or "",
            rubric=rubric,
            rubric_version=version,
        )

    def _given(self, prefix: str) -> Mapping[str, Any]:
        return {
            name.removeprefix(prefix): value
            for name, value in self.values.items()
            if name.startswith(prefix) and value
        }


def marking_form(criteria: Sequence[Criterion], turns: Iterable[int]) -> MarkingForm:
    """The form for the criteria of a rubric and the turns of a talk; every mark may be left out."""
    fields: dict[str, Any] = {
        f"{MARK}{criterion.id}": RadioField(
            choices=choices((mark, mark) for mark in "0123"),
            validators=[Optional()],
            validate_choice=True,
        )
        for criterion in criteria
    }
    fields |= {
        f"{COMMENT}{number}": TextAreaField(validators=[Length(max=LONGEST_COMMENT)])
        for number in turns
    }
    made: MarkingForm = type("MarkingForm", (MarkingForm,), fields)()
    return made
