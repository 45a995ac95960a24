"""What this room keeps about a person."""

from courseware.kit.personal import Held, itself, no_words, nothing
from courseware.review.models import Review
from courseware.roleplay.models import (
    DrillAnswer,
    DrillCard,
    Pair,
    PairMember,
    Recording,
    RecordingConsent,
    RobotMark,
    Session,
    Turn,
)

SESSIONS = Held(Session, Session.person_id)
HELD = (
    SESSIONS,
    Held(
        Turn,
        Turn.session_id,
        within=SESSIONS,
        # a turn without a choice must hold a line: an empty one
        words={"line": no_words, "found": no_words, "reply": no_words},
    ),
    Held(
        RobotMark,
        RobotMark.session_id,
        within=SESSIONS,
        words={"marks": no_words, "advice": no_words},
    ),
    Held(
        Review,
        Review.object_id,
        within=SESSIONS,
        only=Review.object_kind == "session",
        words={"comments": no_words, "summary": no_words},
    ),
    Held(Pair, Pair.session_id, within=SESSIONS),
    Held(PairMember, PairMember.person_id),
    Held(DrillCard, DrillCard.person_id),
    Held(DrillAnswer, DrillAnswer.person_id, words={"line": nothing, "found": no_words}),
    Held(Recording, Recording.person_id, files={"file": itself}, goes=True),
    Held(RecordingConsent, RecordingConsent.person_id),
)
