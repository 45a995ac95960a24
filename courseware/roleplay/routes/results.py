"""Pages of what a talk came to, and a trainer's marks."""

from flask import Response, flash
from flask_login import current_user

from courseware.accounts.queries import names
from courseware.content import current
from courseware.content.definitions import Criterion, RoleplayDefinition, RubricDefinition
from courseware.errors import NotFound
from courseware.review.queries import reviews_of
from courseware.roleplay import actions, queries, rules
from courseware.roleplay.forms import MarkingForm, marking_form
from courseware.roleplay.queries.pairs import partners_in
from courseware.roleplay.queries.recordings import recordings_in
from courseware.roleplay.routes.base import SESSION, bp, rubric_of, talk_of, to_session
from courseware.roleplay.routes.robot import coach_of
from courseware.roleplay.types import Seen, SessionRow, Talk
from courseware.web.access import signed_in
from courseware.web.locale import HTML_LANG, t
from courseware.web.render import render


@bp.post(f"{SESSION}/reviews")
@signed_in
def mark(session_id: int) -> Response:
    row = queries.get_session_to_mark(current_user, session_id)
    roleplay, talk = talk_of(row)
    if roleplay is None or talk is None:
        raise NotFound
    rubric = rubric_of(roleplay)
    form = marking_form(rubric.criteria, range(1, len(talk.exchanges) + 1))
    verdict = form.verdict(rubric.id, rubric.digest.version) if form.validate_on_submit() else None
    if verdict is not None and not verdict.marks:
        form.form_errors.append(t("Mark at least one criterion."))
    if verdict is None or form.form_errors:
        seen = queries.get_session_for(current_user, session_id)
        return result_page(seen, roleplay, talk, form=form, status=422)
    actions.mark_session(current_user, current.course(), session_id, verdict)
    flash(t("Marked. The learner has been told."), "good")
    return to_session(session_id)


def result_page(
    seen: Seen,
    roleplay: RoleplayDefinition,
    talk: Talk,
    *,
    form: MarkingForm | None = None,
    status: int = 200,
) -> Response:
    row, rubric = seen.session, rubric_of(roleplay)
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
        coach=coach_of(seen),
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
        partners=list(partners_in(row.id).values()) if row.mode == "pair" else [],
        recordings=recordings_in(seen),
    )


def _criteria_met(
    rubric: RubricDefinition, row: SessionRow, *, reviewed: set[str]
) -> list[Criterion]:
    return [c for c in rubric.criteria if c.id in (row.marks or {}) or c.id in reviewed]
