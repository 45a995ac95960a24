"""Shared one-to-ones: both read them, one wrote them, the other one answers, both do what they agreed."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.assignments.rules import place_of
from courseware.coaching.actions import talks as actions
from courseware.coaching.forms.notes import PromiseForm, ReplyForm, StepForm, TalkForm
from courseware.coaching.queries import scope
from courseware.coaching.queries import talks as reading
from courseware.coaching.routes.base import bp
from courseware.coaching.routes.words import titles_of
from courseware.content import current
from courseware.web.access import signed_in
from courseware.web.locale import t
from courseware.web.render import render
from courseware.web.support import private
from courseware.web.zone import today

#: what a new step proposes
USUAL = timedelta(days=7)


@bp.get("/talks")
@signed_in
@private
def talks() -> Any:
    rows = reading.talks_of(current_user)
    steps = reading.steps_in([row.id for row in rows])
    return render("coaching/talks.html", talks=rows, steps=steps)


@bp.get("/talks/<int:number>")
@signed_in
@private
def talk(number: int) -> Any:
    return _page(number)


@bp.route("/talks/<int:number>/text", methods=["GET", "POST"])
@signed_in
@private
def change(number: int) -> Any:
    """Change one's own words, until they are answered."""
    row = reading.get_talk_for(current_user, number)
    form = TalkForm(obj=row)
    if form.validate_on_submit():
        actions.change_talk(current_user, number, form.new)
        return redirect(f"/talks/{number}", 303)
    if row.by_id != current_user.id or row.reply:
        return redirect(f"/talks/{number}", 303)
    status = 422 if form.errors else 200
    return render("coaching/change.html", status=status, form=form, talk=row)


@bp.post("/talks/<int:number>/replies")
@signed_in
@private
def reply(number: int) -> Any:
    reading.get_talk_for(current_user, number)
    form = ReplyForm()
    if not form.validate():
        return _page(number, reply_form=form, status=422)
    actions.answer_talk(current_user, number, form.reply.data or "")
    flash(t("Your answer stands below the talk."), "good")
    return redirect(f"/talks/{number}", 303)


@bp.post("/talks/<int:number>/steps")
@signed_in
@private
def step(number: int) -> Any:
    reading.get_talk_for(current_user, number)
    form = StepForm()
    form.offer(current.course())
    good = form.validate()
    if good and form.is_empty:
        form.refuse("words", "Choose something of the course, or write it in your own words.")
        good = False
    if good and form.due_on.data is not None and form.due_on.data < today():
        form.refuse("due_on", "The due date lies in the past.")
        good = False
    if not good:
        return _page(number, step_form=form, status=422)
    actions.agree_step(current_user, current.course(), number, form.asked)
    flash(t("Agreed. It is an assignment now, and the other one has been told."), "good")
    return redirect(f"/talks/{number}#steps", 303)


@bp.post("/talks/<int:number>/promises")
@signed_in
@private
def promise(number: int) -> Any:
    reading.get_talk_for(current_user, number)
    form = PromiseForm()
    if not form.validate():
        return _page(number, promise_form=form, status=422)
    actions.promise(current_user, number, form.promise.data or "", form.promise_on.data)
    return redirect(f"/talks/{number}#steps", 303)


@bp.post("/talks/<int:number>/promises/<int:step_number>/ticks")
@signed_in
@private
def tick(number: int, step_number: int) -> Any:
    reading.get_talk_for(current_user, number)
    done = request.form.get("done") == "1"
    actions.keep_promise(current_user, number, step_number, done=done)
    return redirect(f"/talks/{number}#steps", 303)


def _page(
    number: int,
    *,
    reply_form: ReplyForm | None = None,
    step_form: StepForm | None = None,
    promise_form: PromiseForm | None = None,
    status: int = 200,
) -> Any:
    row = reading.get_talk_for(current_user, number)
    steps = reading.steps_in([number])
    return render(
        "coaching/talk.html",
        status=status,
        talk=row,
        steps=steps[number],
        titles=titles_of(steps),
        place_of=place_of,
        is_mine=row.by_id == current_user.id,
        may_add=row.by_id == current_user.id and scope.leads(current_user, row.person_id),
        reply_form=reply_form or ReplyForm(formdata=None, reply=row.reply),
        step_form=step_form or _proposed(),
        promise_form=promise_form or PromiseForm(formdata=None),
    )


def _proposed() -> StepForm:
    form = StepForm(formdata=None, due_on=today() + USUAL)
    form.offer(current.course())
    return form
