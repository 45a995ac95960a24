"""What this room keeps about a person."""

from courseware.kit.personal import Held, no_words
from courseware.live.models import Attendance, ClassSession, Poll, PollAnswer

HELD = (
    Held(Attendance, Attendance.person_id),
    Held(Attendance, Attendance.by_id),
    Held(ClassSession, ClassSession.made_by_id, hidden=("secret",)),
    Held(Poll, Poll.asked_by_id),
    Held(PollAnswer, PollAnswer.person_id, words={"text": no_words}),
)
