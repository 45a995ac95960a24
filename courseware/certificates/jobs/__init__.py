"""Jobs of certificates."""

from courseware.certificates.jobs.issuing import person_progressed, submission_accepted

__all__ = ["person_progressed", "submission_accepted"]
