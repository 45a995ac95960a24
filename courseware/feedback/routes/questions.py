"""Pages of questions to the trainer and of reported mistakes."""

from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.content import current
from courseware.content.definitions import ModuleDefinition
from courseware.errors import NotFound
from courseware.feedback.actions import questions as actions
from courseware.feedback.forms.questions import PlaceForm, SayForm, SettleForm
from courseware.feedback.queries import questions as queries
from courseware.feedback.routes.base import bp
from courseware.web.access import authors, signed_in
from courseware.web.forms import choices
from courseware.web.locale import lang, t
from courseware.web.render import render

#: characters of the marked words that a question begins with
LONGEST_QUOTE = 300


@bp.get("/questions")
@signed_in
def questions() -> Any:
    """One's own questions; to a trainer those of the people they train, too."""
    return render(
        "feedback/questions.html",
        own=queries.questions_of(current_user.id),
        asked=queries.questions_for(current_user) if current_user.is_trainer else [],
        course=current.course(),
    )


@bp.route("/modules/<slug>/questions", methods=["GET", "POST"])
@signed_in
def ask(slug: str) -> Any:
    """Ask one's trainer about a heading, or report a mistake in it; what the class may read stands below."""
    module, form = _module(slug), PlaceForm(anchor=request.args.get("heading", ""))
    lesson = module.lessons[lang()]
    form.anchor.choices = choices((heading.id, heading.title) for heading in lesson.headings)
    if request.method != "POST" or not form.validate():
        form.lang.data, form.version.data = lang(), lesson.digest
        if request.method != "POST" and (quote := request.args.get("quote", "").strip()):
            form.text.data = t("“{words}”: ", words=quote[:LONGEST_QUOTE])
        return render(
            "feedback/ask.html",
            422 if form.errors else 200,
            form=form,
            module=module,
            shown=queries.shown_at(current_user.id, slug),
        )
    text, anchor = form.text.data or "", form.anchor.data
    if request.form.get("what") == "mistake":
        read = (form.lang.data or lang(), form.version.data or lesson.digest)
        actions.report(current_user, (slug, anchor), (read[0][:10], read[1][:64]), text)
        flash(t("Thank you. The author is told, and you will hear what became of it."), "good")
        return redirect(f"/modules/{slug}#{anchor}", 303)
    number = actions.ask(current_user, slug, anchor, text)
    flash(t("Asked. Your trainer is told."), "good")
    return redirect(f"/questions/{number}", 303)


@bp.route("/questions/<int:number>", methods=["GET", "POST"])
@signed_in
def question(number: int) -> Any:
    row, relation = queries.get_question_for(current_user, number)
    form = SayForm()
    if request.method == "POST" and form.validate():
        actions.say(current_user, number, form.text.data or "")
        return redirect(f"/questions/{number}", 303)
    return render(
        "feedback/question.html",
        422 if form.errors else 200,
        row=row,
        relation=relation,
        sayings=queries.sayings_of(number),
        form=form,
        module=current.course().by_slug.get(row.module),
    )


@bp.post("/questions/<int:number>/showings")
@signed_in
def show(number: int) -> Any:
    actions.show(current_user, number)
    flash(t("The class can read question and answer now, without the name."), "good")
    return redirect(f"/questions/{number}", 303)


@bp.post("/questions/<int:number>/hidings")
@signed_in
def hide(number: int) -> Any:
    actions.hide(current_user, number)
    return redirect(f"/questions/{number}", 303)


@bp.get("/mistakes")
@authors
def mistakes() -> Any:
    """What readers reported; to authors and administrators."""
    wanted = request.args.get("show", "open")
    return render(
        "feedback/mistakes.html",
        rows=queries.mistakes(open_only=wanted != "all"),
        show=wanted,
        course=current.course(),
        form=SettleForm(formdata=None),
    )


@bp.post("/mistakes/<int:number>/settlings")
@authors
def settle(number: int) -> Any:
    queries.mistake(number)
    form = SettleForm()
    if not form.validate():
        flash(t("Say in a sentence what you did about it."), "bad")
        return redirect(f"/mistakes#mistake-{number}", 303)
    actions.settle(current_user, number, form.answer.data or "")
    flash(t("Settled. The reader is told."), "good")
    return redirect("/mistakes", 303)


def _module(slug: str) -> ModuleDefinition:
    found = current.course().by_slug.get(slug)
    if found is None or lang() not in found.lessons:
        raise NotFound
    return found
