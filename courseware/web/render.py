"""Turning a template into a page: one Jinja environment a language, the frame round every page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Response, current_app, g, get_flashed_messages, request, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from courseware.web import filters, locale

#: fills one slot of the frame for the signed-in person; the factory names the functions
Slot = Callable[[Any], Any]


@dataclass(slots=True)
class Renderer:
    """Lives in `app.extensions["renderer"]`."""

    templates: Path
    assets: dict[str, str]
    organisation_name: Callable[[str], str]
    slots: dict[str, Slot] = field(default_factory=dict)
    environments: dict[str, Environment] = field(default_factory=dict)

    def environment(self, lang: str) -> Environment:
        if lang not in self.environments:
            self.environments[lang] = self._new_environment(lang)
        return self.environments[lang]

    def _new_environment(self, lang: str) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(self.templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=bool(current_app.debug),
        )
        catalogue = locale.CATALOGUE[lang]
        # A plain filter on a constant is computed once, when the template is compiled.
        environment.filters["t"] = lambda sentence: catalogue.get(sentence, sentence)
        environment.filters.update(filters.for_language(lang))
        environment.globals.update(
            t=lambda sentence, **values: locale.translate(sentence, lang, **values),
            lang=lang,
            html_lang=locale.HTML_LANG[lang],
            url=url_for,
            asset=self._asset,
            csrf_token=generate_csrf,
        )
        return environment

    def _asset(self, name: str) -> str:
        return self.assets[name]


class Frame:
    """What surrounds a page; each part is read only when the template asks for it."""

    @property
    def person(self) -> Any:
        return current_user if current_user.is_authenticated else None

    @property
    def organisation(self) -> str:
        return renderer().organisation_name(locale.lang())

    @property
    def bell(self) -> int:
        return self._slot("bell") or 0

    @property
    def banner(self) -> str | None:
        found: str | None = self._slot("banner")
        return found

    @property
    def path(self) -> str:
        return request.path

    @property
    def flashes(self) -> list[tuple[str, str]]:
        return get_flashed_messages(with_categories=True)  # type: ignore[return-value]  # its type is a union

    def _slot(self, name: str) -> Any:
        fill = renderer().slots.get(name)
        return fill(current_user) if fill and current_user.is_authenticated else None


def renderer() -> Renderer:
    found: Renderer = current_app.extensions["renderer"]
    return found


def render_text(template: str, **context: object) -> str:
    """A template in the language of the request, without a response round it: for PDFs and mails."""
    environment = renderer().environment(locale.lang())
    return environment.get_template(template).render(frame=Frame(), **context)


def render(template: str, status: int = 200, **context: object) -> Response:
    """The page of a template in the language of the request."""
    g.page = template
    return Response(render_text(template, **context), status=status, mimetype="text/html")
