"""The form of drawing groups."""

from collections.abc import Iterable
from secrets import randbelow

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from courseware.live.types.groups import Draw
from courseware.live.types.sessions import SessionRow
from courseware.web.forms import Form, choices
from courseware.web.locale import lazy, t

#: a seed of six digits can be read out and written down
SEEDS = 900_000
SMALLEST_SEED = 100_000
MOST = 100


class DrawForm(Form):
    """How groups are drawn; `offer` fills in the sessions."""

    who = SelectField(lazy("Who is drawn"), coerce=int, default=0)
    how = SelectField(
        lazy("How the groups are made"),
        choices=choices(
            [
                ("groups", lazy("So many groups")),
                ("size", lazy("So many people in a group, at most")),
                ("pairs", lazy("Pairs; three where somebody is left over")),
            ]
        ),
    )
    number = IntegerField(lazy("How many"), [InputRequired(), NumberRange(1, MOST)], default=4)
    by_team = BooleanField(lazy("Spread the teams evenly over the groups"))
    prefix = StringField(lazy("Names of the groups begin with"), [DataRequired(), Length(max=80)])
    seed = HiddenField()
    drawn = HiddenField()

    def offer(self, sessions: Iterable[SessionRow]) -> None:
        held = [(row.id, t("Only those who were at: {title}", title=row.title)) for row in sessions]
        self.who.choices = [(0, t("Everybody in the class")), *held]

    @property
    def wish(self) -> Draw:
        text = self.seed.data or ""
        known = text.isascii() and text.isdigit() and len(text) <= len(str(SEEDS))
        return Draw(
            how=self.how.data,
            number=self.number.data or 1,
            by_team=self.by_team.data,
            seed=int(text) if known else SMALLEST_SEED + randbelow(SEEDS),
            prefix=self.prefix.data or "",
            session_id=self.who.data or None,
        )

    @property
    def seen(self) -> frozenset[int]:
        """The people of the groups that were shown."""
        parts = (self.drawn.data or "").split(",")
        return frozenset(int(part) for part in parts if part.isascii() and part.isdigit())
