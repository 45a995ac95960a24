"""The slides of a module: for the wall, and for whoever stands beside it."""

from typing import Any

from flask import request

from courseware.content import current
from courseware.errors import NotFound
from courseware.publishing.routes.base import bp
from courseware.publishing.rules.slides import deck
from courseware.web.access import trainers
from courseware.web.locale import lang
from courseware.web.render import render

RATIOS = ("16-9", "4-3")


@bp.get("/modules/<slug>/slides")
@trainers
def slides(slug: str) -> Any:
    module = current.course().by_slug.get(slug)
    if module is None or lang() not in module.lessons:
        raise NotFound("There is no module {slug}.", slug=slug)
    ratio = request.args.get("ratio", "")
    return render(
        "publishing/slides.html",
        module=module,
        slides=deck(current.course(), module, lang()),
        is_presenter=request.args.get("view") == "presenter",
        ratio=ratio if ratio in RATIOS else RATIOS[0],
    )
