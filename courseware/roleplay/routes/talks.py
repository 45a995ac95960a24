"""Pages of a talk: its lines as they come, and handing it in."""

import secrets

from flask import Response, flash, g, redirect
from flask_login import current_user

from courseware.content import current
from courseware.content.definitions import RoleplayDefinition
from courseware.errors import Conflict
from courseware.roleplay import actions, queries
from courseware.roleplay.forms import TurnForm
from courseware.roleplay.queries.pairs import open_room_of
from courseware.roleplay.routes.base import SESSION, bp, present, talk_of, to_session
from courseware.roleplay.routes.results import result_page
from courseware.roleplay.routes.robot import with_robot
from courseware.roleplay.types import Seen, SessionRow, Talk
from courseware.web.access import signed_in
from courseware.web.locale import HTML_LANG, t
from courseware.web.render import render


@bp.get(SESSION)
@signed_in
def session(session_id: int) -> Response:
    return _session_page(queries.get_session_for(current_user, session_id))


@bp.post(f"{SESSION}/turns")
@signed_in
def take_turn(session_id: int) -> Response:
    row = queries.get_own_session(current_user, session_id)
    roleplay, talk = talk_of(row)
    if roleplay is None or talk is None:
        raise Conflict(actions.LOST)
    form = TurnForm()
    is_next = form.number.data == len(talk.exchanges) + 1
    if not form.validate_on_submit() or (is_next and not form.fits(talk.node)):
        return _play_page(row, roleplay, talk, form, status=422)
    if is_next and form.back.data:
        return _play_page(row, roleplay, talk, form)
    sent = with_robot(row, roleplay, talk, form)
    if sent is None:
        return _play_page(row, roleplay, talk, form)
    say = actions.take_choice if sent.choice else actions.say_line
    if not say(current_user, current.course(), session_id, sent):
        flash(
            t("You had already answered there, so the talk goes on from your first answer."), "info"
        )
    return to_session(session_id, "#reply")


@bp.post(f"{SESSION}/hand-ins")
@signed_in
def hand_in(session_id: int) -> Response:
    queries.get_own_session(current_user, session_id)
    if actions.hand_in(current_user, session_id):
        flash(t("Handed in. You will be told when your trainer has marked it."), "good")
    else:
        flash(t("Handed in. Nobody trains you at present, so it will not be marked yet."), "info")
    return to_session(session_id)


def _session_page(seen: Seen) -> Response:
    roleplay, talk = talk_of(seen.session)
    if roleplay is None or talk is None:
        return render("roleplay/lost.html", seen=seen)
    if seen.session.mode == "pair" and seen.session.ended_at is None:
        pair_id = open_room_of(seen.session.id)
        if pair_id is not None and (seen.is_own or seen.is_partner):
            return redirect(f"/pairs/{pair_id}")  # type: ignore[return-value]  # werkzeug's class
    elif seen.is_own and seen.session.ended_at is None:
        return _play_page(seen.session, roleplay, talk, TurnForm(formdata=None))
    return result_page(seen, roleplay, talk)


def _play_page(
    row: SessionRow, roleplay: RoleplayDefinition, talk: Talk, form: TurnForm, *, status: int = 200
) -> Response:
    now = present(roleplay.id)
    return render(
        "roleplay/play.html",
        status=status,
        session=row,
        roleplay=roleplay,
        has_robot=g.organisation.has_robot,
        talk=talk,
        form=form,
        is_older=now is None or now.digest != roleplay.digest,
        can_restart=now is not None,
        token=secrets.token_hex(8),
        talk_lang=HTML_LANG[row.lang],
    )
