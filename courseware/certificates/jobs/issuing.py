"""Certificates are issued by the worker: when a fact makes one due, and at night to whoever was missed."""

from courseware.certificates.actions.earning import issue_for_submission, issue_what_is_due
from courseware.certificates.actions.life import warn_of_ends
from courseware.certificates.queries.missed import forms_missed, missed_after
from courseware.content import current
from courseware.kit import clock, jobs
from courseware.settings import queries as organisation

#: hours of the organisation's night; asked for every hour, a worker that was away still finds one
NIGHT = range(2, 5)


def person_progressed(person_id: int) -> None:
    """Issue every certificate whose rule has come true for somebody."""
    issue_what_is_due(current.course(), person_id)


def submission_accepted(submission_id: int) -> None:
    """Issue the certificate of an exercise that certifies, once its submission is accepted."""
    issue_for_submission(current.course(), submission_id)


def look_after_certificates() -> None:
    """At night: ask for what was missed, and warn of what ends."""
    hour = clock.now().astimezone(organisation.current().zone).hour
    if hour not in NIGHT:
        return
    forms = forms_missed(current.course())
    for submission_id in forms:
        jobs.put("submission_accepted", submission_id, key=f"submission_accepted:{submission_id}")
    jobs.put("issue_missed", 0, key="issue_missed:0")
    warn_of_ends()


def issue_missed(after: int) -> None:
    """Ask for the certificates of the next people; the rest is a job of its own, so that none takes long."""
    found, last = missed_after(current.course(), after, clock.now())
    for person_id in found:
        jobs.put("person_progressed", person_id, key=f"person_progressed:{person_id}")
    if last is not None:
        jobs.put("issue_missed", last, key=f"issue_missed:{last}")
