"""The worker asks once a day at most, of everybody who has finished, how the course was."""

from courseware.content import current
from courseware.feedback.actions.survey import offer_surveys as offer
from courseware.kit import clock
from courseware.settings import queries as organisation


def offer_surveys() -> None:
    """Tell who has finished that the survey is there; nobody is told twice."""
    now = clock.now()
    offer(current.course(), now, clock.local_day(now, organisation.current().time_zone))
