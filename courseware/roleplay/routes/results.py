"""The page of what a talk came to: result, marks side by side, the talk again; for a trainer the marking form."""

from collections.abc import Sequence
from typing import Any

from flask import Response
from flask_login import current_user

from courseware.accounts.queries import names
from courseware.authoring.queries.own import titles_of
from courseware.content import current
from courseware.content.definitions import Criterion, RoleplayDefinition, RubricDefinition
from courseware.review import queries as desk
from courseware.review.types import ReviewRow
from courseware.roleplay import queries, rules
from courseware.roleplay.forms.marks import KIND_NAMES, MarksForm, marks_form
from courseware.roleplay.queries.marks import newest_marks, next_to_review, verdict_of
from courseware.roleplay.queries.pairs import partners_in
from courseware.roleplay.queries.recordings import recordings_in
from courseware.roleplay.routes.base import pinned_rubric
from courseware.roleplay.routes.replays import replayed
from courseware.roleplay.routes.robot import coach_of
from courseware.roleplay.rules.marks import (
    compare,
    marks_by_rule,
    marks_with_evidence,
    remarks,
)
from courseware.roleplay.types import Outcome, Seen, SessionRow, Talk
from courseware.roleplay.types.marks import Column
from courseware.web.locale import HTML_LANG
from courseware.web.render import render


def result_page(
    seen: Seen,
    roleplay: RoleplayDefinition,
    talk: Talk,
    *,
    form: MarksForm | None = None,
    own_form: MarksForm | None = None,
    status: int = 200,
) -> Response:
    row, rubric = seen.session, pinned_rubric(seen.session, roleplay)
    reviews = desk.reviews_of((queries.KIND, row.id))
    review = None if seen.is_partner else verdict_of(reviews)
    columns = columns_of(seen, talk, reviews)
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
        remarks=remarks(review.comments) if review else {},
        kind_names=KIND_NAMES,
        columns=columns,
        compared=compare(rubric.criteria, columns),
        marked=_marked(review, roleplay),
        owner=None if seen.is_own else queries.owner_name(row),
        markers=sorted(names(set(queries.markers_of(row))).values()) if seen.is_own else [],
        criterion_names={c.id: c.name for c in rubric.criteria},
        talk_lang=HTML_LANG[row.lang],
        partners=list(partners_in(row.id).values()) if row.mode == "pair" else [],
        recordings=() if current_user.is_support else recordings_in(seen),
        own_form=own_form if own_form is not None else _own_form(seen, rubric, talk),
        **replayed(seen, roleplay, talk),
        **(_desk(seen, rubric, talk, form) if not seen.is_own else {"form": None}),
    )


def _marked(review: ReviewRow | None, roleplay: RoleplayDefinition) -> Outcome | None:
    """What the talk came to by the trainer's marks; none without them."""
    return rules.judge_by_trainer(review.marks, pass_mark=roleplay.pass_mark) if review else None


def columns_of(seen: Seen, talk: Talk, reviews: Sequence[ReviewRow]) -> list[Column]:
    """The judges whose marks this reader may see: a manager the scenario's and the trainer's, without words;
    a partner of a pair the scenario's alone."""
    found = rules.evidence(talk.exchanges) if seen.shows_lines else {}
    columns = [Column("scenario", "", marks_by_rule(seen.session.marks or {}, found))]
    for review in newest_marks(reviews) if not seen.is_partner else ():
        role = review.role if review.role in ("self", "peer") else "trainer"
        if seen.shows_lines or role == "trainer":
            comments = review.comments if seen.shows_lines else {}
            marks = marks_with_evidence(review.marks, comments)
            columns.append(Column(role, review.reviewer, marks, review.at, review.summary))
    return columns


def _own_form(seen: Seen, rubric: RubricDefinition, talk: Talk) -> MarksForm | None:
    if not seen.is_own or seen.session.ended_at is None:
        return None
    trained = _criteria_met(rubric, seen.session, reviewed=set())
    return marks_form(
        trained or rubric.criteria,
        talk,
        rules.evidence(talk.exchanges),
        with_remarks=False,
        data={},
    )


def _desk(
    seen: Seen, rubric: RubricDefinition, talk: Talk, form: MarksForm | None
) -> dict[str, Any]:
    """What a trainer needs: the form with the draft, who holds the lock, what waits next."""
    if not seen.shows_lines or seen.is_partner:
        return {"form": None}
    thing = (queries.KIND, seen.session.id)
    waiting, onward = next_to_review(current_user, seen.session.id)
    shown: dict[str, Any] = {"form": None, "waiting": waiting, "onward": onward}
    shown["onward_title"] = _title(onward.item) if onward else ""
    if not seen.may_mark:
        return shown
    # What a reviewer has not sent is theirs alone.
    draft = None if current_user.is_support else desk.draft_of(current_user.id, thing)
    holder = desk.lock_of(thing)
    if form is None:
        data = dict(draft.content) if draft else {}
        found = rules.evidence(talk.exchanges)
        form = marks_form(rubric.criteria, talk, found, with_remarks=True, data=data)
    return shown | {
        "form": form,
        "counter": draft.counter if draft else 0,
        "drafted_at": draft.changed_at if draft else None,
        "holder": holder if holder and holder.reviewer_id != current_user.id else None,
    }


def _title(item: str) -> Any:
    course = current.course()
    found = course.roleplays.get(item) or course.exercises.get(item) or course.by_slug.get(item)
    return found.title if found else titles_of(course, [item]).get(item)


def _criteria_met(
    rubric: RubricDefinition, row: SessionRow, *, reviewed: set[str]
) -> list[Criterion]:
    return [c for c in rubric.criteria if c.id in (row.marks or {}) or c.id in reviewed]
