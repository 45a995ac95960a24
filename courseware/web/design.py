"""The live page of the design system, /design: every component with its states. In development only."""

from dataclasses import dataclass

from flask import Flask, Response
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FileField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from courseware.web.access import public
from courseware.web.forms import Form, choices
from courseware.web.locale import lazy
from courseware.web.render import render

TEXTS = ("2xs", "xs", "s", "note", "m", "read", "l", "xl", "2xl", "3xl", "4xl")
SPACES = ("half", "1", "1h", "2", "2h", "3", "4", "5", "6", "7", "8")
TONES = ("accent", "good", "warn", "bad", "info")


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the tables and the heat map."""

    name: str
    mark: int
    states: tuple[str, ...]


PEOPLE = (
    Person("林悦", 92, ("passed", "passed", "passed", "begun", "new", "new")),
    Person("Anna Berg", 78, ("passed", "passed", "failed", "begun", "new", "new")),
    Person("欧阳子涵", 61, ("passed", "begun", "late", "new", "new", "new")),
)


class Sample(Form):
    """One field of every kind; as it is shown, two of them are refused."""

    name = StringField(lazy("Name"), [InputRequired()])
    share = IntegerField(lazy("Share of the revenue"), [NumberRange(0, 100)])
    note = TextAreaField(lazy("Note"), [Optional(), Length(max=500)])
    way = RadioField(lazy("Answer by"), choices=choices([("mail", "E-mail"), ("chat", "WeCom")]))
    agreed = BooleanField(lazy("I have read this"))
    file = FileField(lazy("File"))


def install(app: Flask) -> None:
    """Add the page; called where the course is reloaded as it is written."""
    app.get("/design")(public(design))


def design() -> Response:
    sent = MultiDict({"name": "", "share": "140", "note": "华东区", "way": "chat"})
    form = Sample(sent, meta={"csrf": False})
    form.validate()
    return render(
        "web/design.html", form=form, texts=TEXTS, spaces=SPACES, tones=TONES, people=PEOPLE
    )
