"""What the worker does with reports: each manager hears once a week how their people stand."""

from courseware.accounts.queries import managers_now, me_by_id
from courseware.content import current
from courseware.kit import clock
from courseware.notices.actions import tell
from courseware.reports.queries import MOST_PEOPLE, people_in_report, team_report
from courseware.settings import queries as organisation

HOUR = 8  # of the organisation's Monday


def weekly_digest() -> None:
    """On Monday morning, tell every manager what is late, what waits and who needs help; once a week."""
    choices = organisation.current()
    now = clock.now().astimezone(choices.zone)
    if now.weekday() != choices.week_start or now.hour < HOUR:
        return
    year, week, _ = now.isocalendar()
    for manager_id in managers_now():
        me = me_by_id(manager_id)
        if me is None or not 0 < people_in_report(me, None) <= MOST_PEOPLE:
            continue
        report = team_report(me, current.course(), None, None)
        tell(
            manager_id,
            "Your team this week: {late} overdue, {waiting} waiting for a review, {help} need help.",
            "/team",
            key=f"weekly:{year}-{week}",
            late=report.late,
            waiting=report.waiting,
            help=sum(line.needs_help for line in report.lines),
        )
