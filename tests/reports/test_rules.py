"""What a report says of one person, decided from facts alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from courseware.content.definitions import Course
from courseware.kit.clock import Period
from courseware.reports.rules import Basis, columns_of, line_of, window_of
from courseware.reports.types import DueFact, Facts, Line, Member, ProgressFact, StepFact

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = timedelta(days=1)
TALK, PLAN, LATER = "01-first-talk", "02-team-plan", "03-later"
QUARTER = Period("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))
SHANGHAI = ZoneInfo("Asia/Shanghai")


def line(course: Course, **facts: Any) -> Line:
    """The line of somebody with these facts, up to now."""
    basis = Basis(course, columns_of(course, [TALK, PLAN, LATER]), None, NOW)
    member = Member(1, "林夏", "一组", date(2026, 9, 1), True, ((None, None),))
    usual: dict[str, Any] = {"progress": {}, "steps": (), "dues": (), "waiting": 0}
    return line_of(basis, member, Facts(**{**usual, "track": (TALK, PLAN), **facts}))


def states(found: Line) -> list[str]:
    return [cell.state for cell in found.cells]


def progress(slug: str, **at: datetime) -> dict[str, ProgressFact]:
    keys = ("opened_at", "read_at", "quiz_passed_at", "passed_at")
    return {slug: ProgressFact(slug, *(at.get(key) for key in keys))}


def quiz(score: float | None, at: datetime = NOW) -> StepFact:
    return StepFact("quiz", TALK, TALK, at, (score or 0) >= 80, score, None)


def due(days: int, kind: str = "module", item: str = TALK) -> DueFact:
    at = NOW + days * DAY
    return DueFact(kind, item, at.date(), at, None)


def test_nothing_done_is_not_begun_and_a_module_without_lessons_is_in_preparation(course: Course):
    found = line(course)
    assert states(found) == ["new", "new", "preparation"]
    assert (found.passed, found.need, found.average) == (0, 2, None)


def test_opening_a_lesson_or_any_step_begins_a_module(course: Course):
    assert states(line(course, progress=progress(TALK, opened_at=NOW)))[0] == "under-way"
    assert states(line(course, steps=(quiz(20),)))[0] == "under-way"


def test_a_late_item_makes_its_module_late_until_the_module_is_passed(course: Course):
    late = line(course, dues=(due(-1, "exercise", "plan"), due(1)))
    assert states(late)[:2] == ["new", "late"]
    assert late.late == 1
    assert late.cells[0].due_on == (NOW + DAY).date()
    passed = line(course, dues=(due(-1),), progress=progress(TALK, passed_at=NOW))
    assert states(passed)[0] == "passed"
    assert passed.late == 1  # something was asked again and is still owed


def test_the_average_is_of_the_best_of_each_module(course: Course):
    other = StepFact("quiz", PLAN, PLAN, NOW, True, 81.0, None)
    assert line(course, steps=(quiz(40), quiz(92), quiz(None), other)).average == 86.5


def test_different_role_plays_passed_and_forms_accepted_are_counted_once(course: Course):
    talk = StepFact("roleplay", "deck-talk", TALK, NOW, True, 80, None)
    failed = StepFact("roleplay", "long-talk", PLAN, NOW, False, 20, None)
    form = StepFact("exercise", "plan", PLAN, NOW, True, None, "accepted")
    handed_in = StepFact("exercise", "review", PLAN, NOW, True, None, "submitted")
    found = line(course, steps=(talk, talk, failed, form, form, handed_in))
    assert (found.roleplays, found.exercises) == (1, 1)


def test_modules_outside_the_track_are_shown_and_not_counted(course: Course):
    found = line(course, progress=progress(TALK, passed_at=NOW), track=(PLAN,))
    assert states(found)[0] == "passed"
    assert (found.passed, found.need) == (0, 1)


def test_windows_begin_and_end_at_midnight_where_the_organisation_is():
    first = datetime(2026, 10, 1, tzinfo=SHANGHAI)
    after = datetime(2027, 1, 1, tzinfo=SHANGHAI)
    day = datetime(2026, 11, 5, tzinfo=SHANGHAI)
    start = date(2026, 9, 1)
    assert window_of(start, None, QUARTER, SHANGHAI) == (first, after)
    assert window_of(start, day.date(), QUARTER, SHANGHAI) == (first, day)
    assert window_of(day.date(), None, None, SHANGHAI) == (day, None)
    assert window_of(start, date(2026, 10, 1), QUARTER, SHANGHAI) is None
    assert window_of(day.date(), day.date(), QUARTER, SHANGHAI) is None
