"""Pages of the pulse: two questions after a module, and what came of them."""

from typing import Any

from flask import Response, flash, redirect, request
from flask.blueprints import BlueprintSetupState
from flask_login import current_user

from courseware.content import current
from courseware.content.definitions import ModuleDefinition
from courseware.errors import Conflict, NotFound
from courseware.feedback.actions import pulse as actions
from courseware.feedback.forms.pulse import PulseForm
from courseware.feedback.queries import pulse as queries
from courseware.feedback.routes.base import bp
from courseware.feedback.types.pulse import ModulePulse
from courseware.web.access import signed_in, trainers_and_authors
from courseware.web.locale import CHOICES, t
from courseware.web.render import Renderer, render

#: which modules somebody does not want to be asked about on this device, by their numbers
COOKIE, YEAR = "pulse-{person}", 31_536_000
SORTS = ("module", "answers", "useful", "clear")


@bp.get("/modules/<slug>/pulse")
@signed_in
def pulse_form(slug: str) -> Any:
    """The two questions as a page of their own."""
    module = _module(slug)
    if not queries.may_say(current_user.id, slug):
        raise Conflict("You have said this already, or have not passed the module yet.")
    return render("feedback/pulse_form.html", module=module, form=PulseForm(formdata=None))


@bp.post("/modules/<slug>/pulse")
@signed_in
def say_pulse(slug: str) -> Any:
    module, form = _module(slug), PulseForm()
    if not form.validate():
        return render("feedback/pulse_form.html", 422, module=module, form=form)
    marks = (int(form.useful.data), int(form.clear.data))
    actions.say_pulse(current_user, slug, marks, form.words.data or "")
    flash(t("Thank you. Your answer counts without your name."), "good")
    return redirect(f"/modules/{slug}#next", 303)


@bp.post("/modules/<slug>/pulse/declines")
@signed_in
def decline_pulse(slug: str) -> Any:
    """Not now, and not again on this device; nothing is kept about it here."""
    number = str(_module(slug).number)
    waved = [*_waved(), number]
    response: Response = redirect(f"/modules/{slug}#next", 303)  # type: ignore[assignment]  # werkzeug's class
    response.set_cookie(
        COOKIE.format(person=current_user.id),
        ".".join(dict.fromkeys(waved)),
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


@bp.get("/pulse")
@trainers_and_authors
def pulse() -> Any:
    """What learners say of each module; the worst first where one sorts by it."""
    cohort = queries.wanted_class(current_user, request.args.get("class", ""))
    found = queries.pulse_of(current_user, cohort)
    sort = request.args.get("sort", "module")
    course = current.course()
    shown = [(m, found.get(m.slug)) for m in course.ready_modules]
    return render(
        "feedback/pulse.html",
        rows=_sorted(shown, sort if sort in SORTS else "module"),
        sort=sort,
        cohort=cohort,
        classes=queries.classes_for(current_user),
        sees_all=current_user.is_author or current_user.is_administrator,
    )


@bp.get("/pulse/<slug>")
@trainers_and_authors
def pulse_of_module(slug: str) -> Any:
    """One module: how the answers spread, and what was said in words."""
    module = _module(slug)
    cohort = queries.wanted_class(current_user, request.args.get("class", ""))
    return render(
        "feedback/pulse_module.html",
        module=module,
        cohort=cohort,
        pulse=queries.pulse_of(current_user, cohort).get(slug),
        words=queries.words_on(slug, current_user, cohort),
    )


def offered(slug: str) -> bool:
    """Whether the reader of this page is asked how the module was; for pages of the rooms below."""
    module = current.course().by_slug.get(slug)
    if module is None or str(module.number) in _waved():
        return False
    return queries.may_say(current_user.id, slug)


@bp.record_once
def _offer_to_pages(state: BlueprintSetupState) -> None:
    """Pages of modules and quizzes ask whether to show the two questions: their rooms do not know this one."""
    renderer: Renderer = state.app.extensions["renderer"]
    for language in CHOICES:
        renderer.environment(language).globals["pulse_offered"] = offered


def _waved() -> list[str]:
    return request.cookies.get(COOKIE.format(person=current_user.id), "").split(".")


def _sorted(
    rows: list[tuple[ModuleDefinition, ModulePulse | None]], by: str
) -> list[tuple[ModuleDefinition, ModulePulse | None]]:
    """Modules without enough answers come last; by answers the most first, by marks the lowest."""

    def place(row: tuple[ModuleDefinition, ModulePulse | None]) -> tuple[bool, float, int]:
        module, found = row
        if by == "module" or found is None:
            return by != "module", 0.0, module.number
        if by == "answers":
            return False, -found.answers, module.number
        spread = found.useful if by == "useful" else found.clear
        return False, spread.average, module.number

    return sorted(rows, key=place)


def _module(slug: str) -> ModuleDefinition:
    found = current.course().by_slug.get(slug)
    if found is None:
        raise NotFound
    return found
