"""The pages of when the modules of a class open and are due, and of schedules kept to be used again."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.assignments.routes.classes import bp
from courseware.cohorts import actions, rules
from courseware.cohorts import queries as cohorts
from courseware.cohorts.forms import ApplyForm, RhythmForm, ShiftForm, TemplateForm, dates_sent
from courseware.cohorts.types import CohortRow, Dates, TemplateRow
from courseware.content import current
from courseware.content.definitions import ModuleDefinition
from courseware.errors import NotFound, Refused
from courseware.learning.actions import schedule_module
from courseware.web.access import trainers
from courseware.web.forms import Form
from courseware.web.locale import lang, t
from courseware.web.render import render
from courseware.web.zone import today


@bp.route("/cohorts/<int:number>/schedule", methods=["GET", "POST"])
@trainers
def schedule(number: int) -> Any:
    cohort = cohorts.get_cohort_for(current_user, number)
    if request.method != "POST":
        return _page(cohort)
    modules = _modules(cohort)
    wanted, wrong = dates_sent(request.form.to_dict(), [m.slug for m in modules])
    if wrong:
        names = _names(modules, wrong)
        flash(t("These dates cannot be read: {names}. Nothing was changed.", names=names), "bad")
        return _page(cohort, status=422)
    if turned := rules.turned(wanted):
        names = _names(modules, turned)
        flash(t("These would be due before they open: {names}. Nothing was changed.", names=names), "bad")  # fmt: skip
        return _page(cohort, status=422, shown=wanted)
    return _save(cohort, wanted)


@bp.post("/cohorts/<int:number>/schedule/plans")
@trainers
def plan(number: int) -> Any:
    """Give all modules dates in a rhythm; dates that are there are replaced."""
    cohort = cohorts.get_cohort_for(current_user, number)
    form = RhythmForm()
    if not form.validate():
        return _page(cohort, status=422, plan=form)
    modules = [module.slug for module in _modules(cohort)]
    return _save(cohort, rules.lay_out(modules, form.rhythm, form.free.days))


@bp.post("/cohorts/<int:number>/schedule/shifts")
@trainers
def shift(number: int) -> Any:
    """Move all later dates by some days."""
    cohort = cohorts.get_cohort_for(current_user, number)
    form = ShiftForm()
    if not form.validate():
        return _page(cohort, status=422, shift=form)
    moved = rules.shift(cohorts.days_of(number), form.days.data or 0, since=form.first)
    if turned := rules.turned(moved):
        names = _names(_modules(cohort), turned)
        sentence = "These would be due before they open: {names}. Nothing was changed."
        form.refuse("days", sentence, names=names)
        return _page(cohort, status=422, shift=form)
    return _save(cohort, moved)


@bp.route("/cohorts/<int:number>/schedule/templates", methods=["GET", "POST"])
@trainers
def templates(number: int) -> Any:
    """The schedules kept for the track of this class; keep its own under a name."""
    cohort = cohorts.get_cohort_for(current_user, number)
    form = TemplateForm()
    if request.method != "POST":
        form.name.data = cohort.name
        return _templates(cohort, form)
    if not form.validate():
        return _templates(cohort, form, status=422)
    offsets = rules.offsets_of(cohorts.days_of(number), cohort.starts_on)
    actions.keep_template(current_user.id, form.name.data or "", cohort.track, offsets)
    flash(t("The schedule is kept. Every class of this track can use it."), "good")
    return redirect(f"/cohorts/{number}/schedule/templates", 303)


@bp.get("/cohorts/<int:number>/schedule/templates/<int:template_id>")
@trainers
def template(number: int, template_id: int) -> Any:
    """The dates that this class would have, before anything is changed."""
    cohort, row = _template(number, template_id)
    asked = "first_on" in request.args
    # Sent by GET, since looking changes nothing; so it has no token.
    form = ApplyForm(
        request.args if asked else None, first_on=cohort.starts_on, meta={"csrf": False}
    )
    if asked and not form.validate():
        return _preview(cohort, row, form, {}, status=422)
    return _preview(cohort, row, form, _planned(cohort, row, form))


@bp.post("/cohorts/<int:number>/schedule/templates/<int:template_id>/uses")
@trainers
def use_template(number: int, template_id: int) -> Any:
    cohort, row = _template(number, template_id)
    form = ApplyForm()
    if not form.validate():
        return _preview(cohort, row, form, {}, status=422)
    return _save(cohort, _planned(cohort, row, form))


@bp.post("/cohorts/<int:number>/schedule/templates/<int:template_id>/names")
@trainers
def rename_template(number: int, template_id: int) -> Any:
    _template(number, template_id)
    form = TemplateForm()
    if not form.validate():
        raise Refused("Give it a name of at most 200 characters.")
    actions.rename_template(
        current_user.id,
        template_id,
        form.name.data or "",
        as_admin=current_user.is_administrator,
    )
    return redirect(f"/cohorts/{number}/schedule/templates", 303)


@bp.post("/cohorts/<int:number>/schedule/templates/<int:template_id>/removals")
@trainers
def remove_template(number: int, template_id: int) -> Any:
    _template(number, template_id)
    as_admin = current_user.is_administrator
    actions.remove_template(current_user.id, template_id, as_admin=as_admin)
    flash(t("Removed. Classes that used it keep their dates."), "good")
    return redirect(f"/cohorts/{number}/schedule/templates", 303)


def _save(cohort: CohortRow, wanted: Mapping[str, Dates]) -> Any:
    """Change what differs, and show the schedule."""
    known = cohorts.days_of(cohort.id)
    for slug, days in wanted.items():
        if known.get(slug, Dates()) != days:
            schedule_module(current_user.id, cohort.id, slug, days.due_on, opens_on=days.opens_on)
    flash(t("The schedule is saved."), "good")
    return redirect(f"/cohorts/{cohort.id}/schedule", 303)


def _page(
    cohort: CohortRow, status: int = 200, *, shown: Mapping[str, Dates] | None = None, **sent: Form
) -> Any:
    days = cohorts.days_of(cohort.id)
    # What failed keeps its words; the others start from what is likely.
    plan_form = sent.get("plan") or RhythmForm(formdata=None, first_on=cohort.starts_on)
    shift_form = sent.get("shift") or ShiftForm(formdata=None, since=today() + timedelta(days=1))
    return render(
        "assignments/schedule.html",
        status=status,
        cohort=cohort,
        modules=_modules(cohort),
        days=days if shown is None else shown,
        has_dates=bool(days),
        plan=plan_form,
        shift=shift_form,
        nobody=Dates(),
    )


def _templates(cohort: CohortRow, form: TemplateForm, status: int = 200) -> Any:
    return render(
        "assignments/templates.html",
        status=status,
        cohort=cohort,
        rows=cohorts.templates_for(current_user, cohort.track),
        has_dates=bool(cohorts.days_of(cohort.id)),
        form=form,
    )


def _preview(
    cohort: CohortRow,
    row: TemplateRow,
    form: ApplyForm,
    days: Mapping[str, Dates],
    *,
    status: int = 200,
) -> Any:
    return render(
        "assignments/template.html",
        status=status,
        cohort=cohort,
        row=row,
        form=form,
        days=days,
        modules=[module for module in _modules(cohort) if module.slug in days],
        has_dates=bool(cohorts.days_of(cohort.id)),
    )


def _template(number: int, template_id: int) -> tuple[CohortRow, TemplateRow]:
    """A class of mine and a kept schedule of its track."""
    cohort = cohorts.get_cohort_for(current_user, number)
    for row in cohorts.templates_for(current_user, cohort.track):
        if row.id == template_id:
            return cohort, row
    raise NotFound


def _planned(cohort: CohortRow, row: TemplateRow, form: ApplyForm) -> dict[str, Dates]:
    """The dates that a kept schedule gives the modules this class has."""
    known = {module.slug for module in _modules(cohort)}
    days = rules.dates_of(
        cohorts.template_items(row.id), form.first, weekends_move=bool(form.weekends_move.data)
    )
    return {slug: each for slug, each in days.items() if slug in known}


def _modules(cohort: CohortRow) -> list[ModuleDefinition]:
    """The modules of the class's track that count."""
    course = current.course()
    track = next((found for found in course.tracks if found.id == cohort.track), course.tracks[0])
    return [course.by_slug[slug] for slug in track.modules if course.by_slug[slug].is_ready]


def _names(modules: list[ModuleDefinition], slugs: list[str]) -> str:
    return ", ".join(module.title[lang()] for module in modules if module.slug in slugs)
