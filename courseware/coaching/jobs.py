"""What the worker does every night: managers are asked about those who finished a while ago."""

from datetime import datetime, time, timedelta

from courseware.coaching.actions.observations import ask_managers, follow_managers
from courseware.coaching.queries.observations import graduates_since
from courseware.coaching.rules.observations import LATEST, days_of
from courseware.kit import clock
from courseware.settings import queries as organisation


def ask_for_observations() -> None:
    """Ask once about each graduate for each number of days; what is open follows the manager."""
    choices = organisation.current()
    days = days_of(choices.observation_days)
    follow_managers()
    if not days:
        return
    today = clock.local_day(clock.now(), choices.time_zone)
    since = today - LATEST - timedelta(days=max(days) + 1)
    moment = datetime.combine(since, time(), choices.zone)
    ask_managers(graduates_since(moment), days, today)
