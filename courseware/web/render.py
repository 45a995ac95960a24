"""Turning a template into a page: one Jinja environment a language, the frame round every page."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Response, current_app, g, get_flashed_messages, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from courseware.kit import addresses, chinese
from courseware.web import filters, locale, offline

#: first parts of addresses that an entry of the navigation stands for
SECTIONS = frozenset(
    [
        "",
        "modules",
        "quizzes",
        "attempts",
        "case",
        "glossary",
        "roleplays",
        "sessions",
        "drills",
        "authoring",
        "pairs",
        "exercises",
        "submissions",
        "feedback",
        "certificates",
        "reviews",
        "cohorts",
        "team",
        "assignments",
        "admin",
        "notices",
        "notes",
        "questions",
        "mistakes",
    ]
)
#: pieces of pages that are kept: languages × modules × what a page is made of
MOST_PIECES = 2000
#: fills one slot of the frame for the signed-in person; the factory names the functions
Slot = Callable[..., Any]


@dataclass(slots=True)
class Renderer:
    """Lives in `app.extensions["renderer"]`."""

    templates: Path
    assets: dict[str, str]
    traditional_assets: dict[str, str]
    organisation_name: Callable[[str], str]
    is_debugging: bool = False
    slots: dict[str, Slot] = field(default_factory=dict)
    environments: dict[str, Environment] = field(default_factory=dict)
    pieces: dict[Hashable, Markup] = field(default_factory=dict)

    def environment(self, choice: str) -> Environment:
        if choice == "zh" and chinese.is_shown():
            choice = locale.TRADITIONAL
        if choice not in self.environments:
            self.environments[choice] = self._new_environment(choice)
        return self.environments[choice]

    def _new_environment(self, choice: str) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(self.templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=self.is_debugging,
        )
        catalogue = locale.CATALOGUE[choice]
        assets = self.traditional_assets if choice == locale.TRADITIONAL else self.assets
        # Plain filters on constants are computed once, when the template is compiled.
        environment.filters["asset"] = assets.__getitem__
        environment.filters["address"] = addresses.shown
        environment.filters["as_read"] = chinese.as_read
        environment.filters["t"] = lambda sentence: catalogue.get(sentence, sentence)
        environment.filters.update(filters.for_language(choice))
        environment.globals.update(
            t=lambda sentence, **values: locale.translate(sentence, choice, **values),
            lang="en" if choice == "en" else "zh",
            choice=choice,
            languages=locale.CHOICES,
            html_langs=locale.HTML_LANG,
            html_lang=locale.HTML_LANG[choice],
            url=url_for,
            asset=assets.__getitem__,
            csrf_token=_csrf_token,
        )
        return environment


class Frame:
    """What surrounds a page; each part is read only when the template asks for it."""

    __slots__ = ("person",)

    def __init__(self) -> None:
        # The person itself and not the proxy, which looks it up at every attribute.
        me = current_user._get_current_object()  # noqa: SLF001 - the documented way out of a proxy
        # None where a job writes a paper: it is nobody's page.
        self.person = me if me is not None and me.is_authenticated else None

    @property
    def organisation(self) -> str:
        return renderer().organisation_name(locale.lang())

    @property
    def mark(self) -> str | None:
        """Under which word the reader's device keeps things; None where it keeps nothing."""
        return offline.mark_of(self.person)

    @property
    def bell(self) -> int:
        return self._slot("bell") or 0

    @property
    def banner(self) -> str | None:
        found: str | None = self._slot("banner")
        return found

    def asked(self, kinds: tuple[str, ...], item: str) -> Any:
        """Who asks the reader for what a page is about; rooms below the one that knows show it."""
        fill = renderer().slots.get("asked")
        return fill(self.person, kinds, item) if fill and self.person else ()

    @property
    def section(self) -> str:
        """The first part of the address: which entry of the navigation is the current one."""
        if request.path.startswith("/authoring/forms"):
            return "exercises"  # forms are written where scenarios are, but belong to the exercises
        return request.path.split("/", 2)[1]

    def part(self, name: str) -> Markup:
        """A piece of the navigation: the same for everybody with the same roles in the same section."""
        me = self.person
        roles = (me.is_trainer, me.is_manager, me.is_administrator) if me else ()
        section = self.section if self.section in SECTIONS else "-"
        values = {"person": me, "roles": any(roles), "section": section}
        return piece(f"_frame/{name}.html", (roles, section), **values)

    @property
    def flashes(self) -> list[tuple[str, str]]:
        return get_flashed_messages(with_categories=True)  # type: ignore[return-value]  # its type is a union

    def _slot(self, name: str) -> Any:
        fill = renderer().slots.get(name)
        return fill(self.person) if fill and self.person else None


#: a session's token → the same signed: it has no end, so it need not be signed for every page
_signed_tokens: dict[str, str] = {}


def _csrf_token() -> str:
    """The token of this request, signed once however many forms the page has."""
    known: str | None = g.get("csrf_signed")
    if known is not None:
        return known
    raw = session.get("csrf_token")
    token = _signed_tokens.get(raw) if raw else None
    if token is None:
        token = generate_csrf()
        if len(_signed_tokens) > MOST_PIECES:
            _signed_tokens.clear()
        _signed_tokens[session["csrf_token"]] = token
    g.csrf_signed = token
    return token


def renderer() -> Renderer:
    found: Renderer = current_app.extensions["renderer"]
    return found


def render_text(template: str, **context: object) -> str:
    """A template in the language of the request, without a response round it: for PDFs and mails."""
    choice = locale.choice()
    page = renderer().environment(choice).get_template(template)
    if choice == locale.TRADITIONAL:
        with chinese.showing(is_traditional=True):
            return page.render(frame=Frame(), **context)
    return page.render(frame=Frame(), **context)


def piece(template: str, key: Hashable, **context: object) -> Markup:
    """A part of a page that is the same for everybody, rendered once for each language and `key`.

    Its template may use neither the frame nor a form's token.
    """
    own, language = renderer(), locale.choice()
    full_key = (template, language, key)
    found = own.pieces.get(full_key)
    if found is None or own.is_debugging:
        if len(own.pieces) > MOST_PIECES:  # old states of a course that is being edited
            own.pieces.clear()
        with chinese.showing(is_traditional=language == locale.TRADITIONAL):
            html = own.environment(language).get_template(template).render(**context)
        found = own.pieces[full_key] = Markup(html)  # noqa: S704 - a template's own output
    return found


def render(template: str, status: int = 200, **context: object) -> Response:
    """The page of a template in the language of the request."""
    g.page = template
    return Response(render_text(template, **context), status=status, mimetype="text/html")
