"""Jobs of certificates."""

from courseware.certificates.jobs.issuing import (
    issue_missed,
    look_after_certificates,
    person_progressed,
    submission_accepted,
)

__all__ = [
    "issue_missed",
    "look_after_certificates",
    "person_progressed",
    "submission_accepted",
]
