"""A form with several authors: joining it, what others changed, and who is in which field."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from flask import jsonify, request
from flask_login import current_user
from werkzeug.wrappers import Response

from courseware.content.definitions import ExerciseDefinition
from courseware.errors import NotFound, Refused
from courseware.exercise import queries
from courseware.exercise.actions import together as actions
from courseware.exercise.queries import together as reading
from courseware.exercise.routes.base import bp, counter
from courseware.exercise.rules import answers as shapes
from courseware.exercise.rules import together as rules
from courseware.exercise.types import SubmissionRow
from courseware.exercise.types.together import Base, Clash, Merge, Merged, Present, Theirs
from courseware.web import access
from courseware.web.locale import t


@bp.get("/submissions/<int:submission_id>/others")
@access.signed_in
def others(submission_id: int) -> Any:
    """Who else is here, and the fields that changed since a version; 304 while nothing did."""
    row = _shared(submission_id)
    if not row.is_editable:
        return jsonify(error=t("This form was handed in.")), 410
    people = reading.present(submission_id, but=current_user.id)
    newest, theirs = reading.changes_since(submission_id, counter(request.args.get("since")))
    shown = [{"name": p.name, "field": p.field} for p in people]
    tag = hashlib.sha256(json.dumps([newest, shown]).encode()).hexdigest()[:20]
    if tag in request.if_none_match:
        return Response(status=304)
    answer = jsonify(counter=newest, people=shown, fields=_for_page(theirs))
    answer.set_etag(tag)
    return answer


@bp.post("/submissions/<int:submission_id>/signs")
@access.signed_in
def sign(submission_id: int) -> Any:
    """A sign of life of an author, with the field their cursor is in."""
    row = _shared(submission_id)
    if not row.is_editable:
        return jsonify(error=t("This form was handed in.")), 410
    body = request.get_json(silent=True)
    field = body.get("field") if isinstance(body, dict) else ""
    keys = {f.key for f in queries.definition_of(row).fields}
    actions.be_present(current_user, submission_id, field if field in keys else "")
    return jsonify(here=True)


def begin_together(definition: ExerciseDefinition, period: str) -> int | None:
    """The form of the group that was chosen; none where there is no group, and one fills it in alone."""
    groups = reading.groups_of(current_user.id) if definition.filled_by == "group" else []
    if not groups:
        return None
    chosen = counter(request.form.get("group") or groups[0].id)
    if chosen not in {group.id for group in groups}:
        raise Refused("Choose one of your groups.")
    return actions.open_group_form(current_user, definition, period, group_id=chosen)


def groups_and_forms(definition: ExerciseDefinition) -> dict[str, Any]:
    """What the page of a form says about my groups: which they are, and the forms they have."""
    if definition.filled_by != "group":
        return {"groups": [], "group_forms": []}
    ids = reading.forms_of_groups(current_user.id, definition.id)
    found = [queries.submission(number) for number in ids]
    return {
        "groups": reading.groups_of(current_user.id),
        "group_forms": [row for row in found if row is not None],
    }


def digests_sent() -> dict[str, Any] | None:
    """The digests of what the sender's page began with; none from what does not tell."""
    body = request.get_json(silent=True)
    sent = body.get("base") if isinstance(body, dict) else request.form.get("_base")
    if isinstance(sent, str):
        try:
            sent = json.loads(sent)
        except ValueError:
            return None
    return sent if isinstance(sent, dict) else None


def preview(row: SubmissionRow, answers: Mapping[str, Any], marks: Mapping[str, Any]) -> Merge:
    """What the form will be once what was sent is in it."""
    own = queries.draft(row.id)
    sent = rules.joined(answers, marks)
    only = rules.open_keys(row.mend, sent) if row.state == "returned" else None
    base = Base(own.counter, digests_sent())
    return rules.merge(rules.joined(own.answers, own.marks), sent, base, {}, only=only)


def page_parts(row: SubmissionRow) -> dict[str, Any] | None:
    """What a page with several authors needs: the digests it begins with, who belongs to it, who is here."""
    if row.group_id is None:
        return None
    own = queries.draft(row.id)
    groups = [g for g in reading.groups_of(current_user.id) if g.id == row.group_id]
    people: list[Present] = reading.present(row.id, but=current_user.id)
    return {
        "base": json.dumps(rules.digests(rules.joined(own.answers, own.marks))),
        "group": groups[0] if groups else None,
        "people": people,
    }


def merged_parts(result: Merged) -> dict[str, Any]:
    return {"base": rules.digests(result.content), "fields": _for_page(result.theirs)}


def clash_answer(clash: Clash) -> tuple[Response, int]:
    """Only the fields that two changed wait for a choice; the rest is saved."""
    by = sorted({one.by for one in clash.clashing.values() if one.by})
    answer = jsonify(
        error=t("Somebody else changed the same field. Both versions are kept."),
        counter=clash.counter,
        base=rules.digests(clash.content),
        fields=_for_page(clash.theirs),
        clash=_for_page(clash.clashing),
        by=", ".join(by),
    )
    return answer, 409


def _for_page(theirs: Mapping[str, Theirs]) -> dict[str, Any]:
    """By field: its values under the names a script sends, its digest, and who changed it."""
    found = {}
    for key, one in theirs.items():
        digest = rules.digests({key: one.value}).get(key, "")
        found[key] = {"data": shapes.flat({key: one.value}), "base": digest, "by": one.by}
    return found


def _shared(submission_id: int) -> SubmissionRow:
    seen = queries.get_submission_for(current_user, submission_id)
    if seen.relation != "owner" or seen.row.group_id is None:
        raise NotFound
    return seen.row
