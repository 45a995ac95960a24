"""Pages of role-plays: the list, the library of objections, a scenario, a talk, its end and its marks."""

import secrets

from flask import Blueprint, Response, flash, redirect
from flask_login import current_user

from courseware.accounts.queries import names
from courseware.content import current
from courseware.content.definitions import Criterion, RoleplayDefinition, RubricDefinition
from courseware.errors import Conflict, NotFound
from courseware.review.queries import reviews_of
from courseware.roleplay import actions, queries, rules
from courseware.roleplay.forms import MarkingForm, StartForm, TurnForm, marking_form
from courseware.roleplay.types import Seen, SessionRow, Talk
from courseware.web.access import signed_in
from courseware.web.locale import HTML_LANG, lang, lazy, t
from courseware.web.render import render

bp = Blueprint("roleplay", __name__)

SESSION = "/sessions/<int(max=2147483647):session_id>"
INDUSTRY_NAMES = {
    "any": lazy("For every industry"),
    "manufacturing": lazy("Manufacturing"),
    "finance": lazy("Finance"),
    "retail": lazy("Retail"),
    "software": lazy("Software"),
    "healthcare": lazy("Healthcare"),
    "education": lazy("Education"),
    "new-energy": lazy("New energy"),
    "logistics": lazy("Logistics"),
    "construction": lazy("Construction"),
    "public-sector": lazy("Public sector"),
}
OBJECTION_NAMES = {
    "price": lazy("Price"),
    "timing": lazy("Timing"),
    "authority": lazy("Authority to decide"),
    "incumbent": lazy("Present supplier"),
    "trust": lazy("Trust"),
    "integration": lazy("Fitting in"),
    "no-need": lazy("No need"),
    "own": lazy("Doing it themselves"),
}


@bp.get("/roleplays")
@signed_in
def index() -> Response:
    course = current.course()
    sessions = queries.sessions_of(current_user.id)
    advice = rules.advise(tuple(course.roleplays.values()), sessions)
    return render(
        "roleplay/index.html",
        shelves=rules.shelves(course, sessions, queries.asked_of(current_user.id)),
        advice=advice,
        advised=course.roleplays[advice.roleplay] if advice else None,
        criterion_names=_criterion_names(),
        industry_names=INDUSTRY_NAMES,
    )


@bp.get("/roleplays/library/<industry>")
@signed_in
def library(industry: str) -> Response:
    course = current.course()
    if industry not in course.objections:
        raise NotFound
    return render(
        "roleplay/library.html",
        library=course.objections[industry],
        industries=[each for each in rules.INDUSTRIES if each in course.objections],
        industry_names=INDUSTRY_NAMES,
        objection_names=OBJECTION_NAMES,
    )


@bp.get("/roleplays/<roleplay_id>")
@signed_in
def scenario(roleplay_id: str) -> Response:
    roleplay = _roleplay(roleplay_id)
    course = current.course()
    trained = rules.criteria_of(roleplay)
    return render(
        "roleplay/scenario.html",
        roleplay=roleplay,
        module=course.by_slug[roleplay.module],
        criteria=[c for c in _rubric(roleplay).criteria if c.id in trained],
        sessions=queries.sessions_of(current_user.id, roleplay.id),
        asked=queries.asked_of(current_user.id).get(roleplay.id),
        industry_names=INDUSTRY_NAMES,
    )


@bp.post("/roleplays/<roleplay_id>/sessions")
@signed_in
def start(roleplay_id: str) -> Response:
    roleplay = _roleplay(roleplay_id)
    asked = queries.asked_of(current_user.id).get(roleplay.id)
    form = StartForm()
    obligation_id = asked.id if asked and form.assigned.data else None
    session_id = actions.start_session(
        current_user, roleplay, lang=lang(), obligation_id=obligation_id
    )
    return _to_session(session_id)


@bp.get(SESSION)
@signed_in
def session(session_id: int) -> Response:
    return _session_page(queries.get_session_for(current_user, session_id))


@bp.post(f"{SESSION}/turns")
@signed_in
def take_turn(session_id: int) -> Response:
    row = queries.get_own_session(current_user, session_id)
    roleplay, talk = _talk(row)
    if roleplay is None or talk is None:
        raise Conflict(actions.LOST)
    form = TurnForm()
    is_next = form.number.data == len(talk.exchanges) + 1
    if not form.validate_on_submit() or (is_next and not form.fits(talk.node)):
        return _play_page(row, roleplay, talk, form, status=422)
    say = actions.take_choice if form.choice.data else actions.say_line
    if not say(current_user, current.course(), session_id, form.sent()):
        flash(
            t("You had already answered there, so the talk goes on from your first answer."), "info"
        )
    return _to_session(session_id, "#reply")


@bp.post(f"{SESSION}/hand-ins")
@signed_in
def hand_in(session_id: int) -> Response:
    queries.get_own_session(current_user, session_id)
    if actions.hand_in(current_user, session_id):
        flash(t("Handed in. You will be told when your trainer has marked it."), "good")
    else:
        flash(t("Handed in. Nobody trains you at present, so it will not be marked yet."), "info")
    return _to_session(session_id)


@bp.post(f"{SESSION}/reviews")
@signed_in
def mark(session_id: int) -> Response:
    row = queries.get_session_to_mark(current_user, session_id)
    roleplay, talk = _talk(row)
    if roleplay is None or talk is None:
        raise NotFound
    rubric = _rubric(roleplay)
    form = marking_form(rubric.criteria, range(1, len(talk.exchanges) + 1))
    verdict = form.verdict(rubric.id, rubric.digest.version) if form.validate_on_submit() else None
    if verdict is not None and not verdict.marks:
        form.form_errors.append(t("Mark at least one criterion."))
    if verdict is None or form.form_errors:
        seen = queries.get_session_for(current_user, session_id)
        return _result_page(seen, roleplay, talk, form=form, status=422)
    actions.mark_session(current_user, current.course(), session_id, verdict)
    flash(t("Marked. The learner has been told."), "good")
    return _to_session(session_id)


def _session_page(seen: Seen) -> Response:
    roleplay, talk = _talk(seen.session)
    if roleplay is None or talk is None:
        return render("roleplay/lost.html", seen=seen)
    if seen.is_own and seen.session.ended_at is None:
        return _play_page(seen.session, roleplay, talk, TurnForm(formdata=None))
    return _result_page(seen, roleplay, talk)


def _play_page(
    row: SessionRow, roleplay: RoleplayDefinition, talk: Talk, form: TurnForm, *, status: int = 200
) -> Response:
    now = current.course().roleplays.get(roleplay.id)
    return render(
        "roleplay/play.html",
        status=status,
        session=row,
        roleplay=roleplay,
        talk=talk,
        form=form,
        is_older=now is None or now.digest != roleplay.digest,
        can_restart=now is not None,
        token=secrets.token_hex(8),
        talk_lang=HTML_LANG[row.lang],
    )


def _result_page(
    seen: Seen,
    roleplay: RoleplayDefinition,
    talk: Talk,
    *,
    form: MarkingForm | None = None,
    status: int = 200,
) -> Response:
    row, rubric = seen.session, _rubric(roleplay)
    reviews = reviews_of((queries.KIND, row.id))
    review = reviews[-1] if reviews else None
    if seen.may_mark and form is None:
        form = marking_form(rubric.criteria, range(1, len(talk.exchanges) + 1))
    return render(
        "roleplay/result.html",
        status=status,
        seen=seen,
        session=row,
        roleplay=roleplay,
        talk=talk,
        rubric=rubric,
        criteria=_criteria_met(rubric, row, reviewed=set(review.marks) if review else set()),
        evidence=rules.evidence(talk.exchanges),
        review=review,
        marked=rules.judge_by_trainer(review.marks, pass_mark=roleplay.pass_mark)
        if review
        else None,
        form=form if seen.may_mark else None,
        owner=None if seen.is_own else queries.owner_name(row),
        markers=sorted(names(set(queries.markers_of(row))).values()) if seen.is_own else [],
        criterion_names={c.id: c.name for c in rubric.criteria},
        talk_lang=HTML_LANG[row.lang],
    )


def _talk(row: SessionRow) -> tuple[RoleplayDefinition | None, Talk | None]:
    roleplay = queries.definition_of(current.course(), row)
    if roleplay is None:
        return None, None
    return roleplay, rules.talk(roleplay, queries.turns_of(row.id), row.lang)


def _roleplay(roleplay_id: str) -> RoleplayDefinition:
    found = current.course().roleplays.get(roleplay_id)
    if found is None:
        raise NotFound
    return found


def _rubric(roleplay: RoleplayDefinition) -> RubricDefinition:
    return current.course().rubrics[roleplay.rubric]


def _criteria_met(
    rubric: RubricDefinition, row: SessionRow, *, reviewed: set[str]
) -> list[Criterion]:
    return [c for c in rubric.criteria if c.id in (row.marks or {}) or c.id in reviewed]


def _criterion_names() -> dict[str, object]:
    return {c.id: c.name for rubric in current.course().rubrics.values() for c in rubric.criteria}


def _to_session(session_id: int, anchor: str = "") -> Response:
    return redirect(f"/sessions/{session_id}{anchor}", 303)  # type: ignore[return-value]  # werkzeug's class
