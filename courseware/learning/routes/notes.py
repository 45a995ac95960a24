"""One's own notes and marked words: kept in a lesson, gathered on one page, taken along as a file."""

from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.content import current
from courseware.errors import NotFound
from courseware.learning import actions, queries
from courseware.learning.forms import COLOUR_NAMES, ChangeForm, NoteForm
from courseware.learning.notebook import as_markdown, chapters, entries, holding
from courseware.learning.routes.base import bp, module_of, open_module
from courseware.learning.routes.lessons import page
from courseware.learning.types import COLOURS
from courseware.web import errors, paging
from courseware.web.access import signed_in
from courseware.web.downloads import download
from courseware.web.locale import for_reader, lang, t
from courseware.web.render import render

NUMBER = "<int(max=9007199254740991):number>"


@bp.post("/modules/<slug>/notes")
@signed_in
def add_note(slug: str) -> Any:
    """A note, or words that were marked; a script is told the number."""
    form, found = NoteForm(), open_module(slug)
    if not found.lessons:
        raise NotFound
    if not form.validate():
        if errors.wants_json():
            return errors.answer(422, t("A note needs some words, at most 5,000 characters."))
        with for_reader():
            return page(found, form)
    place, text = (found.slug, form.anchor.data or ""), form.text.data or ""
    number = actions.add_note(
        current_user.id, place, text, quote=form.marked, colour=form.colour.data or None
    )
    if errors.wants_json():
        return {"id": number}, 201
    return redirect(f"/modules/{slug}#notes", 303)


@bp.post(f"/modules/<slug>/notes/{NUMBER}/removals")
@signed_in
def remove_note(slug: str, number: int) -> Any:
    actions.remove_note(current_user.id, number)
    if errors.wants_json():
        return "", 204
    return redirect(f"/modules/{module_of(slug).slug}#notes", 303)


@bp.get("/notes")
@signed_in
def notes() -> Any:
    """All notes of one's own by module, by colour, by the words in them."""
    words, colour = request.args.get("q", "").strip()[:100], request.args.get("colour", "")
    mine = queries.notes_of(current_user.id)
    held = holding(mine, words=words, colour=colour if colour in COLOURS else "")
    course, number = current.course(), paging.wanted_page()
    order = {module.slug: place for place, module in enumerate(course.modules)}
    held.sort(key=lambda row: (order.get(row.module, len(order)), row.module, row.id))
    start = (number - 1) * paging.SIZE
    shown = held[start : start + paging.SIZE]
    return render(
        "learning/notes.html",
        chapters=chapters(course, shown, lang()),
        page=paging.page_of(shown, len(held), number),
        total=len(mine),
        words=words,
        colour=colour,
        colours=COLOUR_NAMES,
    )


@bp.get("/notes.md")
@signed_in
def notes_file() -> Any:
    """All notes of one's own as a file."""
    text = as_markdown(current.course(), queries.notes_of(current_user.id), lang())
    return download(text.encode(), f"{t('My notes')}.md")


@bp.route(f"/notes/{NUMBER}", methods=["GET", "POST"])
@signed_in
def note(number: int) -> Any:
    """One note, to be worded anew; a script may do the same from the lesson."""
    row = queries.get_note_for(current_user.id, number)
    form = ChangeForm(text=row.text, colour=row.colour)
    if request.method == "POST":
        fits = form.validate()
        if fits and not (form.text.data or row.quote):
            form.refuse("text", "A note needs some words, at most 5,000 characters.")
            fits = False
        if fits:
            actions.change_note(
                current_user.id, number, form.text.data or "", colour=form.colour.data or None
            )
            if errors.wants_json():
                return "", 204
            flash(t("Kept."), "good")
            return redirect(f"/notes#note-{number}", 303)
    if form.errors and errors.wants_json():
        return errors.answer(422, t("A note needs some words, at most 5,000 characters."))
    course = current.course()
    shown = entries(course, [row], lang())[0]
    module = course.by_slug.get(row.module)
    return render(
        "learning/note.html", 422 if form.errors else 200, form=form, entry=shown, module=module
    )
