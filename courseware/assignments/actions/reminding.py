"""What the worker recalls: dates that come near, and dates that are past."""

from datetime import timedelta

from courseware.assignments import queries
from courseware.assignments.actions.owing import day_in_words, tell
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.settings import queries as organisation

#: what was overdue longer than this before the first look is left alone
LOOK_BACK = timedelta(days=30)


def remind_of_dates(course: Course) -> int:
    """Tell everybody, once for each date, what is due soon and what is overdue; how many were told."""
    now, soon = clock.now(), timedelta(days=organisation.current().reminder_days)
    near = queries.due_between(now, now + soon)
    late = queries.due_between(now - LOOK_BACK, now)
    wanted = {f"due:{row.id}:{row.due_on}": (row, "Due soon: {title}, by {day}.") for row in near}
    wanted |= {
        f"overdue:{row.id}:{row.due_on}": (row, "Overdue: {title} was due {day}.") for row in late
    }
    known = queries.known_keys(wanted)
    new = [key for key in wanted if key not in known]
    for key in new:
        row, sentence = wanted[key]
        tell(course, row, sentence, key=key, day=day_in_words(row.due_on))
    return len(new)
