"""One person's record for an appraisal: for themselves, their trainers, the managers up the line, administrators."""

from typing import Any

from flask import g
from flask_login import current_user

from courseware.content import current
from courseware.kit.tables import write_xlsx
from courseware.reports import queries
from courseware.reports.documents import person_record as documents
from courseware.reports.queries.person_record import person_record
from courseware.reports.routes.base import bp
from courseware.reports.types.person_record import PersonRecord
from courseware.web.access import signed_in
from courseware.web.downloads import download
from courseware.web.locale import lang
from courseware.web.printing import printer
from courseware.web.render import render, render_text


@bp.get("/people/<int:number>/record")
@signed_in
def record(number: int) -> Any:
    relation = queries.relation_to(current_user, number)
    found = person_record(current_user, current.course(), number)
    return render("reports/person_record.html", relation=relation, **_words(found))


@bp.get("/people/<int:number>/record.<any(pdf, xlsx):ending>")
@signed_in
def record_file(number: int, ending: str) -> Any:
    found = person_record(current_user, current.course(), number)
    name = f"{documents.title_of_record(found)} {found.at.date().isoformat()}.{ending}"
    name = name.replace("/", "-").replace(":", " ")
    if ending == "xlsx":
        return download(write_xlsx(documents.sheets_of_record(found, g.organisation)), name)
    html = render_text("pdf/person_record.html", lang=lang(), **_words(found))
    return download(printer().render(html, replace_missing=True), name, inline=True)


def _words(found: PersonRecord) -> dict[str, Any]:
    return {
        "record": found,
        "title": documents.title_of_record(found),
        "tiles": documents.tiles_of_record(found),
        "chapters": documents.chapters_of_record(found, g.organisation),
        "notes": documents.notes_of_record(),
        "organisation_name": g.organisation.name(lang()),
    }
