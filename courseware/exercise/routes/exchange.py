"""A form out as a workbook or as Markdown, and in again from a workbook."""

import json
from contextlib import closing
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from courseware.content import current
from courseware.content.definitions import ExerciseDefinition
from courseware.errors import Refused
from courseware.exercise import queries
from courseware.exercise.actions.importing import take_in
from courseware.exercise.documents import state_word
from courseware.exercise.forms.exchange import WorkbookForm
from courseware.exercise.queries import Seen
from courseware.exercise.routes.base import bp, exercise
from courseware.exercise.routes.listing import periods_of
from courseware.exercise.routes.printing import answers_of, file_name
from courseware.exercise.rules.answers import flat, is_empty, read_answers
from courseware.exercise.rules.drawing import draw
from courseware.exercise.rules.importing import read_workbook
from courseware.exercise.rules.markdown import as_markdown
from courseware.exercise.rules.workbook import EXAMPLE_MARK, facts_page, form_page
from courseware.exercise.types import Answers
from courseware.exercise.types.exchange import Imported
from courseware.kit.tables.book import Page, write_book
from courseware.kit.tables.pages import read_pages
from courseware.kit.uploads import MEGABYTE, XLSX, check_upload
from courseware.learning import queries as learning
from courseware.web import access, downloads, filters, locale
from courseware.web.locale import t
from courseware.web.render import render

LIMIT = 4  # MB: a form with two hundred rows has a tenth of it


@bp.get("/submissions/<int:submission_id>.xlsx")
@access.signed_in
def submission_xlsx(submission_id: int) -> Response:
    seen = queries.get_submission_for(current_user, submission_id)
    definition = queries.definition_of(seen.row)
    answers, _, at = answers_of(seen)
    page = form_page(definition, answers, locale.lang(), name=t("form"))
    book = write_book([page, _facts(definition, seen, at)])
    return downloads.download(book, file_name(seen, definition.title[locale.lang()], "xlsx"))


@bp.get("/submissions/<int:submission_id>.md")
@access.signed_in
def submission_markdown(submission_id: int) -> Response:
    seen = queries.get_submission_for(current_user, submission_id)
    definition = queries.definition_of(seen.row)
    answers, _, at = answers_of(seen)
    sheet = draw(definition, answers, locale.lang())
    facts = [f"{label}: {_words(value)}" for _, label, value in _known(seen, at) if value]
    text = as_markdown(sheet, facts)
    return downloads.download(text.encode(), file_name(seen, sheet.title, "md"))


@bp.get("/exercises/<exercise_id>.xlsx")
@access.signed_in
def template_xlsx(exercise_id: str) -> Response:
    """The form to be filled in without a network, with the example of the course on a second sheet."""
    definition, lang = exercise(exercise_id), locale.lang()
    example = definition.example.get(lang, {})
    pages = [
        form_page(definition, {}, lang, name=t("form")),
        form_page(definition, example, lang, name=t("example"), mark=EXAMPLE_MARK),
        _facts(definition, None, None),
    ]
    return downloads.download(write_book(pages), f"{definition.title[lang]}.xlsx")


@bp.route("/exercises/<exercise_id>/imports", methods=["GET", "POST"])
@access.signed_in
def imports(exercise_id: str) -> Any:
    """Take a workbook; sent, the same page shows what it gives, and nothing is stored yet."""
    definition, form = exercise(exercise_id), WorkbookForm()
    if request.method != "POST":
        return render("exercise/import.html", exercise=definition, form=form)
    if not form.validate():
        return render("exercise/import.html", status=422, exercise=definition, form=form)
    try:
        with closing(form.file.data) as file:
            data = file.read(LIMIT * MEGABYTE + 1)
        check_upload(data, (XLSX,), megabytes=LIMIT)
        found = read_workbook(definition, read_pages(data))
    except Refused as error:
        form.refuse("file", error.sentence, **error.values)
        return render("exercise/import.html", status=422, exercise=definition, form=form)
    return _preview(definition, found)


@bp.post("/exercises/<exercise_id>/imports/drafts")
@access.signed_in
def import_draft(exercise_id: str) -> Response:
    """What the preview showed becomes a draft."""
    definition = exercise(exercise_id)
    learning.require_open(current_user, current.course(), definition.module)
    answers = _sent(definition)
    if request.form.get("faults") and not request.form.get("partly"):
        raise Refused("Mend the cells that cannot be read, or choose to take what can be read.")
    period, allowed = request.form.get("period", ""), periods_of(definition)
    if period not in allowed:
        raise Refused("Choose one of the periods offered.")
    number = take_in(
        current_user, definition, period, answers, may_fill=bool(request.form.get("fill"))
    )
    flash(t("Taken from the file. Look through it, then hand it in."), "good")
    return redirect(url_for("exercise.submission", submission_id=number), 303)


def _preview(definition: ExerciseDefinition, found: Imported) -> Any:
    lang = locale.lang()
    sheet = draw(definition, found.answers, lang)
    mine = queries.submissions_of(current_user.id, definition.id)
    return render(
        "exercise/imported.html",
        exercise=definition,
        sheet=sheet,
        count=sum(not f.is_empty for f in sheet.fields if f.type != "computed"),
        faults=[_told(fault, lang) for fault in found.faults],
        unknown=found.unknown,
        stranger=found.owner if found.owner and found.owner != current_user.name else "",
        answers=json.dumps(flat(found.answers), ensure_ascii=False),
        periods=periods_of(definition),
        open_ones={s.period for s in mine if s.is_editable and s.group_id is None and s.about_id is None},
    )  # fmt: skip


def _told(fault: Any, lang: str) -> dict[str, Any]:
    what = t(fault.sentence, **fault.values)
    where = t("Sheet {sheet}, row {row}", sheet=fault.sheet, row=fault.row)
    return {"where": where, "label": fault.label[lang], "what": what}


def _sent(definition: ExerciseDefinition) -> Answers:
    """What the preview carried along, judged anew: it has been in the hands of a browser."""
    try:
        sent = json.loads(request.form.get("answers", ""))
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        raise Refused("The server did not understand this request. Nothing was changed.")
    found = read_answers(definition, sent)
    return {key: value for key, value in found.items() if not is_empty(value)}


def _facts(definition: ExerciseDefinition, seen: Seen | None, at: datetime | None) -> Page:
    facts: list[tuple[str, str, Any]] = [
        (f"about:{definition.id}", t("Form"), definition.title[locale.lang()]),
        ("version", t("Version"), definition.digest.version[:12]),
        ("language", t("Language"), locale.lang()),
        *(_known(seen, at) if seen else ()),
        ("advice", t("Import"), t("Fill in the sheet “{sheet}” and import the file at the form’s page.", sheet=t("form"))),
    ]  # fmt: skip
    return facts_page(facts, name=t("about"))


def _known(seen: Seen, at: datetime | None) -> list[tuple[str, str, Any]]:
    """The facts of a submission, as (key, label, value)."""
    row, zone = seen.row, filters.zone()
    facts: list[tuple[str, str, Any]] = [
        ("owner", t("Name"), row.owner),
        ("period", t("Period"), row.period),
        ("state", t("State"), state_word(row)),
        ("as_of", t("As of"), at.astimezone(zone) if at else ""),
        ("round", t("Round"), row.round or ""),
    ]
    if row.accepted_at:
        facts.append(("accepted", t("Accepted by"), f"{row.accepted_by}, {row.accepted_at.astimezone(zone):%Y-%m-%d}"))  # fmt: skip
    return facts


def _words(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
