"""Lesson pages, the list of modules, the running case, the glossary."""

from collections.abc import Hashable
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_login import current_user
from markupsafe import Markup

from courseware.content import current
from courseware.content.definitions import ModuleDefinition
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.learning import actions, queries
from courseware.learning.forms import NoteForm, PlaceForm
from courseware.learning.navigation import navigation, neighbours, table_of_contents
from courseware.learning.rules import TestOut, module_ticks, test_out_open
from courseware.learning.types import Done, NotOpenYet, Tick
from courseware.web import errors
from courseware.web.access import signed_in
from courseware.web.locale import lang, t
from courseware.web.render import piece, render, render_text

bp = Blueprint("learning", __name__)


@bp.get("/modules")
@signed_in
def modules() -> Any:
    course = current.course()
    enrolment = queries.enrolment_of(current_user.id)
    track = queries.track_of(course, enrolment)
    standings = queries.standings(current_user.id)
    counting = [slug for slug in track.modules if course.by_slug[slug].is_ready]
    return render(
        "learning/modules.html",
        course=course,
        standings=standings,
        passed=sum(1 for slug in counting if slug in standings and standings[slug].passed),
        possible=len(counting),
        track=track,
        in_track=frozenset(track.modules),
        dues={due.item: due for due in reversed(queries.dues_of(current_user.id))},
        now=clock.now(),
        closed=queries.closed_to(current_user, course),
    )


@bp.app_errorhandler(NotOpenYet)
def not_open_yet(error: NotOpenYet) -> Any:
    """The page of everything in a module that the class opens only later: when, and nothing of it."""
    if errors.wants_json():
        return errors.answer(error.status, t(error.sentence, **error.values))
    module = current.course().by_slug[error.module]
    return render("learning/closed.html", status=error.status, module=module, opening=error.opening)


@bp.get("/modules/<slug>")
@signed_in
def module(slug: str) -> Any:
    return _page(_module(slug))


def _page(found: ModuleDefinition, refused: NoteForm | None = None) -> Any:
    """The page of a module; with a note that was refused, its words are still in the form."""
    course, me_id, slug = current.course(), current_user.id, found.slug
    facts = queries.page_of(me_id, slug)
    if facts.waits:
        queries.require_open(current_user, course, slug)
    menu = navigation(course, lang(), facts, slug)
    before, after = neighbours(course, lang(), slug)
    if lang() not in found.lessons:
        return render("learning/in_preparation.html", module=found, menu=menu)
    lesson, track = found.lessons[lang()], queries.track_named(course, facts.track)
    steps = queries.steps_of(me_id, slug) if facts.has_steps else []
    ticks = module_ticks(found, steps, test_out=track.test_out) if found.is_ready else ()
    offer = test_out_open(found, steps, track.test_out)
    same = {"module": found, "lesson": lesson, "course": course, "before": before, "after": after}
    key = (course.digest, slug)
    return render(
        "learning/lesson.html",
        status=422 if refused else 200,
        module=found,
        lesson=lesson,
        menu=menu,
        toc=table_of_contents(course, lang(), slug),
        body=lesson.html,
        # What is the same for every reader is rendered once.
        top=piece("learning/_lesson_top.html", key, **same),
        links=piece("learning/_lesson_links.html", key, **same),
        pager=piece("learning/_lesson_pager.html", key, **same),
        rule=_rule(found, ticks, (*key, offer), offer=offer, begun=bool(facts.has_steps)),
        is_read=any(tick.id in ("lesson", "test-out") and tick.done for tick in ticks),
        is_tested=any(tick.id in ("quiz", "test-out") and tick.done for tick in ticks),
        test_out=offer,
        anchor=facts.anchor,
        owes=bool(facts.owes),
        now=clock.now(),
        notes=queries.notes_of(me_id, slug) if facts.has_notes else (),
        refused=refused,
    )


@bp.post("/modules/<slug>/readings")
@signed_in
def read(slug: str) -> Any:
    """The learner pressed *read* at the end of the lesson."""
    found = _open_module(slug)
    if not found.is_ready:
        raise NotFound
    done = Done(person_id=current_user.id, kind="lesson", item=slug, module=slug, passed=True)
    actions.record_step(current.course(), done)
    flash(t("Read. Now show that you can do it."), "good")
    return redirect(f"/quizzes/{slug}", 303)


@bp.post("/modules/<slug>/places")
@signed_in
def place(slug: str) -> Any:
    """Where reading stopped, told by the page itself."""
    form = PlaceForm()
    known = {
        heading.id for lesson in _open_module(slug).lessons.values() for heading in lesson.headings
    }
    if not form.validate() or form.anchor.data not in known:
        return {"error": t("There is no such heading.")}, 422
    actions.keep_place(current_user.id, slug, form.anchor.data or "")
    return "", 204


@bp.post("/modules/<slug>/notes")
@signed_in
def add_note(slug: str) -> Any:
    form = NoteForm()
    found = _open_module(slug)
    if not found.lessons:
        raise NotFound
    if not form.validate():
        return _page(found, form)
    actions.add_note(current_user.id, found.slug, form.anchor.data or "", form.text.data or "")
    return redirect(f"/modules/{slug}#notes", 303)


@bp.post("/modules/<slug>/notes/<int:number>/removals")
@signed_in
def remove_note(slug: str, number: int) -> Any:
    actions.remove_note(current_user.id, number)
    return redirect(f"/modules/{_module(slug).slug}#notes", 303)


@bp.get("/case")
@signed_in
def case() -> Any:
    story = current.course().story.get(lang())
    if story is None:
        raise NotFound
    return render("learning/case.html", story=story, body=story.html)


@bp.get("/glossary")
@signed_in
def glossary() -> Any:
    course = current.course()
    language = lang()
    terms = sorted(
        course.glossary.values(),
        key=lambda term: (term.pinyin if language == "zh" else term.name.en).lower(),
    )
    by_number = {m.number: m for m in course.modules}
    return render(
        "learning/glossary.html", terms=terms, by_number=by_number, wanted=request.args.get("term")
    )


def _rule(
    module: ModuleDefinition, ticks: tuple[Tick, ...], key: Hashable, *, offer: TestOut, begun: bool
) -> Markup:
    """The list of what the module asks for; to somebody who has not begun it is the same as to all."""
    values = {"ticks": ticks, "module": module, "course": current.course(), "test_out": offer}
    if not begun:
        return piece("learning/_module_ticks.html", key, **values)
    return Markup(render_text("learning/_module_ticks.html", **values))  # noqa: S704 - a template's own output


def _open_module(slug: str) -> ModuleDefinition:
    """A module of which something can be done now."""
    found = _module(slug)
    queries.require_open(current_user, current.course(), slug)
    return found


def _module(slug: str) -> ModuleDefinition:
    found = current.course().by_slug.get(slug)
    if found is None:
        raise NotFound("There is no module {slug}.", slug=slug)
    return found
