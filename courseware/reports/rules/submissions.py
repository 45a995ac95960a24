"""From accepted forms to what a team says: its goals and where they stand, its SWOT, its open actions. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from courseware.content.definitions import ExerciseDefinition
from courseware.kit.clock import local_day
from courseware.reports.rules.goals import Review, measured, sums_of
from courseware.reports.rules.missing import missing_of
from courseware.reports.rules.parts import (
    ACTIONS,
    CELLS,
    FINISHED,
    GOALS,
    OUTCOMES,
    RESULTS,
    SWOT,
    Part,
    Version,
    day_of,
    key_of,
    option_of,
    rows_of,
    whole_of,
    words_of,
)
from courseware.reports.rules.units import figure
from courseware.reports.types.submissions import (
    Action,
    AskedFor,
    Asking,
    Form,
    Goal,
    Person,
    Said,
    SwotEntry,
)

Forms = Mapping[str, ExerciseDefinition]
_NEVER = datetime.min.replace(tzinfo=UTC)


def said_of(
    asking: Asking,
    people: Sequence[Person],
    forms: Sequence[Form],
    *,
    asked: Sequence[AskedFor],
    today: Forms,
) -> Said:
    """What these people's forms say, as of the day that is asked for."""
    desk = _Desk(asking, {person.id: person for person in people}, tuple(forms), today)
    goals = desk.goals()
    covered = desk.covered({goal.submission_id for goal in goals})
    return Said(
        asking.period,
        goals,
        sums_of(goals),
        desk.swot(),
        desk.actions(),
        missing_of(asking, people, forms, asked=asked, covered=covered, today=today),
        sum(not person.is_readable for person in people),
    )


def counts(form: Form, people: Mapping[int, Person]) -> bool:
    """Whether a form was accepted when it counted for one of these people."""
    at = form.accepted_at
    return at is not None and any(
        (found.since is None or at >= found.since) and (found.end is None or at < found.end)
        for found in (people[who] for who in form.people if who in people)
    )


def readable(form: Form, people: Mapping[int, Person]) -> bool:
    """Whether the reader answers for one of those whose work a form is."""
    return any(people[who].is_readable for who in form.people if who in people)


@dataclass(frozen=True)
class _Desk:
    """The forms of one report, sorted as its figures need them."""

    asking: Asking
    people: Mapping[int, Person]
    forms: tuple[Form, ...]
    today: Forms

    @cached_property
    def accepted(self) -> list[Form]:
        """Those that count and may be read, whenever they were accepted, the newest first."""
        found = [
            form
            for form in self.forms
            if form.answers is not None
            and counts(form, self.people)
            and readable(form, self.people)
        ]
        return sorted(found, key=_newness, reverse=True)

    @cached_property
    def by_exercise(self) -> Mapping[str, list[Form]]:
        """What had been accepted by the end of the period."""
        found: dict[str, list[Form]] = defaultdict(list)
        for form in self.accepted:
            if self._stood(form):
                found[form.exercise].append(form)
        return found

    @cached_property
    def by_id(self) -> Mapping[int, Form]:
        return {form.id: form for form in self.forms}

    @cached_property
    def reviews(self) -> Mapping[frozenset[int], list["Review"]]:
        """The reviews of each, the newest first; those of a period tell its figures, though accepted after it."""
        found: dict[frozenset[int], list[Review]] = defaultdict(list)
        for form in (one for one in self.accepted if one.exercise == RESULTS.exercise):
            on = day_of(self._whole(RESULTS, "on", form)) or self._accepted_on(form)
            if self.asking.period is None or on <= self.asking.period.last:
                rows = list(self._rows(RESULTS, form))
                found[form.people].append(Review(form.id, on, self._source(form), rows))
        return found

    def covered(self, shown: set[int]) -> dict[str, set[int]]:
        """Who has an accepted form of each kind that counts; of goals, one that shows some."""
        found: dict[str, set[int]] = defaultdict(set)
        for form in self.forms:
            is_goals = form.exercise == GOALS.exercise and readable(form, self.people)
            has_counted = counts(form, self.people) and self._stood(form)
            if has_counted and (not is_goals or form.id in shown):
                found[form.exercise] |= form.people
        return found

    def goals(self) -> list[Goal]:
        """By their writer, then by date; what was written twice counts as in the newest form."""
        found: dict[Any, Goal] = {}
        for form in self._of(GOALS.exercise):
            for row in self._rows(GOALS, form):
                goal = self._goal(form, row)
                if goal.goal and self._runs(form, goal):
                    found.setdefault((form.people, key_of(goal.goal), goal.due), goal)
        shown = {goal.submission_id for goal in found.values()}
        seen = [measured(goal, self.reviews.get(key[0], ()), shown) for key, goal in found.items()]
        return sorted(seen, key=lambda one: (one.writer, one.due or date.max, one.goal))

    def swot(self) -> list[SwotEntry]:
        """Of each one's newest form, cell by cell; what several wrote once, with all names."""
        found: dict[tuple[str, str], tuple[str, dict[str, None]]] = {}
        for form in self._newest(SWOT[0].exercise):
            for part in SWOT:
                for row in self._rows(part, form):
                    words = words_of(row.get("words"))
                    if words:
                        _, names = found.setdefault((part.table, key_of(words)), (words, {}))
                        names[form.owner] = None
        entries = [
            SwotEntry(cell, words, tuple(sorted(names)))
            for (cell, _), (words, names) in found.items()
        ]
        place = {cell: number for number, cell in enumerate(CELLS)}
        return sorted(entries, key=lambda one: (place[one.cell], -len(one.names), one.words))

    def actions(self) -> list[Action]:
        """What is open, overdue first, then by owner and date."""
        found: dict[Any, tuple[Form, Action]] = {}
        plans = [(form, part) for part in ACTIONS for form in self._newest(part.exercise)]
        for form, part in sorted(plans, key=lambda one: _newness(one[0]), reverse=True):
            for row in self._rows(part, form):
                action = self._action(form, row)
                if action.action:
                    found.setdefault((form.people, key_of(action.action)), (form, action))
        still = [
            action
            for (people, key), (form, action) in found.items()
            if (action.done or 0) < 100 and not self._is_finished(people, key, form)
        ]
        return sorted(
            still, key=lambda one: (not one.is_late, one.owner, one.due or date.max, one.action)
        )

    def _goal(self, form: Form, row: Mapping[str, Any]) -> Goal:
        return Goal(
            submission_id=form.id,
            writer=form.owner,
            is_linked=self._is_linked(form),
            owner=words_of(row.get("owner")) or form.owner,
            goal=words_of(row.get("goal")),
            measure=words_of(row.get("measure")),
            unit=words_of(row.get("unit")),
            kind=option_of(GOALS, "kind", self._version(form), row.get("kind")),
            baseline=figure(row.get("baseline")),
            target=figure(row.get("target")),
            since=day_of(self._whole(GOALS, "since", form)),
            due=day_of(row.get("due")),
        )

    def _runs(self, form: Form, goal: Goal) -> bool:
        """Whether a goal belongs to the period: accepted in it, or not yet due when it began."""
        period = self.asking.period
        if period is None or goal.due is None or goal.due >= period.first:
            return True
        return self._accepted_on(form) in period

    def _action(self, form: Form, row: Mapping[str, Any]) -> Action:
        due = day_of(row.get("due"))
        return Action(
            submission_id=form.id,
            writer=form.owner,
            is_linked=self._is_linked(form),
            owner=words_of(row.get("owner")) or form.owner,
            action=words_of(row.get("action")),
            goal=words_of(row.get("goal")),
            due=due,
            done=figure(row.get("done")),
            is_late=due is not None and due < self.asking.day,
        )

    @cached_property
    def finished(self) -> Mapping[tuple[frozenset[int], str], tuple[Form, bool]]:
        """Of each action that a review names, the newest of them and whether it says that it is done."""
        found: dict[tuple[frozenset[int], str], tuple[Form, bool]] = {}
        for review in self._of(OUTCOMES.exercise):
            for row in self._rows(OUTCOMES, review):
                key = (review.people, key_of(words_of(row.get("action"))))
                found.setdefault(key, (review, row.get("state") == FINISHED))
        return found

    def _is_finished(self, people: frozenset[int], key: str, plan: Form) -> bool:
        """Whether a review that was accepted later says that it is done."""
        review, is_done = self.finished.get((people, key), (None, False))
        return is_done and review is not None and _newness(review) > _newness(plan)

    def _source(self, form: Form) -> int | None:
        """The goals that a review's results were carried over from, through the forms between."""
        table, seen = RESULTS.table, set()
        at: Form | None = form
        while at is not None and at.id not in seen:
            if at.exercise == GOALS.exercise:
                return at.id
            seen.add(at.id)
            found = (at.carried or {}).get(table)
            if not isinstance(found, Mapping):
                return None
            table = str(found.get("field", ""))
            at = self.by_id.get(found.get("submission_id", 0))
        return None

    def _of(self, exercise: str) -> list[Form]:
        return self.by_exercise.get(exercise, [])

    def _newest(self, exercise: str) -> list[Form]:
        """The newest of each person or group."""
        found: dict[frozenset[int], Form] = {}
        for form in self._of(exercise):
            found.setdefault(form.people, form)
        return list(found.values())

    def _rows(self, part: Part, form: Form) -> list[dict[str, Any]]:
        return rows_of(part, self._version(form), form.answers or {})

    def _whole(self, part: Part, role: str, form: Form) -> Any:
        return whole_of(part, role, self._version(form), form.answers or {})

    def _version(self, form: Form) -> Version:
        if form.definition is None:
            raise ValueError("A form is read by the version it was handed in with.")
        return Version(form.definition, self.today.get(form.exercise))

    def _stood(self, form: Form) -> bool:
        period = self.asking.period
        return period is None or self._accepted_on(form) <= period.last

    def _accepted_on(self, form: Form) -> date:
        if form.accepted_at is None:
            raise ValueError("Only accepted forms are read here.")
        return local_day(form.accepted_at, self.asking.zone)

    def _is_linked(self, form: Form) -> bool:
        return any(self.people[one].is_current for one in form.people if one in self.people)


def _newness(form: Form) -> tuple[datetime, int]:
    return form.accepted_at or _NEVER, form.id
