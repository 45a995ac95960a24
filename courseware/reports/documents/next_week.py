"""The page of what to do next week: whom to talk to, what to review, what falls due, what to explain again."""

from collections.abc import Iterable, Sequence
from html import unescape
from typing import Any

from courseware.content import current
from courseware.content.definitions import Text
from courseware.kit.tables import Cell
from courseware.reports.documents.values import percent
from courseware.reports.types import Need
from courseware.reports.types.chapters import Chapter, Table
from courseware.reports.types.whole import Todo
from courseware.web.filters import for_language
from courseware.web.locale import lang, t
from courseware.web.render import renderer

#: names in one line
MOST_NAMES = 5


def next_week(todos: Sequence[Todo]) -> Chapter:
    """Everything with its reason."""
    rows = [_row(todo) for todo in todos]
    heads = [t("What to do"), t("Who or what"), t("Why, and how"), t("Due date")]
    return Chapter(
        "next-week",
        t("What to do next week"),
        [Table(t("Next week"), heads, rows, links=[todo.href for todo in todos])],
        t("From how things stand now: who is stuck, what waits, what falls due within seven days, what was answered worst."),
        empty=t("Nobody is stuck, nothing waits and nothing falls due within seven days."),
    )  # fmt: skip


def _row(todo: Todo) -> list[Cell]:
    title = todo.title[lang()] if todo.title else ""
    who = names(todo.who)
    if todo.kind == "talk":
        return [t("Talk to"), who, reason_of(_need(todo), with_advice=True), todo.on]
    if todo.kind == "review":
        since: Any = todo.values["since"]
        day = for_language(lang())["date"]
        why = t("{n} wait for a review, the oldest since {day}", n=todo.values["n"], day=day(since))
        return [t("To review"), f"{title} ({who})", why, todo.on]
    if todo.kind == "due":
        return [t("Falls due"), title, t("Not done yet: {names}", names=who), todo.on]
    right: Any = todo.values["right"]
    why = t(
        "Only {share} of the answers were right: go through this section together",
        share=percent(right),
    )
    return [t("Explain again"), title, why, todo.on]  # fmt: skip


def _need(todo: Todo) -> Any:
    return todo.values["need"]


def names(people: Sequence[str]) -> str:
    """A few names, and how many more."""
    mark = "、" if lang() == "zh" else ", "
    first = mark.join(people[:MOST_NAMES])
    rest = len(people) - MOST_NAMES
    return f"{first} {t('and {n} more', n=rest)}" if rest > 0 else first


def reason_of(need: Need, *, with_advice: bool = False) -> str:
    """Why somebody needs help, in the words of the pages; and what to do about it."""
    words: Any = renderer().environment(lang()).get_template("reports/_needs.html").module
    why = unescape(str(words.why(need, titles_of_needs([[need]]), lang())))
    if not with_advice:
        return why
    between = "：" if lang() == "zh" else ": "
    return f"{why}{between}{unescape(str(words.what(need)))}"


def titles_of_needs(found: Iterable[Iterable[Need]]) -> dict[str, Text]:
    """Titles of the quizzes and forms that needs are about; a form of somebody's own keeps its id."""
    course = current.course()
    wanted = {need.item for needs in found for need in needs if need.item}
    known = {slug: course.by_slug[slug].title for slug in wanted if slug in course.by_slug}
    forms = {key: course.exercises[key].title for key in wanted if key in course.exercises}
    return known | forms
