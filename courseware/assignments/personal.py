"""What this room keeps about a person."""

from courseware.assignments.models import Assignment, AssignmentTarget
from courseware.kit.personal import Held

ASKED = Held(Assignment, Assignment.asked_by_id)
HELD = (
    ASKED,
    Held(AssignmentTarget, AssignmentTarget.person_id),
    Held(Assignment, Assignment.reviewer_id, copied=False),  # what others were asked
    Held(Assignment, Assignment.cancelled_by_id, copied=False),
)
