"""Search over the course, one's own notes and the people one may see."""

from typing import Any

from flask import request
from flask_login import current_user

from courseware.content import current
from courseware.home import queries
from courseware.home.routes.base import bp
from courseware.web.access import signed_in
from courseware.web.locale import lang
from courseware.web.render import render


@bp.get("/search")
@signed_in
def search() -> Any:
    course = current.course()
    words = request.args.get("q", "").strip()[:100]
    hits = current.library().search(words, lang()) if words else []
    terms = [
        term
        for term in course.glossary.values()
        if words and words.casefold() in f"{term.name.zh}\n{term.name.en}".casefold()
    ]
    return render(
        "home/search.html",
        words=words,
        hits=hits,
        terms=terms[:20],
        people=queries.find_people(current_user, words) if words else [],
        notes=queries.find_notes(current_user.id, words) if words else [],
        course=course,
    )
