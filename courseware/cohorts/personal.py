"""What this room keeps about a person."""

from courseware.cohorts.models import (
    Announcement,
    Cohort,
    CohortMembership,
    CohortTrainer,
    GroupMembership,
    JoinRequest,
    ScheduleTemplate,
)
from courseware.kit.personal import Held, no_words, nothing

HELD = (
    Held(CohortMembership, CohortMembership.person_id),
    Held(CohortTrainer, CohortTrainer.person_id),
    Held(GroupMembership, GroupMembership.person_id),
    Held(Cohort, Cohort.created_by_id, hidden=("join_code",)),
    Held(
        JoinRequest,
        JoinRequest.person_id,
        words={"name": nothing, "email": nothing, "words": no_words},
    ),
    Held(JoinRequest, JoinRequest.decided_by_id, copied=False),
    Held(ScheduleTemplate, ScheduleTemplate.made_by_id),
    Held(Announcement, Announcement.by_id),  # what was told a class stays with it
)
