"""An AI customer that lends its voice to the written one, and an AI coach that gives hints afterwards."""

import secrets
import threading
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Response, flash, g, make_response, request
from flask_login import current_user

from courseware import db
from courseware.content.definitions import RoleplayDefinition
from courseware.errors import NotFound, TooMany
from courseware.kit import chat, clock
from courseware.kit.chat import ChatError, Endpoint
from courseware.roleplay import queries
from courseware.roleplay.actions import robot as actions
from courseware.roleplay.forms import TurnForm
from courseware.roleplay.queries.robot import replies_since, robot_marks_of
from courseware.roleplay.routes.base import SESSION, bp, criterion_names, to_session
from courseware.roleplay.rules import robot as robot_rules
from courseware.roleplay.types import Seen, Sent, SessionRow, Talk
from courseware.roleplay.types.robot import RobotRow, Understood
from courseware.web.access import signed_in
from courseware.web.limits import counter
from courseware.web.locale import HTML_LANG, t
from courseware.web.render import render_text

PATIENCE = 10.0  # seconds for each of two attempts, while somebody waits
REPLY_TOKENS = 500
MOST_REPLIES = 200  # lines of one person that a robot answers within a day
#: of the few threads that serve pages, so many may wait for a robot at a time
_waiting = threading.BoundedSemaphore(3)


@dataclass(frozen=True, slots=True)
class Coach:
    """The coach's part of a result page."""

    row: RobotRow | None  # the newest
    total: float | None
    has_robot: bool
    left: int  # times that it may still be asked about this talk


@bp.post(f"{SESSION}/coachings")
@signed_in
def ask_coach(session_id: int) -> Response:
    queries.get_own_session(current_user, session_id)
    if not g.organisation.has_robot:
        raise NotFound
    actions.ask_coach(current_user, session_id, g.organisation.robot_model)
    return to_session(session_id, "#coach")


@bp.get(f"{SESSION}/coachings")
@signed_in
def coaching(session_id: int) -> Response:
    """The part of the page that waits for the coach; 204 once it has shown the end."""
    row = queries.get_own_session(current_user, session_id)
    coach = coach_of(Seen(row, is_own=True, shows_lines=True, may_mark=False))
    if coach is None or coach.row is None:
        raise NotFound
    tag = f"{coach.row.id}-{coach.row.state}"
    if coach.row.state != "asked" and tag in request.if_none_match:
        return Response(status=204)
    words = render_text(
        "roleplay/_coach_words.html",
        coach=coach,
        session=row,
        criterion_names=criterion_names(),
        talk_lang=HTML_LANG[row.lang],
    )
    answer = make_response(words)
    answer.set_etag(tag)
    answer.make_conditional(request)
    return answer


def coach_of(seen: Seen) -> Coach | None:
    """What the owner of an ended talk sees of the coach; nobody else sees it, nor anybody where there was never a robot."""
    if not seen.is_own or seen.session.ended_at is None:
        return None
    rows = robot_marks_of(seen.session.id)
    if not rows and not g.organisation.has_robot:
        return None
    newest = rows[-1] if rows else None
    given = newest.marks if newest else {}
    return Coach(
        newest,
        robot_rules.total_of(given) if given else None,
        g.organisation.has_robot,
        actions.MOST_A_SESSION - sum(row.state == "given" for row in rows),
    )


def with_robot(
    row: SessionRow, roleplay: RoleplayDefinition, talk: Talk, form: TurnForm
) -> Sent | None:
    """The next turn with what a robot made of it; none where the learner must say which line comes nearest.

    Whatever goes wrong, the talk goes on by its written lines, and nothing that was typed is lost.
    """
    sent = form.sent()
    own = form.own.data or "" if form.asks_nearest else ""
    if own:
        sent = replace(sent, line=own)
    if sent.number != len(talk.exchanges) + 1:
        return sent
    if row.mode != "robot" or not g.organisation.has_robot or (sent.choice and sent.line):
        return None if own else sent
    if not robot_rules.needs_robot(roleplay, talk.node, sent.choice, row.lang):
        return sent
    heard = _ask_customer(row, roleplay, talk, sent)
    if own and not heard.choice:
        return None
    if own:
        return replace(sent, choice=heard.choice, reply=heard.reply)
    return replace(sent, reply=heard.reply or None)


def _ask_customer(
    row: SessionRow, roleplay: RoleplayDefinition, talk: Talk, sent: Sent
) -> Understood:
    line = sent.line or next(c.line[row.lang] for c in talk.node.choices if c.id == sent.choice)
    if replies_since(row.person_id, clock.now() - timedelta(days=1)) >= MOST_REPLIES:
        flash(t("The AI customer has said enough for today; the written one goes on."), "info")
        return Understood()
    messages = robot_rules.ask_customer(
        roleplay,
        talk,
        line=line,
        choice=sent.choice,
        lang=row.lang,
        boundary=secrets.token_hex(16),
    )
    if _is_hasty() or not _waiting.acquire(blocking=False):
        flash(t("The AI customer is busy; the written one goes on."), "info")
        return Understood()
    organisation = g.organisation
    db.unit().close()  # nothing is written yet, and no connection may wait for the robot
    try:
        endpoint = Endpoint(
            organisation.robot_url, organisation.robot_model, organisation.robot_key
        )
        answer = chat.complete(endpoint, messages, timeout=PATIENCE, most_tokens=REPLY_TOKENS)
        heard = robot_rules.understand(chat.read_json(answer), roleplay, talk.node, sent.choice)
    except ChatError as error:
        flash(f"{t(error.sentence, **error.values)} {t('The written customer goes on.')}", "info")
        return Understood()
    finally:
        _waiting.release()
    return heard


def _is_hasty() -> bool:
    """Whether somebody asks more often than people talk; a line that came to nothing is counted nowhere else."""
    try:
        counter.check("AI customer", str(current_user.id))
    except TooMany:
        return True
    return False
