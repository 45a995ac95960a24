"""Where a goal stands: the review that speaks of it, its light, and what a team's goals add up to. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from courseware.reports.rules.parts import LIGHTS, key_of, words_of
from courseware.reports.rules.units import figure, plain, unit_of
from courseware.reports.types.submissions import Figure, Goal, GoalSum

#: so much of what should be reached by now is amber, less is red
NEARLY = 0.75


@dataclass(frozen=True)
class Review:
    """One accepted review: as of when, of which goals, and its results."""

    id: int
    on: date
    source: int | None
    rows: list[dict[str, Any]]

    def speaks_of(self, goal: Goal, shown: Collection[int]) -> dict[str, Any] | None:
        """The row of a goal; a review carried over from other goals that are shown says nothing of it."""
        if self.source in shown and self.source != goal.submission_id:
            return None
        if self.source != goal.submission_id and goal.since is not None and self.on <= goal.since:
            return None
        for roles in (("goal",), ("measure", "unit")):
            wanted = _same(goal, roles)
            found = [row for row in self.rows if _rowkey_of(row, roles) == wanted]
            if any(wanted) and len(found) == 1:
                return found[0]
        return None

    def figure_of(self, goal: Goal, shown: Collection[int]) -> Figure | None:
        """The actual of a goal; planned is what should have been there by that day, else in all."""
        found = self.speaks_of(goal, shown)
        actual = figure(found.get("actual")) if found else None
        if found is None or actual is None:
            return None
        planned, verdict = figure(found.get("planned")), found.get("verdict")
        return Figure(
            goal.target if planned is None else planned,
            actual,
            self.on,
            verdict if isinstance(verdict, str) else "",
            self.id,
        )


def measured(goal: Goal, reviews: Sequence[Review], shown: Collection[int]) -> Goal:
    """The goal with the figure of the first review that has one."""
    for review in reviews:
        found = review.figure_of(goal, shown)
        if found is not None:
            return replace(goal, figure=found, light=light_of(goal, found))
    return goal


def light_of(goal: Goal, found: Figure) -> str:
    """What the form says of the result; else the share of the way made against the share of the time gone."""
    if found.verdict in LIGHTS:
        return LIGHTS[found.verdict]
    if goal.target is None:
        return ""
    made, gone = _way(goal, found.actual, goal.target), _time(goal, found.on)
    if made >= min(gone, 1.0):
        return "green"
    return "amber" if made >= NEARLY * min(gone, 1.0) else "red"


def sums_of(goals: Sequence[Goal]) -> list[GoalSum]:
    """Planned and actual by kind and unit; money of one currency on the scale that was used first."""
    found: dict[tuple[str, str], GoalSum] = {}
    scales: dict[tuple[str, str], int] = {}
    for goal in goals:
        unit, reached = unit_of(goal.unit), goal.figure
        if unit is None or reached is None or reached.planned is None:
            continue
        key = (goal.kind.zh if goal.kind else "", unit.key)
        before = found.get(key) or GoalSum(goal.kind, unit.words, 0, 0, 0)
        scale = unit.scale / scales.setdefault(key, unit.scale)
        found[key] = replace(
            before,
            goals=before.goals + 1,
            planned=plain(before.planned + reached.planned * scale),
            actual=plain(before.actual + reached.actual * scale),
        )
    return sorted(found.values(), key=lambda one: (-one.goals, one.unit))


def _same(goal: Goal, roles: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key_of(str(getattr(goal, role))) for role in roles)


def _rowkey_of(row: Mapping[str, Any], roles: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key_of(words_of(row.get(role))) for role in roles)


def _way(goal: Goal, actual: float, target: float) -> float:
    """The share of the way from baseline to target; a target below the baseline is reached by going down."""
    start = goal.baseline or 0
    if target == start:
        return 1.0 if actual >= target else 0.0
    return (actual - start) / (target - start)


def _time(goal: Goal, on: date) -> float:
    """The share of the time from the first day of the form to the day the goal is due."""
    if goal.due is None or goal.since is None or goal.due <= goal.since:
        return 1.0
    return max(0.0, (on - goal.since).days / (goal.due - goal.since).days)
