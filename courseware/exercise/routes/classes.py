"""What a class has handed in, as a workbook for its trainers."""

from typing import Any

from flask_login import current_user
from werkzeug.wrappers import Response

from courseware.content import current
from courseware.exercise.queries import exchange as queries
from courseware.exercise.queries.exchange import HandedIn
from courseware.exercise.routes.base import bp
from courseware.exercise.rules.classbook import class_pages, moment
from courseware.kit.tables.book import Put, write_book
from courseware.web import access, downloads, filters, locale
from courseware.web.locale import t
from courseware.web.render import render


@bp.get("/cohorts/<int:cohort_id>/forms")
@access.signed_in
def class_forms(cohort_id: int) -> Any:
    """The forms of which somebody in the class has handed one in, each as a file."""
    cohort = queries.cohort_for_trainer(current_user, cohort_id)
    known = queries.forms_of_cohort(cohort_id)
    ours = [d for m in current.course().modules for d in m.exercises]
    written_here = sorted(known.keys() - {d.id for d in ours})
    others = [queries.form_of_cohort(cohort_id, key) for key in written_here]
    found = [(d, known[d.id]) for d in (*ours, *others) if d.id in known]
    return render("exercise/class_forms.html", cohort=cohort, forms=found)


@bp.get("/cohorts/<int:cohort_id>/forms/<exercise_id>.xlsx")
@access.signed_in
def class_xlsx(cohort_id: int, exercise_id: str) -> Response:
    cohort = queries.cohort_for_trainer(current_user, cohort_id)
    definition, lang = queries.form_of_cohort(cohort_id, exercise_id), locale.lang()
    rows = queries.handed_in_by_cohort(cohort_id, exercise_id)
    heads = [t("Name"), t("Period"), t("State"), t("Handed in at")]
    filled = [(_person(row), row.answers) for row in rows]
    pages = class_pages(definition, filled, heads, lang, name=definition.title[lang])
    name = f"{cohort.name} {definition.title[lang]}.xlsx"
    return downloads.download(write_book(pages), name)


def _person(row: HandedIn) -> list[Put]:
    state = (
        t("Accepted") if row.accepted_at else t("Returned") if row.returned_at else t("Handed in")
    )
    at = row.submitted_at.astimezone(filters.zone())
    return [Put(row.owner), Put(row.period), Put(state), moment(at)]
