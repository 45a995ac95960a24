"""A visitor who fills in and sends every form that she finds, and what Chinese she leaves in the database."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from sqlalchemy import MetaData, select

from courseware import db

HAN = re.compile(r"[㐀-鿿]")
#: what ends a walk, or is another test's
LEFT_ALONE = re.compile(
    r"/logout|/language|/password|/removals|/cancellations|/withdrawals|/search"
)
#: forms that are sent from one page on, and those of the pages they lead to
MOST = 12


class _Forms(HTMLParser):
    """The forms of a page with values that a hurried visitor would give."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self._open: dict[str, list[str]] | None = None
        self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form" and given.get("method", "").lower() == "post":
            self._open = {}
            self.found.append((given.get("action", ""), self._open))
        elif self._open is None:
            return
        elif tag == "select":
            self._choice = name
        elif tag == "option" and self._choice and given.get("value"):
            self._open.setdefault(self._choice, [given["value"]])
        elif tag == "textarea" and name:
            self._open[name] = ["写好了"]
        elif tag in ("input", "button") and name:
            self._give(name, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._choice = ""

    def _give(self, name: str, given: dict[str, str]) -> None:
        assert self._open is not None
        usual = {"number": "3", "date": "2026-12-01", "time": "09:00", "email": "a@test.example"}
        value = given.get("value") or usual.get(given.get("type", ""), "写好了")
        if given.get("type") != "file":
            self._open.setdefault(name, [value])


def press_everything(client: FlaskClient, start: str) -> None:
    """Send each form of a page once, go where it leads, and do the same there."""
    waiting, sent = [start], set[str]()
    while waiting and len(sent) < MOST:
        page = waiting.pop(0)
        answer = client.get(page, follow_redirects=True)
        here = answer.request.path
        forms = _Forms()
        forms.feed(answer.text)
        for action, values in forms.found:
            address = action or here
            if address in sent or LEFT_ALONE.search(address):
                continue
            sent.add(address)
            told = client.post(address, data=values)
            if told.location:
                waiting.append(urlsplit(told.location).path)


def written_in_chinese(database: db.Database) -> list[tuple[str, str]]:
    """Every value of every row that holds Chinese, by table and column."""
    tables = MetaData()
    with db.transaction(database) as session:
        tables.reflect(session.connection())
        return sorted(
            (f"{table.name}.{column.name}", words)
            for table in tables.sorted_tables
            for column in table.columns
            for (value,) in session.execute(select(column))
            if HAN.search(words := _words(value))
        )


def _words(value: Any) -> str:
    """The value with figures left out, and JSON read, since a database may write its signs as escapes."""
    text = str(value)
    plain = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found.group(1), 16)), text)
    return re.sub(r"[0-9]+", "0", plain)
