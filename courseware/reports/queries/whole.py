"""The whole report on a class or team: the lines, and every further chapter, now and for the time before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from courseware.accounts.types import Me
from courseware.assignments.queries import titles
from courseware.cohorts.queries import get_cohort_for
from courseware.content.definitions import Course, Text
from courseware.errors import NotFound
from courseware.exercise.queries.versions import handed_in_with
from courseware.exercise.rules.drawing import draw
from courseware.exercise.rules.starring import lines_of
from courseware.kit import clock
from courseware.kit.clock import Period, local_day
from courseware.reports.queries import themes
from courseware.reports.queries.groups import (
    cohort_report,
    cohort_rows,
    members_of,
    team_report,
    team_rows,
)
from courseware.reports.queries.submissions import said_in
from courseware.reports.rules import periods
from courseware.reports.rules import whole as rules
from courseware.reports.rules.todos import WEEK, todos_of
from courseware.reports.types import Member, Report
from courseware.reports.types.whole import IssuedLine, StarLine, Todo, Whole
from courseware.settings import queries as organisation
from courseware.web.locale import lang


@dataclass(frozen=True, slots=True)
class _Group:
    """How to read the lines and the members of one group, for a period or now."""

    report: Callable[..., Report]  # (period, as_of=…)
    rows: Callable[[Period | None], Any]
    cohort_id: int | None
    only_accepted: bool  # of forms, only those are quoted


def whole_cohort(me: Me, course: Course, cohort_id: int, period: Period | None) -> Report:
    """A class that this person trains or administers, with all chapters."""
    get_cohort_for(me, cohort_id)
    group = _Group(
        lambda wanted, **more: cohort_report(me, course, cohort_id, wanted, **more),
        lambda wanted: cohort_rows(cohort_id, wanted),
        cohort_id,
        only_accepted=False,
    )
    return _with_words(me, course, group, _whole(course, group, period))


def whole_team(me: Me, course: Course, team_id: int | None, period: Period | None) -> Report:
    """The people below a manager, or of one team, with all chapters."""
    group = _Group(
        lambda wanted, **more: team_report(me, course, team_id, wanted, **more),
        lambda wanted: team_rows(me, team_id, wanted),
        None,
        only_accepted=True,
    )
    return _with_words(me, course, group, _whole(course, group, period))


def _with_words(me: Me, course: Course, group: _Group, report: Report) -> Report:
    """The report with what the accepted forms of its people say to this reader."""
    members = members_of(group.rows(report.period), report.period)
    return replace(report, said=said_in(me, course, members, report.period))


def _whole(course: Course, group: _Group, period: Period | None) -> Report:
    report = group.report(period)
    scope = scope_of(members_of(group.rows(period), period))
    steps, answers = themes.steps_in(scope), themes.answers_in(scope)
    forms, asked = themes.forms_in(scope), themes.asked_in(scope)
    hours = rules.hours_of(course, report.lines, steps, themes.sessions_in(scope, group.cohort_id))
    issued = _issued(scope)
    objectives = rules.objectives_of(course, answers)
    counts = _counts(asked, len(forms), len(issued), sum(line.total for line in hours))
    named = titles(course, [one.item for one in asked] + [form.exercise for form in forms])
    whole = Whole(
        figures=rules.compared(
            rules.figures_of(report, counts), _before(course, group, period, report)
        ),
        before=_label_before(period),
        standings=rules.standings_of(report.lines),
        quizzes=rules.quizzes_of(course, steps, answers),
        objectives=objectives,
        skills=rules.skills_of(course, themes.talks_in(scope)),
        forms=rules.forms_of(course, forms, themes.returns_in(scope), named),
        stars=_stars(scope, group, named),
        asked=rules.asked_of(asked, report.at, named),
        issued=issued,
        hours=hours,
        todos=_todos(course, group, (period, report), named),
    )
    return replace(report, whole=whole)


def scope_of(members: Sequence[Member]) -> dict[int, tuple[Any, ...]]:
    """Whose facts count, and from when to when."""
    return {member.id: member.windows for member in members}


def _before(
    course: Course, group: _Group, period: Period | None, report: Report
) -> Mapping[str, float | int | None]:
    """The figures of the quarter or month before; of now, as they stood seven days ago."""
    if period is None:
        then = report.at - WEEK
        earlier = group.report(None, as_of=then)
        members = members_of(group.rows(None), None)
        scope = {m.id: tuple((first, then) for first, _ in m.windows) for m in members}
    else:
        previous = periods.before(period, organisation.current().fiscal_month)
        earlier = group.report(previous)
        scope = scope_of(members_of(group.rows(previous), previous))
    steps, sessions = themes.steps_in(scope), themes.sessions_in(scope, group.cohort_id)
    hours = rules.hours_of(course, earlier.lines, steps, sessions)
    asked = [
        one._replace(fulfilled_at=None)
        if period is None and one.fulfilled_at and one.fulfilled_at > report.at - WEEK
        else one
        for one in themes.asked_in(scope)
    ]
    counts = _counts(
        asked,
        len(themes.forms_in(scope)),
        len(themes.certificates_in(scope)),
        sum(line.total for line in hours),
    )
    return rules.figures_of(earlier, counts)


def _counts(asked: Sequence[Any], forms: int, issued: int, minutes: int) -> dict[str, float | int]:
    kept = sum(one.fulfilled_at is not None and one.fulfilled_at <= one.due_at for one in asked)
    return {
        "handed-in": forms,
        "kept": kept,
        "certificates": issued,
        "hours": round(minutes / 60, 1),
    }


def _label_before(period: Period | None) -> str:
    if period is None:
        return ""
    return periods.before(period, organisation.current().fiscal_month).label


def _issued(scope: themes.Scope) -> tuple[IssuedLine, ...]:
    zone = organisation.current().time_zone
    return tuple(
        IssuedLine(
            row.name,
            row.kind,
            Text(row.facts["title"]["zh"], row.facts["title"]["en"]),
            local_day(row.issued_at, zone),
            row.serial,
        )
        for row in themes.certificates_in(scope)
    )


def _stars(
    scope: themes.Scope, group: _Group, named: Callable[[str, str], Text]
) -> tuple[StarLine, ...]:
    """The words of starred lines; a name only where its author agreed to show the form."""
    found: dict[tuple[int, str, str], StarLine] = {}
    forms: dict[tuple[str, str, str], Any] = {}
    for starred in themes.stars_in(scope, only_accepted=group.only_accepted):
        row = starred.submission
        key = (row.exercise, row.version, row.wording)
        if key not in forms:
            forms[key] = _form(row)
        if forms[key] is None:
            continue
        words = lines_of(draw(forms[key], dict(starred.answers), lang())).get(starred.place)
        if words:
            name = starred.owner if starred.agreed else ""
            line = StarLine(named("exercise", row.exercise), words, name)
            found.setdefault((row.owner_id, row.exercise, words), line)
    return tuple(found.values())


def _form(row: Any) -> Any:
    try:
        return handed_in_with(row)
    except NotFound:  # it is no longer part of the course, and its words were not kept
        return None


def _todos(
    course: Course,
    group: _Group,
    of: tuple[Period | None, Report],
    named: Callable[[str, str], Text],
) -> tuple[Todo, ...] | None:
    """What to do next week, from how things stand now; nothing once the period is over."""
    period, report = of
    today = local_day(clock.now(), organisation.current().time_zone)
    if period is not None:
        if today not in period:
            return None
        report = group.report(None)
    members = members_of(group.rows(None), None)
    scope = scope_of(members)
    weak = rules.objectives_of(course, themes.answers_in(scope))
    waiting = themes.waiting_now([member.id for member in members])
    open_now = [one for one in themes.asked_in(scope) if one.fulfilled_at is None]
    return todos_of(report, (waiting, open_now, weak), named)
