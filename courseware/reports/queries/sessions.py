"""Who was at the class sessions, for the lines of a report."""

from collections.abc import Sequence
from dataclasses import replace

from courseware.kit.clock import Period
from courseware.live.queries.attendance import attendance
from courseware.reports.types import Line


def with_attendance(
    lines: Sequence[Line], *, cohort_id: int | None = None, period: Period | None = None
) -> tuple[Line, ...]:
    """The lines with what the people attended: in one class or in all, ever or in a period; three statements."""
    sums = attendance([line.person_id for line in lines], cohort_id=cohort_id, period=period)
    return tuple(
        replace(line, held=found.held, attended=found.attended, made_up=found.made_up)
        for line in lines
        for found in [sums[line.person_id]]
    )
