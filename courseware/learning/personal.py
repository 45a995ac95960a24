"""What this room keeps about a person."""

from courseware.kit.personal import Held
from courseware.learning.models import Enrolment, Note, Obligation, Progress, Step

HELD = (
    Held(Enrolment, Enrolment.person_id),
    Held(Step, Step.person_id),
    Held(Step, Step.withdrawn_by_id, copied=False),  # other people's passes
    Held(Progress, Progress.person_id),
    Held(Obligation, Obligation.person_id),
    Held(Obligation, Obligation.asked_by_id, copied=False),  # what others owe
    Held(Obligation, Obligation.reviewer_id, copied=False),
    Held(Note, Note.person_id, goes=True),
)
