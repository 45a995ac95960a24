"""What is looked up: the story of the running case, and the glossary."""

from typing import Any

from flask import request

from courseware.content import current
from courseware.errors import NotFound
from courseware.learning.routes.base import bp
from courseware.web.access import signed_in
from courseware.web.locale import lang
from courseware.web.render import render


@bp.get("/case")
@signed_in
def case() -> Any:
    story = current.course().story.get(lang())
    if story is None:
        raise NotFound
    return render("learning/case.html", story=story, body=story.html)


@bp.get("/glossary")
@signed_in
def glossary() -> Any:
    course = current.course()
    language = lang()
    terms = sorted(
        course.glossary.values(),
        key=lambda term: (term.pinyin if language == "zh" else term.name.en).lower(),
    )
    by_number = {m.number: m for m in course.modules}
    return render(
        "learning/glossary.html", terms=terms, by_number=by_number, wanted=request.args.get("term")
    )
