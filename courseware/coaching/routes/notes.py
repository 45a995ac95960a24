"""One's own page on a person: private notes, the talks with them, and writing the next one."""

from typing import Any

from flask import flash, redirect
from flask_login import current_user

from courseware.coaching.actions import notes as actions
from courseware.coaching.actions import talks as talking
from courseware.coaching.forms.notes import NoteForm, TalkForm
from courseware.coaching.queries import notes as reading
from courseware.coaching.queries import talks
from courseware.coaching.queries.scope import get_person_for
from courseware.coaching.routes.base import bp
from courseware.coaching.routes.words import titles_of
from courseware.web.access import trainers_and_managers
from courseware.web.locale import t
from courseware.web.render import render
from courseware.web.support import private
from courseware.web.zone import today


@bp.get("/people/<int:number>/coaching")
@trainers_and_managers
@private
def coaching(number: int) -> Any:
    form = TalkForm()
    form.held_on.data = today()
    return _page(number, NoteForm(), form)


@bp.post("/people/<int:number>/coaching/notes")
@trainers_and_managers
@private
def write_note(number: int) -> Any:
    get_person_for(current_user, number)
    form = NoteForm()
    if not form.validate():
        return _page(number, form, TalkForm(formdata=None), status=422)
    actions.write_note(current_user, number, form.words)
    return redirect(f"/people/{number}/coaching", 303)


@bp.route("/coaching/notes/<int:number>", methods=["GET", "POST"])
@trainers_and_managers
@private
def note(number: int) -> Any:
    """Change one of one's own notes."""
    row, about = reading.get_note_for(current_user, number)
    form = NoteForm(obj=row)
    if form.validate_on_submit():
        actions.change_note(current_user, number, form.words)
        return redirect(f"/people/{about}/coaching", 303)
    person = get_person_for(current_user, about)
    status = 422 if form.errors else 200
    return render("coaching/note.html", status=status, form=form, note=row, person=person)


@bp.post("/coaching/notes/<int:number>/removals")
@trainers_and_managers
@private
def remove_note(number: int) -> Any:
    about = actions.remove_note(current_user, number)
    flash(t("The note is gone."), "good")
    return redirect(f"/people/{about}/coaching", 303)


@bp.post("/people/<int:number>/talks")
@trainers_and_managers
@private
def write_talk(number: int) -> Any:
    get_person_for(current_user, number)
    form = TalkForm()
    good = form.validate()
    if good and form.new.held_on > today():
        form.refuse("held_on", "A talk is written down when it has been held.")
        good = False
    if not good:
        return _page(number, NoteForm(formdata=None), form, status=422)
    talk = talking.write_talk(current_user, number, form.new)
    flash(
        t("Written down. The other one reads it and can answer. What did you agree to do?"), "good"
    )
    return redirect(f"/talks/{talk}#steps", 303)


def _page(number: int, note_form: NoteForm, talk_form: TalkForm, status: int = 200) -> Any:
    person = get_person_for(current_user, number)
    held = talks.talks_between(current_user.id, number)
    steps = talks.steps_in([talk.id for talk in held])
    return render(
        "coaching/coaching.html",
        status=status,
        person=person,
        notes=reading.notes_on(current_user, number),
        talks=held,
        steps=steps,
        # What was agreed last time: of the newest talk in which anything was.
        last=next((steps[talk.id] for talk in held if steps[talk.id]), []),
        titles=titles_of(steps),
        note_form=note_form,
        talk_form=talk_form,
    )
