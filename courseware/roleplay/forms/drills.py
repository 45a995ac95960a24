"""What a browser sends from a card, and what is signed into the page it sends from."""

from dataclasses import asdict

from flask import current_app
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from courseware.errors import Conflict, NotFound
from courseware.kit.signing import sign, signed
from courseware.roleplay import rules
from courseware.roleplay.types.drills import OUTCOMES, DrillSent, Shown
from courseware.web.forms import Form
from courseware.web.locale import lazy


class AnswerForm(Form):
    """The reply to an objection: typed, or said aloud (the button `aloud`)."""

    shown = HiddenField(validators=[InputRequired()])
    aloud = StringField()
    line = TextAreaField(lazy("Your reply"), validators=[Length(max=rules.LONGEST_LINE)])

    def is_answered(self) -> bool:
        """Whether there is a reply; adds the sentence for the reader where not."""
        if not self.validate_on_submit():
            return False
        if not self.line.data and not self.aloud.data:
            self.refuse("line", "Type your reply, or press “I said it aloud”.")
        return not self.errors


class OutcomeForm(Form):
    """How it went, by the button that was pressed."""

    shown = HiddenField(validators=[InputRequired()])
    line = HiddenField(validators=[Length(max=rules.LONGEST_LINE)])
    outcome = StringField(validators=[AnyOf(OUTCOMES)])
    seconds = IntegerField(validators=[Optional()])

    def sent(self) -> DrillSent:
        return DrillSent(self.line.data or "", self.outcome.data or "", seconds=self.seconds.data)


def seal(shown: Shown) -> str:
    """What a page showed, signed: its time is the server's, whatever a browser says."""
    return sign(current_app.config["SECRET_KEY"], "drill", asdict(shown))


def unseal(sealed: str, *, person_id: int) -> Shown:
    """What `seal` wrote for that person; Conflict where it is from elsewhere, NotFound where for another."""
    content = signed(current_app.config["SECRET_KEY"], "drill", sealed)
    try:
        shown = Shown(**content)
    except TypeError as broken:  # none of ours, or of another time
        raise Conflict(
            "This page is out of date. Nothing was lost: reload it and go on."
        ) from broken
    if shown.person_id != person_id:
        raise NotFound
    return shown
