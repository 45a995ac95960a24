"""What this room keeps about a person."""

from courseware.cohorts.models import Cohort, CohortMembership, CohortTrainer, GroupMembership
from courseware.kit.personal import Held

HELD = (
    Held(CohortMembership, CohortMembership.person_id),
    Held(CohortTrainer, CohortTrainer.person_id),
    Held(GroupMembership, GroupMembership.person_id),
    Held(Cohort, Cohort.created_by_id),
)
