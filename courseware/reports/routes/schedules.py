"""Reports that are sent by themselves: asking for one, what it would do now, what it did, and its end."""

from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.errors import NotFound, Refused
from courseware.reports.actions import schedules as actions
from courseware.reports.forms.schedules import ScheduleForm
from courseware.reports.queries import MOST_PEOPLE, people_in_report
from courseware.reports.queries import schedules as queries
from courseware.reports.routes.base import bp
from courseware.reports.rules.schedules import day_of, held_back
from courseware.reports.types.schedules import Scope
from courseware.web.access import trainers_and_managers
from courseware.web.locale import t
from courseware.web.render import render

#: why a report was held back: msgid
REASONS = {
    "not-allowed": "may not see this report any more",
    "left": "may no longer sign in",
    "no-address": "has no mail address",
}


@bp.get("/report-schedules")
@trainers_and_managers
def schedule_list() -> Any:
    return render(
        "reports/schedules.html", found=queries.schedules_for(current_user), day_of=day_of
    )


@bp.get("/report-schedules/new")
@trainers_and_managers
def new_schedule() -> Any:
    return _form(ScheduleForm(formdata=None))


@bp.post("/report-schedules")
@trainers_and_managers
def make_schedule() -> Any:
    scope, _name = _wanted()
    if _is_too_large(scope):
        raise Refused("This report would hold too many people. Choose one team.")
    form = ScheduleForm()
    form.offer(queries.readers_of(scope), of_class=scope.kind == "cohort")
    if not form.validate():
        return _form(form, status=422)
    number = actions.make_schedule(current_user, scope, form.plan)
    flash(t("From now on this report is sent by itself."), "good")
    return redirect(f"/report-schedules/{number}", 303)


@bp.get("/report-schedules/<int:number>")
@trainers_and_managers
def one_schedule(number: int) -> Any:
    found = queries.schedule_for(current_user, number)
    allowed = {reader.id for reader in queries.readers_of(found.scope)}
    return render(
        "reports/schedule.html",
        schedule=found,
        day=day_of(found),
        dry_run=[(r, held_back(r, allowed)) for r in queries.recipients_of(number)],
        log=queries.log_of(number),
        reasons=REASONS,
    )


@bp.post("/report-schedules/<int:number>/endings")
@trainers_and_managers
def end_schedule(number: int) -> Any:
    queries.schedule_for(current_user, number)
    actions.end_schedule(current_user, number)
    flash(t("Stopped: this report is not sent any more."), "good")
    return redirect(f"/report-schedules/{number}", 303)


def _form(form: ScheduleForm, status: int = 200) -> Any:
    scope, name = _wanted()
    form.offer(queries.readers_of(scope), of_class=scope.kind == "cohort")
    if not form.is_submitted():
        form.people.data = [current_user.id]
    return render(
        "reports/schedule_new.html",
        status=status,
        form=form,
        scope=scope,
        name=name,
        too_large=_is_too_large(scope),
    )


def _is_too_large(scope: Scope) -> bool:
    """A class never is; of teams one may be chosen."""
    return scope.kind == "team" and people_in_report(current_user, scope.number) > MOST_PEOPLE


def _wanted() -> tuple[Scope, str]:
    """The class of ?cohort=2, the team of ?team=7, or ?organisation=; none of them means all of one's people."""
    kind = next((kind for kind in ("cohort", "organisation") if kind in request.args), "team")
    text = request.args.get(kind, "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound
    return queries.scope_for(current_user, kind, int(text) if text else None)
