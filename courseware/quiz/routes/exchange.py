"""Questions out and in as files of other platforms, for authors and administrators; nothing is stored."""

from contextlib import closing
from typing import Any

from flask import Response, request
from flask_login import current_user

from courseware.content import current
from courseware.errors import NotFound, Refused
from courseware.kit.uploads import MEGABYTE
from courseware.quiz.exchange import files
from courseware.quiz.exchange.report import Finding, filled
from courseware.quiz.exchange.to_yaml import to_yaml
from courseware.quiz.exchange.values import NotReadable
from courseware.quiz.forms.exchange import ImportForm
from courseware.quiz.routes.base import bp
from courseware.web.access import signed_in
from courseware.web.downloads import download
from courseware.web.locale import t
from courseware.web.render import render

LIMIT = 1  # MB: thousands of questions


@bp.get("/quizzes/<slug>/questions.gift")
@signed_in
def gift_file(slug: str) -> Response:
    return _file(slug, "gift")


@bp.get("/quizzes/<slug>/questions.xml")
@signed_in
def moodle_file(slug: str) -> Response:
    return _file(slug, "moodle")


@bp.route("/questions/imports", methods=["GET", "POST"])
@signed_in
def import_questions() -> Any:
    """The form; sent, the same page with the report and the YAML."""
    _authors_only()
    form = ImportForm()
    if request.method != "POST":
        return render("quiz/import.html", form=form)
    if not form.validate():
        return render("quiz/import.html", status=422, form=form)
    try:
        with closing(form.file.data) as file:
            data = file.read(LIMIT * MEGABYTE + 1)
        if len(data) > LIMIT * MEGABYTE:
            raise NotReadable("The file is larger than {limit} MB.", limit=LIMIT)
        reading = files.read(data)
    except NotReadable as error:
        form.refuse("file", error.sentence, **error.values)
        return render("quiz/import.html", status=422, form=form)
    text, findings = to_yaml(reading.questions, form.lang.data or None)
    report = [_told(finding) for finding in (*reading.findings, *findings)]
    count = sum(line.startswith("  - id: ") for line in text.splitlines())
    return render("quiz/imported.html", text=text, report=report, count=count)


@bp.post("/questions/imports/file")
@signed_in
def yaml_file() -> Response:
    """The YAML of the page, as it stands there, as a file."""
    _authors_only()
    text = request.form.get("text", "").replace("\r\n", "\n")
    if not text.strip():
        raise Refused("There is nothing to download.")
    return download(text.encode(), "questions.yaml")


def _authors_only() -> None:
    """To others there are no such pages: the files hold the keys."""
    if not (current_user.is_author or current_user.is_administrator):
        raise NotFound


def _file(slug: str, form: str) -> Response:
    _authors_only()
    quiz, lang = current.course().quizzes.get(slug), request.args.get("in", "both")
    if quiz is None or lang not in files.LANGUAGES:
        raise NotFound
    text, findings = files.write(quiz.questions, form, lang, slug)
    told = [_told(finding) for finding in findings]
    sentences = [f"{one['question']}: {one['what']} {one['done']}" for one in told]
    text = files.commented(text, form, sentences)
    return download(text.encode(), f"{slug}.{files.ENDINGS[form]}")


def _told(finding: Finding) -> dict[str, Any]:
    """A finding in the reader's language; its values are the file's own words."""
    return {
        "question": finding.question,
        "line": finding.line,
        "what": filled(t(finding.what), finding.values),
        "done": filled(t(finding.done), finding.values),
    }
