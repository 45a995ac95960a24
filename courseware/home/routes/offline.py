"""What a device asks for to work without a line: the worker, the manifest, the page of what is kept, a module's pages."""

from typing import Any

from flask import Response, current_app, g, jsonify, request
from flask_login import current_user

from courseware import config
from courseware.content import current
from courseware.errors import NotFound
from courseware.home.queries.keeping import pages_to_keep
from courseware.home.routes.base import bp
from courseware.learning import queries as learning
from courseware.web import offline
from courseware.web.access import bare, public, signed_in
from courseware.web.locale import lang, t
from courseware.web.render import render, renderer


@bp.get("/sw.js")
@bare
def worker() -> Response:
    """The service worker: asked for again and again, so that a new release reaches every device."""
    own = renderer()
    urls = {*own.assets.values(), *own.traditional_assets.values()}
    text = offline.worker(urls, config.ROOT, is_fixed=not own.is_debugging)
    response = Response(text, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    found = offline.manifest(g.organisation.name(lang()), current_app.extensions["assets"])
    response = jsonify(found)
    response.mimetype = "application/manifest+json"
    # Names nobody: the address says the language, and browsers ask without a session.
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@bp.get("/offline")
@public
def kept_pages() -> Response:
    """What this device keeps; the same for everybody, since the device fills it in."""
    return render("web/offline.html")


@bp.get("/modules/<slug>/keeping")
@signed_in
def keeping(slug: str) -> Any:
    """The pages that belong to a module, for a device that keeps them."""
    course = current.course()
    module = course.by_slug.get(slug)
    if module is None or lang() not in module.lessons:
        raise NotFound
    learning.require_open(current_user, course, slug)
    found = pages_to_keep(current_user, course, module)
    return {
        "slug": slug,
        "title": module.title[lang()],
        "pages": found.pages,
        "shared": found.shared,
        "quiz": {
            "page": found.quiz.page,
            "open": found.quiz.open,
            "start": found.quiz.start,
            "sentence": t(found.quiz.sentence) if found.quiz.sentence else None,
        },
    }
