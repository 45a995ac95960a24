"""What this room keeps about a person. Reviews of a person's work are named by the rooms that hold the work."""

from courseware.kit.personal import Held
from courseware.review.models import Review, ReviewDraft, ReviewLock, Waiting

HELD = (
    Held(
        Review, Review.reviewer_id
    ),  # their words to somebody else stay: they are that person's record
    Held(ReviewDraft, ReviewDraft.reviewer_id, goes=True),
    Held(ReviewLock, ReviewLock.reviewer_id, goes=True),
    Held(Waiting, Waiting.owner_id, goes=True),
    Held(Waiting, Waiting.reviewer_id, copied=False),  # other people's work
)
