"""What this room keeps about a person: others' private notes on somebody are not theirs to copy, yet they go."""

from courseware.coaching.models import AgreedStep, CoachingNote, Observation, OneToOne
from courseware.kit.personal import Held, no_words

TALKS = Held(OneToOne, OneToOne.person_id, words={"text": no_words, "reply": no_words})
HELD_BY_ME = Held(OneToOne, OneToOne.by_id)

HELD = (
    Held(CoachingNote, CoachingNote.about_id, goes=True, copied=False),
    Held(CoachingNote, CoachingNote.by_id, goes=True),
    TALKS,
    HELD_BY_ME,
    Held(AgreedStep, AgreedStep.one_to_one_id, within=TALKS, words={"text": no_words}),
    Held(AgreedStep, AgreedStep.one_to_one_id, within=HELD_BY_ME),
    Held(Observation, Observation.person_id),
    Held(Observation, Observation.observer_id),
)
