"""The PDF of a certificate: the facts of its row in the language of the reader."""

from datetime import datetime
from typing import Any

from flask import current_app
from markupsafe import Markup

from courseware.certificates.types import CertificateRow
from courseware.exercise import queries as exercises
from courseware.exercise.rules import layouts
from courseware.kit.documents import CertificatePage, FormCover
from courseware.settings import queries as organisation
from courseware.web.filters import for_language
from courseware.web.locale import lang, t, translate
from courseware.web.printing import printer
from courseware.web.render import render_text

COURSE_HEADING = "Certificate of completion"
EXERCISE_HEADING = "Exercise certificate"


def verify_address(serial: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}/verify/{serial}"


def print_certificate(row: CertificateRow) -> bytes:
    """The certificate as PDF; a name with a sign that no font has is printed with a mark in its place."""
    if row.kind == "exercise":
        return _print_exercise(row)
    page = CertificatePage(**_common(row, _in_both(COURSE_HEADING), t("has completed the course")))
    html = render_text("pdf/certificate.html", page=page)
    backdrop = render_text("pdf/certificate_backdrop.html", page=page)
    return printer().render(html, backdrop=backdrop, replace_missing=True)


def facts_of(row: CertificateRow) -> list[tuple[str, str]]:
    """What was certified, as label and words: the same on paper and on the public page."""
    facts, language = row.facts, lang()
    if row.kind == "exercise":
        role = {"trainer": t("trainer"), "manager": t("manager")}.get(
            facts["accepted_role"], t("reviewer")
        )
        lines = [(t("Accepted on"), _day(facts["accepted_on"])), (t("Accepted by"), role)]
        return [*lines, (t("Period"), facts["period"])] if facts["period"] else lines
    lines = [
        (t("Track"), facts["track"][language]),
        (t("Modules passed"), str(facts["modules"])),
        (t("Edition"), row.edition),
    ]
    if facts["average"] is not None:
        lines.append((t("Average of the quizzes"), f"{facts['average']:g}%"))
    if facts["exercises"]:
        lines.append((t("Accepted exercises"), str(len(facts["exercises"]))))
    return lines


def _print_exercise(row: CertificateRow) -> bytes:
    page = exercises.printable(row.source_id, lang())
    form = render_text("pdf/forms/_form.html", page=page, sheet=page.sheet, layouts=layouts)
    common = _common(
        row, _in_both(EXERCISE_HEADING), t("has done this exercise, and it was accepted")
    )
    cover = FormCover(**common, form=Markup(form))  # noqa: S704 - a template's own output
    return printer().render(render_text("pdf/form_cover.html", page=cover), replace_missing=True)


def _common(row: CertificateRow, heading: tuple[str, str], statement: str) -> dict[str, Any]:
    choices, language = organisation.current(), lang()
    other = "en" if language == "zh" else "zh"
    return {
        "organisation": choices.name(language),
        "lang": language,
        "heading": heading[0],
        "heading_other": heading[1],
        "name": row.facts["name"],
        "statement": statement,
        "title": row.title(language),
        "title_other": row.title(other),
        "issued_on": for_language(language)["date"](row.issued_at, "long"),
        "serial": row.serial,
        "verify_url": verify_address(row.serial),
        "facts": facts_of(row),
        "logo": choices.logo or None,
    }


def _in_both(sentence: str) -> tuple[str, str]:
    """A heading in the language of the reader and in the other one."""
    other = "en" if lang() == "zh" else "zh"
    return translate(sentence, lang()), translate(sentence, other)


def _day(iso: str) -> str:
    return for_language(lang())["date"](datetime.fromisoformat(iso), "long")
