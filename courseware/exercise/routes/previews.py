"""A form that is being written, as learners will see it: a part of the editor's page."""

from typing import Any

from flask import request

from courseware.authoring.rules.kinds import EXERCISE
from courseware.authoring.rules.own import MOST_BYTES, is_too_long, tidy
from courseware.content import current
from courseware.content.own_forms import read_own_exercise
from courseware.errors import Refused
from courseware.exercise.routes.base import bp, rubric_of
from courseware.exercise.rules.drawing import draw
from courseware.web import access, locale
from courseware.web.render import render


@bp.post("/exercises/previews")
@access.trainers_and_authors
def preview() -> Any:
    """The empty form and its filled example; nothing is saved."""
    text, name = tidy(request.form.get("yaml", "")), request.form.get("name", "")
    if is_too_long(text):
        raise Refused(EXERCISE.too_long, n=MOST_BYTES // 1000)
    module = request.form.get("module", "")
    found = read_own_exercise(current.course(), text, name=name, module=module).definition
    if found is None:
        return render("exercise/_preview.html", exercise=None)
    lang = locale.lang()
    return render(
        "exercise/_preview.html",
        exercise=found,
        rubric=rubric_of(found),
        empty=draw(found, {}, lang),
        filled=draw(found, found.example.get(lang, {}), lang),
    )
