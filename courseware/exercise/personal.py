"""What this room keeps about a person."""

from collections.abc import Iterator
from typing import Any

from flask import current_app

from courseware.exercise.models import (
    Author,
    Draft,
    FeedbackAsked,
    FeedbackRound,
    ModelExample,
    Revision,
    Star,
    Submission,
)
from courseware.exercise.types.files import PURPOSE
from courseware.kit import signing
from courseware.kit.personal import Held, no_words, texts_in
from courseware.review.models import Review


def keys_in(answers: Any) -> Iterator[str]:
    """Keys of the stored files that answers name."""
    for text in texts_in(answers):
        found = signing.signed(current_app.config["SECRET_KEY"], PURPOSE, text.partition(" ")[0])
        if isinstance(found, list) and len(found) == 2:
            yield str(found[1])


#: what somebody filled in for themselves
OWN = Held(
    Submission,
    Submission.owner_id,
    only=Submission.about_id.is_(None) & Submission.group_id.is_(None),
)
#: a group's form belongs to the group, an answer about somebody to that person: both stay
FOR_OTHERS = Held(
    Submission,
    Submission.owner_id,
    only=Submission.about_id.is_not(None) | Submission.group_id.is_not(None),
)
#: one person's words about the person; copied once they were shown to them
ABOUT = Held(
    Submission,
    Submission.about_id,
    words={"reply": no_words},
    only=Submission.shared_at.is_not(None) & Submission.round360_id.is_(None),
)
#: not yet shown, or one of several that are shown only together: who wrote it is not told
ABOUT_UNSEEN = Held(
    Submission,
    Submission.about_id,
    words={"reply": no_words},
    only=Submission.shared_at.is_(None) | Submission.round360_id.is_not(None),
    copied=False,
)


def _contents(of: Held, *, copied: bool = True, blank: bool = True) -> tuple[Held, ...]:
    """Draft, revisions and reviews of submissions."""
    answers = {"answers": no_words, "marks": no_words} if blank else {}
    appendix = {"appendix": no_words} if blank else {}
    comments = {"comments": no_words, "summary": no_words} if blank else {}
    files = {"answers": keys_in} if blank else {}
    is_submission = Review.object_kind == "submission"
    return (
        Held(
            Draft,
            Draft.submission_id,
            within=of,
            words=answers | appendix,
            files=files,
            copied=copied,
        ),
        Held(
            Revision, Revision.submission_id, within=of, words=answers, files=files, copied=copied
        ),
        Held(
            Review, Review.object_id, within=of, only=is_submission, words=comments, copied=copied
        ),
    )


HELD = (
    OWN,
    *_contents(OWN),
    Held(
        ModelExample,
        ModelExample.submission_id,
        within=OWN,
        words={"answers": no_words, "why": no_words},
    ),
    Held(Star, Star.submission_id, within=OWN),
    FOR_OTHERS,
    *_contents(FOR_OTHERS, blank=False),
    ABOUT,
    *_contents(ABOUT),
    ABOUT_UNSEEN,
    *_contents(ABOUT_UNSEEN, copied=False),
    Held(Author, Author.person_id),
    Held(FeedbackRound, FeedbackRound.about_id),
    Held(FeedbackRound, FeedbackRound.asked_by_id),
    Held(FeedbackAsked, FeedbackAsked.person_id),
    Held(Revision, Revision.by_id, copied=False),  # a state of a form: with the form
    Held(Submission, Submission.returned_by_id, copied=False),  # other people's forms
    Held(Submission, Submission.accepted_by_id, copied=False),
    Held(Star, Star.by_id),
    Held(ModelExample, ModelExample.asked_by_id, copied=False),
)
