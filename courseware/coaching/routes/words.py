"""What steps are called on a page, and where they lead."""

from collections.abc import Mapping, Sequence

from courseware.assignments.rules import title_of
from courseware.coaching.types.notes import StepRow
from courseware.content import current
from courseware.content.definitions import Text


def titles_of(steps: Mapping[int, Sequence[StepRow]]) -> dict[int, Text]:
    """The title of each step by its number; a promise is its own words."""
    course = current.course()
    return {
        step.id: Text(step.text, step.text)
        if step.is_promise
        else title_of(course, step.kind, step.item)
        for rows in steps.values()
        for step in rows
    }
