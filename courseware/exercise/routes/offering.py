"""Beside a field whose source has changed: both texts, and the owner's choice; nothing is taken by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import flash
from flask_login import current_user

from courseware.content import current
from courseware.content.definitions import ExerciseDefinition, FieldDefinition, SectionDefinition
from courseware.exercise.actions.carrying import decline_offer, take_offer
from courseware.exercise.queries.exchange import offers_for
from courseware.exercise.rules.comparing import as_lines
from courseware.exercise.rules.drawing import draw
from courseware.exercise.rules.offering import DECLINED
from courseware.exercise.types import Answers, SubmissionRow
from courseware.web import locale
from courseware.web.locale import t


@dataclass(frozen=True, slots=True)
class OfferView:
    """What the page says beside a field."""

    key: str
    title: str  # of the source
    submission_id: int
    at: datetime
    mine: str
    new: str
    was_carried: bool


def offered_on(
    row: SubmissionRow, definition: ExerciseDefinition, answers: Answers
) -> dict[str, OfferView]:
    """The offers for the draft on this page, by field."""
    found = {}
    for key, offer in offers_for(row, answers).items():
        source = current.course().exercises.get(offer.source.exercise)
        found[key] = OfferView(
            key=key,
            title=source.title[locale.lang()] if source else offer.source.exercise,
            submission_id=offer.source.submission_id,
            at=offer.source.at,
            mine=_said(definition, offer.field, answers.get(key)),
            new=_said(definition, offer.field, offer.value),
            was_carried=offer.was_carried,
        )
    return found


def answer_to_offer(submission_id: int, sent: Mapping[str, Any], counter: int) -> str:
    """Do what the button pressed says; the key of its field, empty when it was no such button."""
    taken, left = str(sent.get("take") or ""), str(sent.get("leave") or "")
    if taken:
        take_offer(current_user, submission_id, taken, counter=counter)
        flash(t("Taken from the source. What stood here is kept."), "good")
    elif left:
        decline_offer(current_user, submission_id, left)
    return taken or left


def _said(definition: ExerciseDefinition, one: FieldDefinition, value: Any) -> str:
    """The answer as lines, as people read it."""
    section = SectionDefinition("one", one.label, None, (one,))
    small = replace(definition, sections=(section,), checks=(), pictures=())
    view = draw(small, {one.key: value}, locale.lang()).field(one.key)
    return as_lines(view) if view else ""


def sources_named(carried: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Where each answer was taken from, for the line beside its field."""
    titles = {key: e.title[locale.lang()] for key, e in current.course().exercises.items()}
    return {
        key: {
            **one,
            "title": titles.get(one["exercise"], one["exercise"]),
            "at": datetime.fromisoformat(one["at"]),
        }
        for key, one in carried.items()
        if key != DECLINED
    }
