"""What a trainer tells the class."""

from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.cohorts import actions, queries
from courseware.cohorts.forms import AnnouncementForm
from courseware.cohorts.routes.base import bp
from courseware.kit.links import linked
from courseware.web.access import trainers
from courseware.web.locale import t
from courseware.web.render import render

#: to tell more people than this is asked first
MANY = 50


@bp.route("/cohorts/<int:number>/announcements", methods=["GET", "POST"])
@trainers
def announcements(number: int) -> Any:
    cohort = queries.get_cohort_for(current_user, number)
    form = AnnouncementForm()
    if request.method != "POST":
        return _page(cohort, form)
    if not form.validate():
        return _page(cohort, form, status=422)
    if cohort.members > MANY and request.form.get("sure") != "1":
        return render("cohorts/sure.html", cohort=cohort, text=form.text.data)
    actions.announce(current_user.id, number, form.text.data or "", who=current_user.name)
    flash(t("Told. It stays on the page of the class until you withdraw it."), "good")
    return redirect(f"/cohorts/{number}/announcements", 303)


@bp.post("/cohorts/<int:number>/announcements/<int:announcement_id>/withdrawals")
@trainers
def withdraw(number: int, announcement_id: int) -> Any:
    queries.get_cohort_for(current_user, number)
    actions.withdraw_announcement(current_user.id, number, announcement_id)
    flash(t("Withdrawn. Whoever was told has been told already."), "good")
    return redirect(f"/cohorts/{number}/announcements", 303)


def _page(cohort: Any, form: AnnouncementForm, status: int = 200) -> Any:
    rows = queries.announcements_of(cohort.id)
    return render(
        "cohorts/announcements.html",
        status=status,
        cohort=cohort,
        form=form,
        rows=rows,
        linked=linked,
    )
