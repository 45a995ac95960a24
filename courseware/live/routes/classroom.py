"""The page of the room: where the class is, questions to everybody, and the sums of their answers."""

from datetime import timedelta
from typing import Any

from flask import Response, current_app, flash, redirect, request
from flask_login import current_user

from courseware.content import current
from courseware.errors import Conflict
from courseware.kit import clock
from courseware.kit.qr import qr_svg
from courseware.live.actions import classroom as actions
from courseware.live.forms.classroom import AnswerForm, PlaceForm
from courseware.live.queries import classroom as queries
from courseware.live.queries.sessions import get_led_session, get_session_for
from courseware.live.routes import classroom_parts as parts
from courseware.live.routes.base import bp
from courseware.live.types.classroom import accepted
from courseware.live.types.sessions import SessionRow
from courseware.web.access import signed_in
from courseware.web.forms import Form
from courseware.web.locale import t
from courseware.web.render import render, render_text

ROOM = "/live/<int(max=2147483647):number>"
POLL = f"{ROOM}/polls/<int(max=2147483647):poll_id>"
#: a page that was left open need not ask for ever
OVER_AFTER = timedelta(hours=12)


@bp.get(ROOM)
@signed_in
def classroom(number: int) -> Response:
    return _page(get_session_for(current_user, number))


@bp.get(f"{ROOM}/state")
@signed_in
def classroom_state(number: int) -> Response:
    """Where the class is and the open question: what changes when the trainer does something."""
    room = get_session_for(current_user, number)
    return _followed(room, parts.state_tag(room), "live/_classroom_state.html", parts.state(room))


@bp.get(f"{ROOM}/sums")
@signed_in
def classroom_sums(number: int) -> Response:
    """Counts and charts: what changes with every answer."""
    room = get_session_for(current_user, number)
    return _followed(room, parts.sums_tag(room), "live/_classroom_sums.html", parts.sums(room))


@bp.get(f"{ROOM}/screen")
@signed_in
def classroom_screen(number: int) -> Response:
    """The same for the wall: only what the whole class may see, in large."""
    room = get_session_for(current_user, number)
    address = f"{current_app.config['PUBLIC_URL']}/live/{room.id}"
    return render(
        "live/classroom_screen.html",
        tag=parts.sums_tag(room),
        address=address,
        qr=qr_svg(address),
        **parts.wall(room),
    )


@bp.get(f"{ROOM}/screen/state")
@signed_in
def classroom_screen_state(number: int) -> Response:
    room = get_session_for(current_user, number)
    return _followed(room, parts.sums_tag(room), "live/_classroom_wall.html", parts.wall(room))


@bp.post(f"{ROOM}/places")
@signed_in
def go_to(number: int) -> Any:
    """What the class is on now: any heading of the course."""
    room, form = get_led_session(current_user, number), PlaceForm()
    course = current.course()
    form.place.choices = [
        (f"{m.slug}#{h.id}", h.title) for m in course.modules for h in parts.headings(m)
    ]
    if not form.validate():
        return _page(room, status=422)
    module, _, anchor = (form.place.data or "").partition("#")
    actions.go_to(number, module, anchor)
    return _to(number)


@bp.post(f"{ROOM}/polls")
@signed_in
def ask(number: int) -> Any:
    room = get_led_session(current_user, number)
    kind = request.form.get("kind", "")
    forms = parts.ask_forms(room)
    form = forms.get(kind)
    if form is None or not form.validate():
        return _page(room, status=422, forms=forms)
    actions.ask(current_user, number, parts.asked(kind, form))
    return _to(number, "answers")


@bp.post(f"{POLL}/repeats")
@signed_in
def ask_again(number: int, poll_id: int) -> Any:
    get_led_session(current_user, number)
    actions.ask_again(current_user, number, poll_id)
    return _to(number, "answers")


@bp.post(f"{POLL}/closings")
@signed_in
def close(number: int, poll_id: int) -> Any:
    get_led_session(current_user, number)
    actions.close(number, poll_id)
    return _to(number, "answers")


@bp.post(f"{POLL}/showings")
@signed_in
def show(number: int, poll_id: int) -> Any:
    get_led_session(current_user, number)
    actions.show(number, poll_id)
    return _to(number, "answers")


@bp.post(f"{POLL}/hidings")
@signed_in
def hide(number: int, poll_id: int) -> Any:
    get_led_session(current_user, number)
    actions.hide(number, poll_id)
    return _to(number, "answers")


@bp.post(f"{POLL}/answers")
@signed_in
def answer(number: int, poll_id: int) -> Any:
    """What is refused is said on the page itself: nobody loses the room over it."""
    room, form = get_session_for(current_user, number), AnswerForm()
    if room.leads:
        raise Conflict("Trainers ask; the class answers.")
    poll = queries.get_poll(number, poll_id)
    if not poll.is_open:
        return _page(room, status=409, refused=t(actions.LATE))
    given = (form.choice.data or [], form.text.data or "")
    if not form.validate() or accepted(poll, *given) is None:
        return _page(room, status=422, refused=t(actions.NO_ANSWER))
    actions.answer(current_user, number, poll_id, given)
    flash(t("Your answer is in."), "good")
    return _to(number)


def _page(
    room: SessionRow, *, status: int = 200, refused: str = "", forms: dict[str, Form] | None = None
) -> Response:
    values = (
        parts.state(room) | parts.sums(room) | (parts.leading(room, forms) if room.leads else {})
    )
    tags = {"state_tag": parts.state_tag(room), "sums_tag": parts.sums_tag(room)}
    return render("live/classroom.html", status, refused=refused, **tags, **values)


def _followed(room: SessionRow, tag: str, template: str, values: dict[str, Any]) -> Response:
    """A part of the page that asks every two seconds whether there is something new."""
    if request.if_none_match.contains(tag):
        is_over = clock.now() > room.ends_at + OVER_AFTER
        return Response(status=204 if is_over else 304)
    response = Response(render_text(template, **values))
    response.set_etag(tag)
    return response


def _to(number: int, part: str = "") -> Response:
    return redirect(f"/live/{number}{'#' + part if part else ''}", 303)  # type: ignore[return-value]  # werkzeug's class
