"""The pages of signing in to a class session: the wall for the trainer, the code for the members."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, flash, redirect, request, url_for
from flask import session as cookie
from flask_login import current_user

from courseware.errors import Refused
from courseware.kit import clock
from courseware.kit.qr import qr_svg
from courseware.live.actions import attendance as actions
from courseware.live.forms.attendance import SignInForm, TickForm
from courseware.live.queries.attendance import sheet_of
from courseware.live.queries.sessions import (
    find_session,
    get_led_session,
    get_session_for,
    secret_of,
)
from courseware.live.routes.base import bp
from courseware.live.rules import codes
from courseware.live.rules.planning import OLD_CODE
from courseware.live.types.sessions import SessionRow
from courseware.web.access import public, signed_in, trainers
from courseware.web.limits import counter
from courseware.web.locale import lang, t
from courseware.web.render import render, render_text

#: in the cookie of a browser: which session it scanned a good code of, and when
SCAN = "class-session-scan"


@bp.get("/live/<int:number>/sign-in")
@signed_in
def sign_in(number: int) -> Any:
    """For whoever runs the session the wall; for its members a field for the code."""
    session = get_session_for(current_user, number)
    if not session.leads:
        return _member_page(session, SignInForm(formdata=None), _scanned_at(number))
    return render("live/wall.html", etag=_tag(session), **_on_the_wall(session))


@bp.get("/live/<int:number>/sign-in/wall")
@trainers
def wall(number: int) -> Any:
    """The part of the wall that changes."""
    session = get_led_session(current_user, number)
    tag = _tag(session)
    if request.if_none_match.contains_raw(tag) or request.if_none_match.contains(tag.strip('"')):
        return Response(status=304)
    response = Response(render_text("live/_wall.html", **_on_the_wall(session)))
    response.set_etag(tag.strip('"'))
    return response


@bp.get("/live/<int:number>/sign-in/<code>")
@public
def scan(number: int, code: str) -> Any:
    """What the picture on the wall leads to. That this browser saw it in time is kept in its own cookie:

    whoever must first sign in to their account would else always come too late.
    """
    now = clock.now()
    secret = secret_of(number)
    if secret and codes.is_good(secret, code, now):
        cookie[SCAN] = [number, now.timestamp()]
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=request.path))
    _count_guess()
    session, scanned_at = _session_of_scanner(number)
    return _member_page(session, SignInForm(formdata=None, code=codes.normal(code)), scanned_at)


@bp.post("/live/<int:number>/sign-ins")
@signed_in
def come(number: int) -> Any:
    """I am here."""
    _count_guess()
    session, scanned_at = _session_of_scanner(number)
    form = SignInForm()
    code = form.code.data or ""
    reason = actions.reason_against(current_user, session, code, scanned_at)
    if reason:
        form.refuse("code", reason)
        return _member_page(session, form, scanned_at, status=422)
    state = actions.sign_in(current_user, session, code, scanned_at)
    cookie.pop(SCAN, None)
    if state == "late":
        flash(t("You are signed in. The session had begun: you are noted as late."), "good")
    else:
        flash(t("You are signed in to the session."), "good")
    return redirect(f"/live/{number}", 303)


@bp.post("/live/<int:number>/sign-in/openings")
@trainers
def open_sign_in(number: int) -> Any:
    get_led_session(current_user, number)
    _check_token()
    actions.open_sign_in(current_user, number)
    return redirect(f"/live/{number}/sign-in", 303)


@bp.post("/live/<int:number>/sign-in/closings")
@trainers
def close_sign_in(number: int) -> Any:
    session = get_led_session(current_user, number)
    _check_token()
    absent = actions.close_sign_in(current_user, session)
    flash(
        t("The sign-in is closed. {n} people without a mark are noted as absent.", n=absent), "good"
    )
    return redirect(f"/live/{number}/attendance", 303)


def _session_of_scanner(number: int) -> tuple[SessionRow, datetime | None]:
    """The session for whoever may see it, or has just scanned its code; to others there is none."""
    scanned_at = _scanned_at(number)
    if scanned_at is not None:
        return find_session(number), scanned_at
    return get_session_for(current_user, number), None


def _scanned_at(number: int) -> datetime | None:
    """When this browser scanned a good code of the session, unless that is long ago."""
    found = cookie.get(SCAN)
    if not found or found[0] != number:
        return None
    at = datetime.fromtimestamp(found[1], UTC)
    return at if clock.now() - at <= codes.SCAN_LASTS else None


def _member_page(
    session: SessionRow, form: SignInForm, scanned_at: datetime | None, *, status: int = 200
) -> Any:
    reason = actions.reason_against(current_user, session, form.code.data or "", scanned_at)
    was_typed = form.code.data or form.errors
    return render(
        "live/sign_in.html",
        status=status,
        session=session,
        form=form,
        is_ready=not reason,
        reason=t(reason) if reason and (was_typed or reason != OLD_CODE) else "",
        may_type=reason in ("", OLD_CODE),
    )


def _on_the_wall(session: SessionRow) -> dict[str, Any]:
    now = clock.now()
    code = codes.code_at(secret_of(session.id), now)
    address = f"{current_app.config['PUBLIC_URL']}/live/{session.id}/sign-in/{code}"
    sheet = sheet_of(session)
    return {
        "session": session,
        "code": code,
        "qr": qr_svg(address) if session.takes_sign_ins else "",
        "address": f"{current_app.config['PUBLIC_URL']}/live/{session.id}/sign-in",
        "seconds": codes.seconds_left(now),
        "here": [line for line in sheet if line.mark and line.mark.was_there],
        "missing": [line for line in sheet if line.mark is None],
        "total": len(sheet),
    }


def _tag(session: SessionRow) -> str:
    """What the wall shows now, in short."""
    code = codes.code_at(secret_of(session.id), clock.now()) if session.takes_sign_ins else ""
    state = f"{bool(session.cancelled_at):d}{session.counter}"
    return f'"{code}-{state}-{lang()}"'


def _count_guess() -> None:
    """A code could be guessed: counted for each person, since a class shares one address."""
    counter.check("class-session", f"person-{current_user.id}")


def _check_token() -> None:
    if not TickForm().validate():
        raise Refused("The server did not understand this request. Nothing was changed.")
