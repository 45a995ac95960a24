"""How certificates look belongs here: the organisation's choice, and what is left of it where it cannot be had."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flask import current_app

from courseware.config import ROOT
from courseware.settings.rules import DESIGNS, LANGUAGE_SETS, ORIENTATIONS, Organisation

#: what every certificate is made of, before what its design adds
SHARED = (
    "templates/pdf/certificate.html",
    "templates/pdf/certificate_backdrop.html",
    "templates/pdf/_certificate_art.html",
    "static/css/pdf.css",
    "static/css/pdf-certificate.css",
    "static/css/pdf-form.css",
)
OF_DESIGN = ("templates/pdf/_certificate_{}.html", "static/css/pdf-certificate-{}.css")


@dataclass(frozen=True, slots=True)
class Look:
    design: str  # formal, modern or festive
    orientation: str  # landscape or portrait
    languages: str  # zh, en or both

    @property
    def lang(self) -> str:
        """The language that comes first."""
        return "en" if self.languages == "en" else "zh"

    @property
    def other(self) -> str:
        """The one beside it; empty where there is none."""
        return "en" if self.languages == "both" else ""


def chosen() -> Organisation:
    """The organisation's choices, at most a second old."""
    found: Organisation = current_app.extensions["organisation"].now()
    return found


def look_now() -> Look:
    """The look of a certificate of record that is printed now."""
    return look_of(chosen())


def look_of(choices: Organisation) -> Look:
    return Look(
        _one_of(DESIGNS, choices.certificate_design),
        _one_of(ORIENTATIONS, choices.certificate_orientation),
        _one_of(LANGUAGE_SETS, choices.certificate_languages),
    )


def look_wished(wished: Mapping[str, str]) -> Look:
    """The look that an address asks for: `design`, `orientation`, `languages`; the organisation's where it asks for none."""
    now = look_now()
    return Look(
        _one_of(DESIGNS, wished.get("design", ""), now.design),
        _one_of(ORIENTATIONS, wished.get("orientation", ""), now.orientation),
        _one_of(LANGUAGE_SETS, wished.get("languages", ""), now.languages),
    )


def template_digest(look: Look) -> str:
    """SHA-256 of the templates and styles that a certificate of this look is made with."""
    return _digest(look.design)


@cache
def _digest(design: str) -> str:
    found = hashlib.sha256()
    for name in (*SHARED, *(name.format(design) for name in OF_DESIGN)):
        found.update(name.encode() + b"\0" + (ROOT / name).read_bytes() + b"\0")
    return found.hexdigest()


def _one_of(known: tuple[str, ...], wish: str, otherwise: str = "") -> str:
    return wish if wish in known else otherwise or known[0]
