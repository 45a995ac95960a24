"""What the lines of a rule say, and certificates by kind: shared by the holder's, the trainer's and other pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from courseware.certificates.queries.words import KINDS, industry_name, title_of
from courseware.certificates.rules import RENEWABLE, state_of
from courseware.certificates.types import CertificateRow
from courseware.certificates.types.goals import Goal
from courseware.content.definitions import Course
from courseware.learning.types import Tick
from courseware.web.filters import for_language
from courseware.web.locale import lang, t

#: a line for whoever is not the learner: how somebody drills stays their own
PRIVATE = "drills"


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate that can be earned, in words."""

    kind: str
    title: str
    lines: tuple[tuple[str, bool, str | None], ...]  # label, done, how far
    done: int
    has_begun: bool
    is_renewal: bool

    @property
    def open_lines(self) -> list[str]:
        return [label for label, done, _how_far in self.lines if not done]


@dataclass(frozen=True, slots=True)
class Group:
    """One kind: what is held, with its state, and what can be earned."""

    kind: str
    heading: str
    held: tuple[tuple[CertificateRow, str], ...]
    earlier: tuple[tuple[CertificateRow, str], ...]  # replaced or renewed
    goals: tuple[Shown, ...]


def by_kind(
    rows: Iterable[CertificateRow], goals: Iterable[Shown], now: datetime
) -> tuple[Group, ...]:
    """The kinds of which there is anything to say, the course first."""
    stated = [(row, state(row, now)) for row in rows]
    shown = tuple(goals)
    groups = []
    for kind, heading in KINDS.items():
        of_kind = sorted(((r, s) for r, s in stated if r.kind == kind), key=_newest_day)
        earlier = tuple(each for each in of_kind if _is_over(*each))
        held = tuple(each for each in of_kind if not _is_over(*each))
        wanted = tuple(goal for goal in shown if goal.kind == kind)
        if held or earlier or wanted:
            groups.append(Group(kind, t(heading), held, earlier, wanted))
    return tuple(groups)


def state(row: CertificateRow, now: datetime) -> str:
    return state_of(row.revoked_at, row.expires_at, now, replaced_at=row.replaced_at)


def ends_soon(row: CertificateRow, now: datetime) -> bool:
    """Whether it can be earned anew already, since its end is near, and has not been."""
    return (
        row.expires_at is not None and now >= row.expires_at - RENEWABLE and row.renewed_by is None
    )


def show(course: Course, goal: Goal, *, to_others: bool = False) -> Shown:
    """The goal in the language of the reader; to others without what is the learner's own."""
    ticks = [k for k in goal.ticks if not (to_others and k.id.startswith(PRIVATE))]
    return Shown(
        goal.kind,
        title_of(course, goal.kind, goal.subject)[lang()],
        tuple((words_of(course, tick), tick.done, _how_far(tick)) for tick in ticks),
        sum(tick.done for tick in ticks),
        any(tick.done or tick.have for tick in ticks),
        goal.renews_id is not None,
    )


def together(goals: Sequence[Shown]) -> tuple[Shown, ...]:
    """Goals of one line each as one list; none without any."""
    if not goals:
        return ()
    lines = tuple(line for goal in goals for line in goal.lines)
    done = sum(goal.done for goal in goals)
    return (Shown(goals[0].kind, goals[0].title, lines, done, done > 0, is_renewal=False),)


def words_of(course: Course, tick: Tick) -> str:
    """One condition as a sentence."""
    kind, _, item = tick.id.partition(":")
    if kind == "module" and item in course.by_slug:
        module = course.by_slug[item]
        return t("Pass module {n}: {title}", n=module.number, title=module.title[lang()])
    if kind == "final":
        return t("Reach {n}% in the final exam", n=course.completion.final)
    if kind == "scenarios":
        industry = industry_name(item, lang())
        return t("Pass {n} different role-plays: {industry}", n=tick.need, industry=industry)
    if kind == "drills":
        industry = industry_name(item, lang())
        return t(
            "Answer {n} objections in the drill in time: {industry}", n=tick.need, industry=industry
        )
    exercise = course.exercises.get(item)
    return t("Have accepted: {title}", title=exercise.title[lang()] if exercise else item)


def _how_far(tick: Tick) -> str | None:
    """When it was met; until then, of what is counted, how much there is."""
    if tick.done:
        return for_language(lang())["date"](tick.at) if tick.at else None
    if tick.need <= 1:
        return None
    return t("{have} of {need} so far", have=tick.have, need=tick.need)


def _newest_day(each: tuple[CertificateRow, str]) -> tuple[int, int]:
    """The newest day first, and of one day in the order they came: parts as in the course."""
    return -each[0].issued_at.toordinal(), each[0].id


def _is_over(row: CertificateRow, state: str) -> bool:
    return state == "replaced" or (state == "expired" and row.renewed_by is not None)
