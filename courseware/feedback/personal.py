"""What this room keeps about a person."""

from courseware.feedback.models import Mistake, Pulse, Question, Saying, SurveyGiven
from courseware.kit.personal import Held, no_words

ASKED = Held(Question, Question.person_id)
HELD = (
    ASKED,
    Held(Saying, Saying.question_id, within=ASKED, words={"text": no_words}),
    Held(Saying, Saying.by_id),  # a trainer's answers stay with the question
    Held(Mistake, Mistake.person_id, words={"text": no_words}),
    Held(Mistake, Mistake.settled_by_id, copied=False),
    Held(Pulse, Pulse.person_id, words={"words": no_words}),
    Held(SurveyGiven, SurveyGiven.person_id),  # what they said is with nobody
)
