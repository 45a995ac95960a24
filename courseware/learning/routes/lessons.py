"""Lesson pages and the list of modules."""

from collections.abc import Hashable
from typing import Any

from flask import flash, redirect, request
from flask_login import current_user
from markupsafe import Markup

from courseware.content import current
from courseware.content.definitions import Course, ModuleDefinition
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.learning import actions, queries
from courseware.learning.forms import NoteForm, PlaceForm
from courseware.learning.lessons import body, pairs
from courseware.learning.navigation import navigation, neighbours, table_of_contents
from courseware.learning.notebook import entries
from courseware.learning.routes.base import bp, module_of, open_module
from courseware.learning.rules import TestOut, module_ticks, test_out_open
from courseware.learning.types import AT_THE_END, Done, NotOpenYet, PageFacts, Tick
from courseware.learning.way_on import NextStep, next_step
from courseware.web import errors
from courseware.web.access import signed_in
from courseware.web.locale import lang, t
from courseware.web.render import piece, render, render_text


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
    return page(module_of(slug))


def page(found: ModuleDefinition, refused: NoteForm | None = None) -> Any:
    """The page of a module; with a note that was refused, its words are still in the form."""
    course, me_id, slug = current.course(), current_user.id, found.slug
    facts = queries.page_of(me_id, slug)
    if facts.waits:
        queries.require_open(current_user, course, slug)
    menu = navigation(course, lang(), facts, slug)
    before, after = neighbours(course, lang(), slug)
    if lang() not in found.lessons:
        return render("learning/in_preparation.html", module=found, menu=menu)
    track = queries.track_named(course, facts.track)
    steps = queries.steps_of(me_id, slug) if facts.has_steps else []
    ticks = module_ticks(found, steps, test_out=track.test_out) if found.is_ready else ()
    offer = test_out_open(found, steps, track.test_out)
    notes = queries.notes_of(me_id, slug) if facts.has_notes else ()
    key = (course.digest, slug, offer)
    return render(
        "learning/lesson.html",
        status=422 if refused else 200,
        module=found,
        menu=menu,
        **_text(course, found),
        **_standing(facts, ticks),
        **_way_on(key, next_step(course, found, (ticks, steps), after=after, lang=lang()), facts),
        pager=piece(
            "learning/_lesson_pager.html", (course.digest, slug), before=before, after=after
        ),
        rule=_rule(found, ticks, key, offer=offer, begun=bool(facts.has_steps)),
        test_out=offer,
        now=clock.now(),
        notes=entries(course, notes, lang()),
        refused=refused,
    )


def _text(course: Course, module: ModuleDefinition) -> dict[str, Any]:
    """What is the same for every reader of a lesson: made once."""
    language, key = lang(), (course.digest, module.slug)
    lesson, text = module.lessons[language], body(course, module, language)
    is_beside = request.args.get("side") == "1" and len(module.lessons) > 1
    same = {"module": module, "lesson": lesson, "course": course}
    if is_beside:
        rows = pairs(course, module, language)
        shown = piece("learning/_lesson_beside.html", key, pairs=rows)
    return {
        "lesson": lesson,
        "is_beside": is_beside,
        "body": shown if is_beside else text.html,
        "toc": table_of_contents(course, language, module.slug),
        "top": piece("learning/_lesson_top.html", key, **same),
        "tools": piece("learning/_lesson_tools.html", (*key, is_beside), beside=is_beside, **same),
        "links": piece("learning/_lesson_links.html", key, **same),
        "terms": piece("learning/_lesson_terms.html", key, terms=text.terms),
    }


def _way_on(key: Hashable, way: NextStep, facts: PageFacts) -> dict[str, Any]:
    """The next step, and the bar that names it: the same for everybody who has come as far."""
    at_the_end = (facts.reached or 0) >= AT_THE_END
    bar = piece("learning/_lesson_bar.html", (key, way, at_the_end), way=way, at_the_end=at_the_end)
    return {"way": way, "bar": bar}


def _standing(facts: PageFacts, ticks: tuple[Tick, ...]) -> dict[str, Any]:
    """How far the reader is."""
    return {
        "is_read": any(tick.id in ("lesson", "test-out") and tick.done for tick in ticks),
        "is_tested": any(tick.id in ("quiz", "test-out") and tick.done for tick in ticks),
        "anchor": facts.anchor,
        "reached": facts.reached or 0,
        "owes": bool(facts.owes),
    }


@bp.post("/modules/<slug>/readings")
@signed_in
def read(slug: str) -> Any:
    """The learner pressed *read* at the end of the lesson."""
    found = open_module(slug)
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
        heading.id for lesson in open_module(slug).lessons.values() for heading in lesson.headings
    }
    if not form.validate() or form.anchor.data not in known:
        return {"error": t("There is no such heading.")}, 422
    anchor, reached = form.anchor.data or "", form.reached.data
    actions.keep_place(current_user.id, slug, anchor, reached=reached)
    return "", 204


def _rule(
    module: ModuleDefinition, ticks: tuple[Tick, ...], key: Hashable, *, offer: TestOut, begun: bool
) -> Markup:
    """The list of what the module asks for; to somebody who has not begun it is the same as to all."""
    values = {"ticks": ticks, "module": module, "course": current.course(), "test_out": offer}
    if not begun:
        return piece("learning/_module_ticks.html", key, **values)
    return Markup(render_text("learning/_module_ticks.html", **values))  # noqa: S704 - a template's own output
