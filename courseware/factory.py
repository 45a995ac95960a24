"""Puts the application together: the only list of blueprints."""

import gc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, send_from_directory
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from waitress import serve
from werkzeug.middleware.proxy_fix import ProxyFix

from courseware import config, db
from courseware.accounts import queries as accounts
from courseware.accounts.models import Person
from courseware.accounts.routes import bp as accounts_pages
from courseware.admin import guard, support
from courseware.admin.manage import bp as team_pages
from courseware.admin.routes import bp as admin_pages
from courseware.assignments.queries import sources_of
from courseware.assignments.routes import assignments_pages, class_pages
from courseware.authoring.routes import bp as authoring_pages
from courseware.certificates.routes import bp as certificate_pages
from courseware.coaching.routes import bp as coaching_pages
from courseware.cohorts.routes import bp as cohort_pages
from courseware.content import current
from courseware.content.library import Library
from courseware.exercise.routes import bp as exercise_pages
from courseware.feedback.routes import bp as feedback_pages
from courseware.home.manage import bp as link_pages
from courseware.home.routes import bp as home_pages
from courseware.kit import passwords
from courseware.kit.pdf import Printer
from courseware.kit.storage import Storage
from courseware.learning.routes import bp as learning_pages
from courseware.live.routes import bp as live_pages
from courseware.notices.queries import unread_of
from courseware.notices.routes import bp as notice_pages
from courseware.publishing.routes import bp as publishing_pages
from courseware.quiz.routes import bp as quiz_pages
from courseware.reports.routes import bp as report_pages
from courseware.roleplay.routes import bp as roleplay_pages
from courseware.settings import queries as organisation
from courseware.settings.rules import Organisation
from courseware.web import (
    assets,
    deliveries,
    design,
    errors,
    language,
    log,
    offline,
    render,
    security,
    transaction,
)
from courseware.web.access import is_bare, public
from courseware.web.numbers import Number
from courseware.web.remembering import Remembered
from courseware.web.sessions import KeptSessions
from courseware.web.support import refuse_writing

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts_pages,
    admin_pages,
    team_pages,
    assignments_pages,
    class_pages,
    authoring_pages,
    coaching_pages,
    cohort_pages,
    report_pages,
    certificate_pages,
    home_pages,
    link_pages,
    notice_pages,
    exercise_pages,
    feedback_pages,
    learning_pages,
    live_pages,
    publishing_pages,
    quiz_pages,
    roleplay_pages,
)
STATIC = config.ROOT / "static"


class Application(Flask):
    """Flask without a question it asks eleven times a request."""

    session_interface = KeptSessions()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """None of our functions is asynchronous: they are called as they are."""
        return func


def create_app(
    settings: config.Settings | None = None, database: db.Database | None = None
) -> Flask:
    """The application for `settings` (default: the environment); tests hand in a database of their own."""
    settings = settings or config.from_environment()
    app = Application(
        "courseware", root_path=str(config.ROOT), static_folder=None, template_folder=None
    )
    app.config.update(_flask_settings(settings))
    app.url_map.converters["int"] = Number
    app.extensions["settings"] = settings
    app.extensions["database"] = database or db.Database(settings.database_url)
    current.serve(Library(settings.course_root))
    passwords.configure(settings.argon2_memory)
    log.configure(settings.log_level)
    _install(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's documented way
    return app


def serve_locally(app: Flask) -> None:
    """Serve on the address of the settings with waitress, which buffers slow clients."""
    settings: config.Settings = app.extensions["settings"]
    # The course and the code stay: the collector need not walk them again and again.
    gc.collect()
    gc.freeze()
    serve(
        app,
        host=settings.host,
        port=settings.port,
        threads=8,
        ident="courseware",
        # A page leaves in one piece: sent in two, it costs a sixth more.
        send_bytes=65536,
        # The application decides whom to trust (TRUSTED_PROXIES) and must see that there is a proxy.
        clear_untrusted_proxy_headers=False,
    )


def _flask_settings(settings: config.Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=14),
        "MAX_CONTENT_LENGTH": 20 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 5 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # a form that lay open overnight on a phone is still good
        "WTF_CSRF_SSL_STRICT": False,
        "PUBLIC_URL": settings.public_url,
    }


def _install(app: Flask, settings: config.Settings) -> None:
    # The order matters: answers pass the after_request functions from the last installed to the first.
    security.install(app, https=settings.is_https)
    log.install(app)
    transaction.install(app)
    deliveries.install(app)
    login = LoginManager(app)
    login.session_protection = None  # a phone changes its address all day
    login.user_loader(support.loader(accounts.me_loader(unread_of(Person.id))))
    language.install(app)
    app.before_request(_use_organisation)
    guard.install(app)
    offline.install(app)
    app.before_request(security.refuse_nul)
    app.before_request(refuse_writing)
    if settings.reload_course:
        app.before_request(current.library().refresh)
        design.install(app)
    # One press in a mail program declines further mail (RFC 8058); the token in the address says whose.
    CSRFProtect(app).exempt("courseware.notices.routes.decline")
    errors.install(app)
    _install_static(app, is_debugging=settings.reload_course)
    app.extensions["organisation"] = Remembered(organisation.current)
    app.extensions["storage"] = Storage(settings.instance / "files")
    app.extensions["printer"] = Printer(STATIC, app.extensions["storage"].get)
    app.extensions["renderer"] = render.Renderer(
        templates=config.ROOT / "templates",
        assets=app.extensions["assets"],
        traditional_assets=app.extensions["traditional_assets"],
        organisation_name=_organisation_name,
        is_debugging=settings.reload_course,
        slots={
            "bell": lambda me: me.bell,
            "asked": lambda me, kinds, item: sources_of(me.id, kinds, item),
            "banner": support.banner,
        },
    )


def _use_organisation() -> None:
    if is_bare():
        return
    g.organisation = current_app.extensions["organisation"].now()
    g.zone = g.organisation.zone


def _organisation_name(lang: str) -> str:
    found: Organisation = g.organisation
    return found.name(lang)


def _install_static(app: Flask, *, is_debugging: bool) -> None:
    shelf = assets.Shelf(STATIC, is_debugging=is_debugging)
    app.extensions["assets"] = shelf.urls
    app.extensions["traditional_assets"] = shelf.traditional_urls

    @app.get("/static/site.css", endpoint="site_css")
    @public
    def site_css() -> Response:
        return static_file(assets.SHEET)

    @app.get("/static/<path:name>", endpoint="static")
    @public
    def static_file(name: str) -> Response:
        found = shelf.find(name)
        if found is not None:
            return shelf.answer(found)
        return assets.for_a_year(send_from_directory(Path(STATIC), name))
