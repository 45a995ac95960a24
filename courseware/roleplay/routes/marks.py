"""Giving marks: the trainer's desk with its lock and draft, the learner's own marks, a colleague's."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Response, current_app, flash, jsonify, redirect, request
from flask_login import current_user

from courseware.content import current
from courseware.content.definitions import RoleplayDefinition
from courseware.errors import Conflict, NotFound, Refused
from courseware.kit import clock
from courseware.kit.signing import sign, signed
from courseware.review import actions as desk
from courseware.review import queries as reviews
from courseware.review.types import Stale, Verdict
from courseware.roleplay import actions, queries, rules
from courseware.roleplay.actions.marks import ask_colleague, give_marks
from courseware.roleplay.forms.marks import LONGEST, MARK, MarksForm, marks_form
from courseware.roleplay.queries.marks import (
    colleagues_of,
    get_session_for_peer,
    has_marked,
    own_marks_of,
)
from courseware.roleplay.routes.base import SESSION, bp, pinned_rubric, talk_of, to_session
from courseware.roleplay.routes.results import result_page
from courseware.roleplay.types import SessionRow, Talk
from courseware.web import filters
from courseware.web.access import signed_in
from courseware.web.locale import HTML_LANG, t
from courseware.web.render import render

PEER = "peer marks of a talk"
LINK_DAYS = 14


@bp.post(f"{SESSION}/reviews")
@signed_in
def mark(session_id: int) -> Response:
    """A trainer's marks, which decide."""
    row = queries.get_session_to_mark(current_user, session_id)
    roleplay, talk = _played(row)
    form = _form(row, roleplay, talk, with_remarks=True)
    holder = reviews.lock_of((queries.KIND, session_id))
    status = 0
    if holder is not None and holder.reviewer_id != current_user.id:
        form.form_errors.append(
            t("{name} is reviewing this right now. What you wrote is kept.", name=holder.reviewer)
        )
        status = 409
    elif (verdict := _verdict(form, row, roleplay)) and _gives_reason(form, verdict, row, roleplay):
        actions.mark_session(current_user, current.course(), session_id, verdict)
        flash(t("Marked. The learner has been told."), "good")
        return to_session(session_id, "#desk")
    seen = queries.get_session_for(current_user, session_id)
    return result_page(seen, roleplay, talk, form=form, status=status or 422)


@bp.post(f"{SESSION}/locks")
@signed_in
def lock(session_id: int) -> Any:
    """Hold the talk while marking it; the page asks again from time to time."""
    queries.get_session_to_mark(current_user, session_id)
    held = desk.take_lock(current_user, (queries.KIND, session_id))
    return jsonify(until=held.until.isoformat())


@bp.post(f"{SESSION}/releases")
@signed_in
def release(session_id: int) -> Response:
    """Leave the talk to another trainer; what was written stays as a draft."""
    queries.get_session_to_mark(current_user, session_id)
    desk.let_go(current_user, (queries.KIND, session_id))
    flash(t("Left to others. What you wrote is kept for you."), "info")
    return redirect("/reviews", 303)  # type: ignore[return-value]  # werkzeug's class


@bp.put(f"{SESSION}/review-draft")
@signed_in
def save_review(session_id: int) -> Any:
    """What a trainer has marked and written so far; only for the trainer's eyes."""
    row = queries.get_session_to_mark(current_user, session_id)
    roleplay, talk = _played(row)
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("data"), dict):
        raise Refused("The server did not understand this request. Nothing was changed.")
    known = marks_form(
        pinned_rubric(row, roleplay).criteria, talk, {}, with_remarks=True, data={}
    ).values
    content = {n: str(v)[:LONGEST] for n, v in body["data"].items() if n in known and v is not None}
    counter = body.get("counter")
    thing = (queries.KIND, session_id)
    result = desk.save_draft(
        current_user, thing, content, counter=counter if isinstance(counter, int) else -1
    )
    if isinstance(result, Stale):
        words = t("You have written more about this in another window.")
        data = dict(result.content)
        return jsonify(error=words, counter=result.counter, data=data, by=current_user.name), 409
    holder = reviews.lock_of(thing)
    if holder is None or holder.reviewer_id == current_user.id:
        desk.take_lock(current_user, thing)
    at = f"{result.at.astimezone(filters.zone()):%H:%M}"
    return jsonify(counter=result.counter, saved_at=at)


@bp.post(f"{SESSION}/own-marks")
@signed_in
def mark_own(session_id: int) -> Response:
    """The learner's own marks, best given before the trainer's."""
    row = queries.get_own_session(current_user, session_id)
    if row.ended_at is None:
        raise Conflict("Play the role-play to its end first; then it can be marked.")
    roleplay, talk = _played(row)
    form = _form(row, roleplay, talk)
    verdict = _verdict(form, row, roleplay)
    if verdict is not None:
        give_marks(current_user, current.course(), session_id, verdict, role="self")
        flash(t("Your marks are kept beside the others."), "good")
        return to_session(session_id, "#side-by-side")
    seen = queries.get_session_for(current_user, session_id)
    return result_page(seen, roleplay, talk, own_form=form, status=422)


@bp.get(f"{SESSION}/colleagues")
@signed_in
def colleagues(session_id: int) -> Response:
    return _colleagues_page(queries.get_own_session(current_user, session_id))


@bp.post(f"{SESSION}/colleagues")
@signed_in
def ask(session_id: int) -> Response:
    """Ask one colleague; the link in the notice opens for this person only, for two weeks."""
    row = queries.get_own_session(current_user, session_id)
    sent = request.form.get("colleague", "")
    chosen = next((c for c in colleagues_of(current_user.id) if str(c.id) == sent), None)
    if chosen is None:
        return _colleagues_page(row, refused=t("Choose somebody of your class or team."))
    until = clock.now() + timedelta(days=LINK_DAYS)
    secret = current_app.config["SECRET_KEY"]
    key = sign(secret, PEER, [session_id, chosen.id, int(until.timestamp())])
    ask_colleague(
        current_user,
        current.course(),
        session_id,
        colleague_id=chosen.id,
        href=f"/sessions/{session_id}/peer-marks?key={key}",
        key=f"session-peer-asked:{session_id}:{until:%Y-%m-%d}",
    )
    flash(t("{name} has been asked.", name=chosen.name), "good")
    return to_session(session_id, "#side-by-side")


@bp.get(f"{SESSION}/peer-marks")
@signed_in
def peer(session_id: int) -> Response:
    row = _for_peer(session_id, request.args.get("key", ""))
    roleplay, talk = _played(row)
    ticked = {name: mark for name, mark in request.args.items() if name.startswith(MARK)}
    form = _form(row, roleplay, talk, data=ticked)
    return _peer_page(row, roleplay, talk, form)


@bp.post(f"{SESSION}/peer-marks")
@signed_in
def mark_as_peer(session_id: int) -> Response:
    row = _for_peer(session_id, request.form.get("key", ""))
    roleplay, talk = _played(row)
    form = _form(row, roleplay, talk)
    verdict = _verdict(form, row, roleplay)
    if verdict is None:
        return _peer_page(row, roleplay, talk, form, status=422)
    give_marks(current_user, current.course(), session_id, verdict, role="peer")
    flash(t("Thank you. Your marks have been passed on."), "good")
    back = f"/sessions/{session_id}/peer-marks?key={request.form.get('key', '')}"
    return redirect(back, 303)  # type: ignore[return-value]  # werkzeug's class


def _played(row: SessionRow) -> tuple[RoleplayDefinition, Talk]:
    roleplay, talk = talk_of(row)
    if roleplay is None or talk is None:
        raise NotFound
    return roleplay, talk


def _form(
    row: SessionRow,
    roleplay: RoleplayDefinition,
    talk: Talk,
    *,
    with_remarks: bool = False,
    data: Mapping[str, Any] | None = None,
) -> MarksForm:
    rubric = pinned_rubric(row, roleplay)
    found = rules.evidence(talk.exchanges)
    return marks_form(rubric.criteria, talk, found, with_remarks=with_remarks, data=data)


def _verdict(form: MarksForm, row: SessionRow, roleplay: RoleplayDefinition) -> Verdict | None:
    """What was sent, if it can be marks and each rests on something; else the form says what is wrong."""
    if not form.validate_on_submit():
        return None
    verdict = form.verdict(roleplay.rubric, row.rubric)
    return verdict if form.checked(verdict) else None


def _gives_reason(
    form: MarksForm, verdict: Verdict, row: SessionRow, roleplay: RoleplayDefinition
) -> bool:
    outcome = rules.judge_by_trainer(verdict.marks, pass_mark=roleplay.pass_mark)
    others = [row.marks or {}, own_marks_of(row.id)]
    return form.gives_reason(verdict, outcome, others=others, passed=row.passed)


def _for_peer(session_id: int, key: str) -> SessionRow:
    """The talk for a colleague: asked by a link that is theirs and not too old, or practised together."""
    said = signed(current_app.config["SECRET_KEY"], PEER, key)
    asked = (
        isinstance(said, list)
        and said[:2] == [session_id, current_user.id]
        and said[2] > clock.now().timestamp()
    )
    return get_session_for_peer(current_user, session_id, asked=asked)


def _peer_page(
    row: SessionRow,
    roleplay: RoleplayDefinition,
    talk: Talk,
    form: MarksForm,
    *,
    status: int = 200,
) -> Response:
    return render(
        "roleplay/peer.html",
        status=status,
        session=row,
        roleplay=roleplay,
        talk=talk,
        form=form,
        rubric=pinned_rubric(row, roleplay),
        owner=queries.owner_name(row),
        has_marked=has_marked(current_user.id, row.id, "peer"),
        key=request.values.get("key", ""),
        talk_lang=HTML_LANG[row.lang],
    )


def _colleagues_page(row: SessionRow, *, refused: str = "") -> Response:
    return render(
        "roleplay/colleagues.html",
        status=422 if refused else 200,
        session=row,
        roleplay=queries.definition_of(current.course(), row),
        colleagues=colleagues_of(current_user.id),
        days=LINK_DAYS,
        refused=refused,
    )
