"""Looking through somebody's eyes: whose page a request is, and the banner that says so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import session
from markupsafe import Markup

from courseware.accounts.types import Me, Supporter
from courseware.admin.queries import is_open
from courseware.kit import clock
from courseware.web.render import render_text
from courseware.web.support import KEY

Loader = Callable[[str], Me | None]


def loader(plain: Loader) -> Loader:
    """As `plain`; in support, the person whose eyes are used, and who uses them.

    The cookie stays the administrator's own: when the support is over, they are themselves again.
    """

    def load(cookie_id: str) -> Me | None:
        me, kept = plain(cookie_id), session.get(KEY)
        if kept is None:
            return me
        seen = _through(me, kept, plain) if me is not None else None
        if seen is None:
            session.pop(KEY)
        return seen or me

    return load


def begin(person: Me, *, token: str, until: datetime, lang: str) -> None:
    """From the next request on; in the language of who looks, not of who is seen."""
    session.setdefault("lang", lang)
    session[KEY] = {"person": person.get_id(), "until": until.timestamp(), "token": token}


def end() -> None:
    session.pop(KEY, None)


def banner(me: Any) -> str | None:
    """Whose eyes these are, on every page, with the button that ends it."""
    if not me.is_support:
        return None
    return Markup(render_text("admin/_support.html", seen=me, until=me.seen_by.until))  # noqa: S704 - a template's own output


def _through(me: Me, kept: dict[str, Any], plain: Loader) -> Me | None:
    """The person as `me` sees them; none once it is over, or either of them may no longer."""
    until = datetime.fromtimestamp(kept["until"], UTC)
    if not me.is_administrator or until <= clock.now() or not is_open(kept["token"]):
        return None
    person = plain(kept["person"])
    if person is None or person.is_administrator:
        return None
    return replace(person, seen_by=Supporter(me.id, me.name, until, kept["token"]))
