"""The pages of who was there: the sheet of a session, and what is asked of the absent."""

from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.cohorts.queries import get_cohort_for, members_in
from courseware.content import current
from courseware.errors import Refused
from courseware.kit import clock
from courseware.live.actions import attendance as actions
from courseware.live.forms.attendance import MakeUpForm, TickForm, changes_in
from courseware.live.queries.attendance import attendance as sums_of
from courseware.live.queries.attendance import counts_of, marks_in, sheet_of
from courseware.live.queries.sessions import get_led_session, sessions_of
from courseware.live.routes.base import bp
from courseware.live.routes.sessions import is_many, make_up_words
from courseware.live.types.attendance import SheetLine
from courseware.live.types.sessions import SessionRow
from courseware.web.access import trainers
from courseware.web.filters import for_language
from courseware.web.locale import lang, t
from courseware.web.render import render


@bp.route("/live/<int:number>/attendance", methods=["GET", "POST"])
@trainers
def attendance(number: int) -> Any:
    session = get_led_session(current_user, number)
    sheet = sheet_of(session)
    if request.method != "POST":
        return render(
            "live/attendance.html",
            session=session,
            sheet=sheet,
            now=clock.now(),
            **make_up_words(),
        )
    if not TickForm().validate():
        raise Refused("The server did not understand this request. Nothing was changed.")
    changed = actions.tick(current_user, session, changes_in(request.form.to_dict(), sheet))
    flash(t("{n} marks are changed.", n=changed), "good")
    return redirect(f"/live/{number}/attendance", 303)


@bp.get("/cohorts/<int:number>/attendance")
@trainers
def grid(number: int) -> Any:
    """People by sessions: everybody of the class now, and all that was held."""
    cohort = get_cohort_for(current_user, number)
    rows = sessions_of(number)
    counts = counts_of([row.id for row in rows])
    held = [row for row in rows if row.id in counts and row.cancelled_at is None]
    members = members_in(number)
    return render(
        "live/grid.html",
        cohort=cohort,
        sessions=held,
        members=members,
        marks=marks_in([row.id for row in held]),
        sums=sums_of([member.id for member in members], cohort_id=number),
    )


@bp.route("/live/<int:number>/make-ups", methods=["GET", "POST"])
@trainers
def make_up(number: int) -> Any:
    session = get_led_session(current_user, number)
    absent = [line for line in sheet_of(session) if line.state in ("absent", "excused")]
    form = MakeUpForm()
    form.offer(current.course(), session.modules, absent)
    if request.method != "POST":
        day = for_language(lang())["date"](session.starts_at)
        form.propose(
            absent,
            t("Instead of the class session {title} on {day}.", title=session.title, day=day),
        )
        if (person := request.args.get("person", "")).isascii() and person.isdigit():
            form.people.data = [int(person)]
        return _make_up_page(session, absent, form)
    if not form.validate():
        return _make_up_page(session, absent, form, status=422)
    if is_many(len(form.people.data or ())):
        return _make_up_page(session, absent, form, count=len(form.people.data or ()))
    course, people = current.course(), form.people.data or ()
    actions.ask_make_up(current_user, course, session, form.asked, people=people)
    flash(t("Asked. Everybody concerned has been told."), "good")
    return redirect(f"/live/{number}/attendance", 303)


def _make_up_page(
    session: SessionRow,
    absent: list[SheetLine],
    form: MakeUpForm,
    *,
    status: int = 200,
    count: int = 0,
) -> Any:
    return render(
        "live/make_up.html", status=status, session=session, absent=absent, form=form, count=count
    )
