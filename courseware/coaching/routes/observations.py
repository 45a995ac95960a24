"""What a manager is asked about graduates, and how many of a trainer's were answered."""

from typing import Any

from flask import redirect
from flask_login import current_user

from courseware.coaching.actions import observations as actions
from courseware.coaching.queries import observations as reading
from courseware.coaching.routes.base import bp
from courseware.coaching.rules.observations import form_of
from courseware.content import current
from courseware.errors import NotFound
from courseware.web.access import trainers_and_managers
from courseware.web.render import render
from courseware.web.zone import today


@bp.get("/observations")
@trainers_and_managers
def observations() -> Any:
    course = current.course()
    form = form_of(course)
    rows = reading.observations_for(current_user, form)
    return render(
        "coaching/observations.html",
        open=[row for row in rows if row.is_open],
        graduates=reading.by_graduate(rows),
        counts=reading.counts_for(current_user) if current_user.is_trainer else [],
        tracks={track.id: track.title for track in course.tracks},
        form=form,
        today=today(),
    )


@bp.post("/observations/<int:number>/forms")
@trainers_and_managers
def begin(number: int) -> Any:
    reading.get_observation_for(current_user, number)
    form = form_of(current.course())
    if form is None:
        raise NotFound
    return redirect(f"/submissions/{actions.begin(current_user, form, number)}", 303)
