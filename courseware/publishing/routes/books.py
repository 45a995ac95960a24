"""The whole course as a book: what lies ready, asking for it, taking it along."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from flask import make_response, redirect, request, send_file
from flask_login import current_user

from courseware.content import current
from courseware.errors import Forbidden, NotFound
from courseware.kit import clock
from courseware.learning.queries import closed_to
from courseware.publishing import actions
from courseware.publishing.queries import books as queries
from courseware.publishing.routes.base import bp
from courseware.publishing.rules.shelf import FORMS, Place, shelf
from courseware.web.access import signed_in
from courseware.web.locale import CHOICES, choice, lang
from courseware.web.printing import storage
from courseware.web.render import render, render_text

TYPES = {"pdf": "application/pdf", "epub": "application/epub+zip"}


@bp.get("/book")
@signed_in
def book() -> Any:
    places = _places()
    return render("publishing/book.html", opens_on=_opens_on(), **_words(places))


@bp.get("/book/state")
@signed_in
def book_state() -> Any:
    """The part of the page that follows the worker; 204 ends the asking once nothing is being made."""
    places = () if _opens_on() else _places()
    words = _words(places)
    if request.headers.get("If-None-Match") == words["etag"]:
        return "", 304 if words["is_waiting"] else 204
    answer = make_response(render_text("publishing/_shelf.html", **words))
    answer.headers["ETag"] = words["etag"]
    return answer


@bp.get("/book/<language>/<form>")
@signed_in
def book_file(language: str, form: str) -> Any:
    place = _place(language, form)
    if place.file is None:
        raise NotFound("This book is not made yet.")
    course = current.course()
    answer = send_file(
        storage().path(place.file),
        mimetype=TYPES[form],
        as_attachment=True,
        download_name=f"{course.title['en' if language == 'en' else 'zh']} {course.edition}.{form}",
        conditional=True,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/book/<language>/<form>")
@signed_in
def ask_for_book(language: str, form: str) -> Any:
    if _place(language, form).may_ask:
        actions.ask_for_book(language, form, current.course().digest)
    return redirect("/book", 303)


def _opens_on() -> date | None:
    """The day from which the reader may have all of it: a class may open modules only later."""
    closed = closed_to(current_user, current.course())
    return max((opening.on for opening in closed.values()), default=None)


def _place(language: str, form: str) -> Place:
    """NotFound for another language or form; Forbidden for whoever would read ahead of the class."""
    if language not in CHOICES or form not in FORMS:
        raise NotFound
    day = _opens_on()
    if day is not None:
        raise Forbidden(
            "Your class opens its last modules on {day}; from then on the book is yours, too.",
            day=day.isoformat(),
        )
    return next(place for place in _places() if (place.lang, place.form) == (language, form))


def _places() -> tuple[Place, ...]:
    """The reader's own language first."""
    langs = sorted(CHOICES, key=lambda each: (each != choice(), not each.startswith(lang())))
    return shelf(queries.books(), current.course().digest, clock.now(), langs=langs)


def _words(places: Sequence[Place]) -> dict[str, Any]:
    state = repr([(p.lang, p.form, p.file, p.asked_at, p.is_stuck) for p in places])
    return {
        "shelf": [(each, [p for p in places if p.lang == each]) for each in _langs(places)],
        "is_waiting": any(place.is_waiting for place in places),
        "etag": f'"{sha256(state.encode()).hexdigest()[:16]}"',
    }


def _langs(places: Sequence[Place]) -> list[str]:
    return list(dict.fromkeys(place.lang for place in places))
