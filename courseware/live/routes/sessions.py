"""The pages of planning: the sessions of a class, a new one, a change; and one's own sessions."""

from typing import Any

from flask import flash, g, redirect, request
from flask_login import current_user

from courseware.assignments.rules import place_of, title_of
from courseware.cohorts.queries import get_cohort_for
from courseware.cohorts.types import CohortRow
from courseware.content import current
from courseware.content.definitions import ModuleDefinition
from courseware.kit import clock
from courseware.live.actions import sessions as actions
from courseware.live.forms.sessions import NewSessionForm, SessionForm
from courseware.live.queries.attendance import attendance, counts_of, marks_of
from courseware.live.queries.sessions import get_led_session, sessions_for, sessions_of
from courseware.live.routes.base import bp
from courseware.live.rules.planning import weekly
from courseware.live.types.sessions import SessionRow
from courseware.web.access import signed_in, trainers
from courseware.web.locale import lang, t
from courseware.web.render import render

#: to tell more people than this is asked first
MANY = 50


@bp.get("/cohorts/<int:number>/sessions")
@trainers
def sessions(number: int) -> Any:
    cohort = get_cohort_for(current_user, number)
    rows = sessions_of(number)
    now = clock.now()
    return render(
        "live/sessions.html",
        cohort=cohort,
        ahead=[row for row in rows if row.ends_at >= now],
        past=[row for row in reversed(rows) if row.ends_at < now],
        counts=counts_of([row.id for row in rows]),
        titles=_titles(),
    )


@bp.route("/cohorts/<int:number>/sessions/new", methods=["GET", "POST"])
@trainers
def new_session(number: int) -> Any:
    cohort = get_cohort_for(current_user, number)
    form = NewSessionForm()
    form.offer(_modules(cohort))
    if request.method != "POST":
        return _form_page(cohort, form)
    if not form.validate():
        return _form_page(cohort, form, status=422)
    plans = weekly(form.plan(g.zone), form.times.data or 1, g.zone)
    hear = actions.how_many_hear(current_user, number)
    if is_many(hear) and plans[-1].starts_at > clock.now():
        return _form_page(cohort, form, count=hear)
    actions.plan_sessions(current_user, number, plans)
    flash(t("Planned. The members of the class have been told."), "good")
    return redirect(f"/cohorts/{number}/sessions", 303)


@bp.route("/live/<int:number>/plan", methods=["GET", "POST"])
@trainers
def change_session(number: int) -> Any:
    session = get_led_session(current_user, number)
    cohort = get_cohort_for(current_user, session.cohort_id)
    form = SessionForm()
    form.offer(_modules(cohort))
    if request.method != "POST":
        form.show(session, g.zone)
        return _form_page(cohort, form, session=session)
    if not form.validate():
        return _form_page(cohort, form, session=session, status=422)
    hear = actions.how_many_hear(current_user, cohort.id)
    if is_many(hear) and session.ends_at > clock.now():
        return _form_page(cohort, form, session=session, count=hear)
    actions.change_session(current_user, number, form.plan(g.zone))
    flash(t("Saved. If time or place have changed, the members have been told."), "good")
    return redirect(f"/cohorts/{cohort.id}/sessions", 303)


@bp.post("/live/<int:number>/cancellations")
@trainers
def cancel_session(number: int) -> Any:
    session = get_led_session(current_user, number)
    hear = actions.how_many_hear(current_user, session.cohort_id)
    if is_many(hear) and session.ends_at > clock.now():
        return render("live/sure.html", session=session, count=hear)
    actions.cancel_session(current_user, number)
    flash(t("The session is cancelled. The members of the class have been told."), "good")
    return redirect(f"/cohorts/{session.cohort_id}/sessions", 303)


@bp.get("/live")
@signed_in
def my_sessions() -> Any:
    """The sessions of one's classes, with whether one was there."""
    rows, now = sessions_for(current_user.id), clock.now()
    return render(
        "live/mine.html",
        ahead=[row for row in rows if row.ends_at >= now],
        past=[row for row in reversed(rows) if row.ends_at < now],
        marks=marks_of(current_user.id, [row.id for row in rows]),
        sums=attendance([current_user.id])[current_user.id],
        titles=_titles(),
        now=now,
        **make_up_words(),
    )


def make_up_words() -> dict[str, Any]:
    """What a make-up is called and where it is done, for templates."""
    course = current.course()
    return {
        "title_of": lambda made: title_of(course, made.kind, made.item)[lang()],
        "place_of": lambda made: place_of(made.kind, made.item),
    }


def is_many(count: int) -> bool:
    """Whether so many would be told that it is asked first, and has not been answered yet."""
    return count > MANY and request.form.get("sure") != "1"


def _form_page(
    cohort: CohortRow,
    form: SessionForm,
    *,
    session: SessionRow | None = None,
    count: int = 0,
    status: int = 200,
) -> Any:
    return render(
        "live/plan.html",
        status=status,
        cohort=cohort,
        form=form,
        zone=g.organisation.time_zone,
        name=t("Change the session") if session else t("Plan a session"),
        count=count,
    )


def _modules(cohort: CohortRow) -> list[ModuleDefinition]:
    """The modules of the class's track that count."""
    course = current.course()
    track = next((found for found in course.tracks if found.id == cohort.track), course.tracks[0])
    return [course.by_slug[slug] for slug in track.modules if course.by_slug[slug].is_ready]


def _titles() -> dict[str, Any]:
    """Modules by slug, for what a session covers."""
    return dict(current.course().by_slug)
