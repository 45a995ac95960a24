"""Pages of a practice in a pair: opening and joining a room, and what happens in it."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, flash, redirect, request
from flask_login import current_user

from courseware.content import current
from courseware.content.definitions import Digest, RoleplayDefinition
from courseware.errors import Conflict
from courseware.kit.qr import qr_svg
from courseware.learning import queries as learning
from courseware.roleplay import queries, rules
from courseware.roleplay.actions import LOST
from courseware.roleplay.actions import pairs as actions
from courseware.roleplay.forms.marks import MARK
from courseware.roleplay.forms.pairs import CardForm, CodeForm, ReportForm, StepForm
from courseware.roleplay.queries.pairs import find_invitation, get_room_for, open_pairs_of
from courseware.roleplay.queries.partners import partners_of
from courseware.roleplay.routes.base import bp, find_roleplay, rubric_of
from courseware.roleplay.rules import pairs as pair_rules
from courseware.roleplay.types.pairs import PairRow, Room
from courseware.web.access import signed_in
from courseware.web.limits import counter
from courseware.web.locale import HTML_LANG, lang, lazy, t
from courseware.web.render import render, render_text

PAIR = "/pairs/<int(max=2147483647):pair_id>"
ROLE_NAMES = {
    "seller": lazy("Seller"),
    "customer": lazy("Customer"),
    "observer": lazy("Observer"),
}
MANNERS = {
    "hostile": lazy("Annoyed: short, sharp, ready to leave."),
    "cool": lazy("Cool: polite, with your arms crossed."),
    "even": lazy("Even: friendly enough, and waiting to see."),
    "warm": lazy("Warm: interested, you lean forward."),
    "glad": lazy("Glad: you trust this person and want to go on."),
}


@bp.post("/roleplays/<roleplay_id>/pairs")
@signed_in
def open_pair(roleplay_id: str) -> Response:
    roleplay = find_roleplay(roleplay_id)
    learning.require_open(current_user, current.course(), roleplay.module)
    role = CardForm().role.data or ""
    return _to(actions.open_pair(current_user, roleplay, role=role, lang=lang()))


@bp.get("/pairs/join")
@signed_in
def join_form() -> Response:
    """One field; a code in the address leads on to its room."""
    code = request.args.get("code", "").strip()
    form = CodeForm(formdata=None, code=code)
    if not code:
        return render(
            "roleplay/pair_join.html",
            form=form,
            invitation=None,
            partners=partners_of(current_user.id),
        )
    return _invitation_page(code)


@bp.get("/pairs/join/<code>")
@signed_in
def invitation(code: str) -> Response:
    return _invitation_page(code)


@bp.post("/pairs/join/<code>")
@signed_in
def join(code: str) -> Response:
    _count_guess()
    role = CardForm().role.data or ""
    return _to(actions.join_pair(current_user, current.course(), code, role))


@bp.get(PAIR)
@signed_in
def room(pair_id: int) -> Response:
    return _room_page(get_room_for(current_user, pair_id))


@bp.get(f"{PAIR}/state")
@signed_in
def room_state(pair_id: int) -> Response:
    """The part of the room that follows what the others do."""
    found = get_room_for(current_user, pair_id)
    tag = pair_rules.state_of(found, lang())
    if request.if_none_match.contains(tag):
        # Nothing follows an end: the page need not ask any more.
        return Response(status=204 if found.pair.ended_at else 304)
    response = Response(render_text("roleplay/_pair_state.html", **_shown(found)))
    response.set_etag(tag)
    return response


@bp.post(f"{PAIR}/signs")
@signed_in
def give_sign(pair_id: int) -> Response:
    get_room_for(current_user, pair_id)
    actions.give_sign(current_user, pair_id)
    is_script = request.accept_mimetypes.best == "application/json"
    return Response(status=204) if is_script else _to(pair_id)


@bp.post(f"{PAIR}/readings")
@signed_in
def read_out(pair_id: int) -> Response:
    found, form = get_room_for(current_user, pair_id), StepForm()
    if not form.validate_on_submit():
        return _room_page(found, status=422)
    actions.read_out(current_user, current.course(), pair_id, form.counter.data or 0)
    return _to(pair_id)


@bp.post(f"{PAIR}/turns")
@signed_in
def report(pair_id: int) -> Response:
    found, form = get_room_for(current_user, pair_id), ReportForm()
    if not form.validate_on_submit() or not form.says_it():
        return _room_page(found, form, status=422)
    if not actions.report(current_user, current.course(), pair_id, form.report()):
        flash(t("The other device was faster: the practice has gone on from its answer."), "info")
    return _to(pair_id)


@bp.get(f"{PAIR}/marks")
@signed_in
def room_marks(pair_id: int) -> Response:
    """What an observer has ticked, carried on to the marks of a colleague once the talk has ended."""
    pair = get_room_for(current_user, pair_id).pair
    if pair.step != "ended" or pair.session_id is None:
        flash(t("Your marks can be given when the talk is over. Your ticks are kept."), "info")
        return _to(pair_id)
    if queries.get_session_for(current_user, pair.session_id).session.ended_at is None:
        raise Conflict("Play the role-play to its end first; then it can be marked.")
    ticks = {name: mark for name, mark in request.args.items() if name.startswith(MARK)}
    return redirect(f"/sessions/{pair.session_id}/peer-marks?{urlencode(ticks)}")  # type: ignore[return-value]  # werkzeug's class


@bp.post(f"{PAIR}/endings")
@signed_in
def stop(pair_id: int) -> Response:
    get_room_for(current_user, pair_id)
    actions.stop(current_user, pair_id)
    return _to(pair_id)


def open_rooms() -> dict[str, Any]:
    """My rooms to go on with, for the list of scenarios."""
    open_pairs = open_pairs_of(current_user.id)
    known = {
        pair.id: queries.pinned(current.course(), pair.roleplay, Digest(pair.version, pair.text))
        for pair in open_pairs
    }
    return {
        "open_pairs": [pair for pair in open_pairs if known[pair.id]],
        "pair_titles": {pair_id: found.title for pair_id, found in known.items() if found},
        "pair_roles": ROLE_NAMES,
    }


def _to(pair_id: int) -> Response:
    return redirect(f"/pairs/{pair_id}", 303)  # type: ignore[return-value]  # werkzeug's class


def _count_guess() -> None:
    """A code could be guessed: counted for each person, since a class shares one address."""
    counter.check("pairs", f"person-{current_user.id}")


def _invitation_page(code: str) -> Response:
    _count_guess()
    found = find_invitation(code)
    if found is None:
        form = CodeForm(formdata=None, code=code)
        form.refuse("code", actions.UNKNOWN)
        return render("roleplay/pair_join.html", 404, form=form, invitation=None, partners=None)
    if any(member.person_id == current_user.id for member in found.members.values()):
        return _to(found.pair.id)
    return render(
        "roleplay/pair_join.html",
        200 if found.free else 409,
        form=None,
        invitation=found,
        roleplay=_definition(found.pair),
        role_names=ROLE_NAMES,
        full=t(actions.FULL),
    )


def _room_page(found: Room, form: ReportForm | None = None, *, status: int = 200) -> Response:
    shown = _shown(found, form)
    return render(
        "roleplay/pair.html",
        status=status,
        etag=f'"{pair_rules.state_of(found, lang())}"',
        sign_every=round(pair_rules.SIGN_EVERY.total_seconds() * 1000),
        rubric=rubric_of(shown["roleplay"]) if found.role == "observer" else None,
        **shown,
    )


def _shown(found: Room, form: ReportForm | None = None) -> dict[str, Any]:
    """What the state of a room is drawn from."""
    pair, roleplay = found.pair, _definition(found.pair)
    talk = None
    if pair.session_id is not None:
        talk = rules.talk(roleplay, queries.turns_of(pair.session_id), pair.lang)
    address = f"{current_app.config['PUBLIC_URL']}/pairs/join/{pair.code}"
    waits = pair.step == "waiting"
    return {
        "room": found,
        "pair": pair,
        "roleplay": roleplay,
        "talk": talk,
        "form": form or ReportForm(formdata=None),
        "words": pair.lang,
        "talk_lang": HTML_LANG[pair.lang],
        "reading": rules.hear(roleplay.nodes, pair.node).heard if pair.step == "customer" else (),
        "spoken": pair_rules.spoken(talk, pair.step) if talk else (),
        "manner": MANNERS[pair_rules.manner(talk.feeling)] if talk else None,
        "role_names": ROLE_NAMES,
        "address": address if waits else None,
        "qr": qr_svg(address) if waits else None,
    }


def _definition(pair: PairRow) -> RoleplayDefinition:
    digest = Digest(pair.version, pair.text)
    found = queries.pinned(current.course(), pair.roleplay, digest)
    if found is None:
        raise Conflict(LOST)
    return found
