"""What forms say in a team or class: which speak, for when, to whom, and who is missing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import me_by_id
from courseware.cohorts.models import Group
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.kit.clock import quarter_named
from courseware.learning.models import Obligation
from courseware.reports.queries.groups import cohort_rows, members_of, team_rows
from courseware.reports.queries.submissions import said_in
from courseware.reports.types.submissions import Said
from tests.exercise import shipped
from tests.reports.spoken import (
    GOALS,
    NOW,
    PLAN,
    REVIEW,
    SWOT,
    Spoken,
    crowd,
    fill,
    goal,
    goals,
    put,
    result,
    review,
)
from tests.world import Cast

Say = Callable[..., Said]
pytestmark = pytest.mark.usefixtures("shipped")
NINE = goal("签下九家", "家", 9)
DAY = timedelta(days=1)


@pytest.fixture
def said(app: Any, shipped: Course, database: db.Database, cast: Cast) -> Say:
    """What is said to somebody: `said("mei")` of her people, `said("tara", of="cohort")` of her class."""

    def say(who: str = "mei", period: str = "", *, of: str = "team") -> Said:
        wanted = quarter_named(period, 1) if period else None
        with app.app_context(), db.reading(database), clock.frozen(NOW):
            me = me_by_id(getattr(cast, who))
            assert me is not None
            rows = team_rows(me, None, wanted) if of == "team" else cohort_rows(cast.cohort, wanted)
            return said_in(me, shipped, members_of(rows, wanted), wanted)

    return say


@pytest.fixture
def write(database: db.Database) -> Callable[..., list[int]]:
    def written(*forms: Spoken) -> list[int]:
        with db.transaction(database) as session:
            return [put(session, form) for form in forms]

    return written


def test_a_goal_has_the_actual_of_the_newest_accepted_review(write: Any, said: Say, cast: Cast):
    write(
        Spoken(GOALS, cast.lin, goals(NINE), NOW - 60 * DAY),
        Spoken(REVIEW, cast.lin, review(result(NINE, 4, 2, "missed")), NOW - 40 * DAY),
        Spoken(
            REVIEW, cast.lin, review(result(NINE, 6, 5, "near"), on="2026-10-31"), NOW - 10 * DAY
        ),
        Spoken(REVIEW, cast.lin, review(result(NINE, 9, 9, "met"), on="2026-11-15"), None),  # waits
    )
    [found] = said().goals
    assert found.figure is not None
    assert (found.writer, found.owner, found.target, found.due) == (
        "林夏",
        "林夏",
        9,
        date(2026, 12, 31),
    )
    assert (found.figure.planned, found.figure.actual, found.light) == (6, 5, "amber")
    assert found.figure.on == date(2026, 10, 31)
    [total] = said().sums
    assert (total.unit, total.planned, total.actual, total.percent) == ("家", 6, 5, 83.3)


def test_a_review_is_tied_to_its_goals_through_the_forms_between(write: Any, said: Say, cast: Cast):
    early, late = goal("签单", "单", 3, "2026-09-30"), goal("签单", "单", 5, "2026-12-31")
    [first] = write(Spoken(GOALS, cast.lin, goals(early), NOW - 60 * DAY))
    [second] = write(Spoken(GOALS, cast.lin, goals(late), NOW - 30 * DAY))
    source = {"exercise": GOALS, "submission_id": second, "field": "goals"}
    [plan] = write(
        Spoken(PLAN, cast.lin, {"goals": [late]}, None, {"goals": source})
    )  # need not be accepted
    carried = {"results": {"exercise": PLAN, "submission_id": plan, "field": "goals"}}
    write(Spoken(REVIEW, cast.lin, review(result(late, 5, 4, "near")), NOW - DAY, carried))
    figures = {one.submission_id: one.figure for one in said().goals}
    assert figures[first] is None
    assert figures[second].actual == 4  # type: ignore[union-attr]  # it is there, or the test fails


def test_goals_that_are_not_accepted_are_not_told_but_their_writers_are_named(
    write: Any, said: Say, cast: Cast
):
    assert [(one.exercise, one.state) for one in said().missing] == [
        (name, "unasked") for name in (GOALS, SWOT, PLAN)
    ]
    write(Spoken(GOALS, cast.lin, goals(NINE), None))
    found = said()
    assert not found.goals
    assert found.missing[0].state == "waiting"
    assert found.missing[0].names == ("林夏",)


def test_who_was_asked_and_has_not_handed_in_is_named_with_the_date(
    database: db.Database, said: Say, cast: Cast
):
    for exercise, due in ((GOALS, date(2026, 11, 1)), (SWOT, date(2026, 12, 1)), (PLAN, None)):
        with db.transaction(database) as session:
            session.add(
                Obligation(
                    person_id=cast.lin, kind="exercise", item=exercise, due_on=due, source_kind="assignment",
                    source_id=1, asked_by_id=cast.mei,
                )
            )  # fmt: skip
    assert [(one.exercise, one.state, one.due_on) for one in said().missing] == [
        (GOALS, "late", date(2026, 11, 1)), (SWOT, "due", date(2026, 12, 1)), (PLAN, "asked", None),
    ]  # fmt: skip


def test_the_same_entry_of_several_stands_once_with_their_names(
    database: db.Database, said: Say, cast: Cast
):
    with db.transaction(database) as session:
        first, second = crowd(session, cast, 2)
        put(session, Spoken(SWOT, cast.lin, swot("老本"), NOW - 50 * DAY))  # an older one of hers
        put(session, Spoken(SWOT, cast.lin, swot("交付快。", "两个人"), NOW - 9 * DAY))
        put(session, Spoken(SWOT, first, swot("交付 快", "2 个人"), NOW - 8 * DAY))
        put(session, Spoken(SWOT, second, swot("价格高"), NOW - 7 * DAY))
    found = [(one.cell, len(one.names), one.names) for one in said().swot]
    assert found == [
        ("strengths", 2, ("林夏", "队员00")),
        ("strengths", 2, ("林夏", "队员00")),
        ("strengths", 1, ("队员01",)),
    ]


def swot(*points: str) -> dict[str, Any]:
    return {"strengths": [{"point": point} for point in points]}


def test_open_actions_stand_by_owner_and_date_and_overdue_first(write: Any, said: Say, cast: Cast):
    rows = [
        action("打电话", "2026-12-01"), action("写方案", "2026-11-01"), action("做完了", "2026-11-01", done=100),
        action("后来做到", "2026-11-02"), action("请江楠", "2026-12-09", owner="江楠"),
    ]  # fmt: skip
    later = review(last_actions=[{"action": "后来做到", "state": "done"}])
    later["actions"] = [action("复盘定的", "2026-12-24")]
    write(
        Spoken(PLAN, cast.lin, {"actions": [action("老计划", "2026-10-01")]}, NOW - 90 * DAY),
        Spoken(PLAN, cast.lin, {"actions": rows}, NOW - 50 * DAY),
        Spoken(REVIEW, cast.lin, later, NOW - 2 * DAY),
    )
    assert [(one.owner, one.action, one.is_late) for one in said().actions] == [
        ("林夏", "写方案", True), ("林夏", "打电话", False), ("林夏", "复盘定的", False), ("江楠", "请江楠", False),
    ]  # fmt: skip


def action(words: str, due: str, **more: Any) -> dict[str, Any]:
    return {"action": words, "due": due, "goal": "签九家", "done": 10, "owner": "", **more}


def test_a_form_of_a_group_speaks_once(database: db.Database, said: Say, cast: Cast):
    with db.transaction(database) as session:
        first, second = crowd(session, cast, 2)
        group = Group(cohort_id=cast.cohort, name="三人组")
        session.add(group)
        session.flush()
        whose = (group.id, (cast.lin, first, second))
        put(session, Spoken(GOALS, first, goals(NINE), NOW - DAY, group=whose))
    found = said()
    assert [one.writer for one in found.goals] == ["三人组"]
    assert [one for one in found.missing if one.exercise == GOALS] == []


def test_a_period_tells_what_stood_at_its_end(write: Any, said: Say, cast: Cast):
    past, running = goal("上季", "家", 1, "2026-09-30"), goal("全年", "家", 9, "2026-12-31")
    [_] = write(Spoken(GOALS, cast.lin, goals(past, running), clock.end_of_day(date(2026, 9, 5), "UTC")))  # fmt: skip
    write(
        Spoken(REVIEW, cast.lin, review(result(running, 4, 3)), NOW - 40 * DAY),  # as of 30 September
        Spoken(REVIEW, cast.lin, review(result(running, 6, 5), on="2026-11-10"), NOW - 5 * DAY),
        Spoken(GOALS, cast.lin, goals(goal("新", "家", 2)), NOW - 4 * DAY),
    )  # fmt: skip
    third = {one.goal: one.figure for one in said(period="2026-Q3").goals}
    assert {name: figure and figure.actual for name, figure in third.items()} == {"上季": None, "全年": 3}  # fmt: skip
    fourth = {one.goal: one.figure for one in said(period="2026-Q4").goals}
    assert {name: figure and figure.actual for name, figure in fourth.items()} == {"全年": 5, "新": None}  # fmt: skip


def test_an_older_form_is_read_by_the_version_it_was_handed_in_with(
    write: Any, said: Say, cast: Cast
):
    form = shipped_goals()
    old = {**NINE, "goal_size": 9}
    old.pop("target")
    write(Spoken(GOALS, cast.lin, goals(old), NOW - DAY, form=form))
    [found] = said().goals
    assert found.target is None  # today's form does not say that it was called so
    write(Spoken(GOALS, cast.lin, goals(goal("签八家", "家", 8)), NOW - 2 * DAY))
    assert {one.goal: one.target for one in said().goals} == {"签下九家": None, "签八家": 8}


def shipped_goals() -> Any:
    """The form as an older file had it: its target under another key."""
    form = shipped.shipped().exercises[GOALS]

    def then(field: Any) -> Any:
        columns = [replace(c, key="goal_size") if c.key == "target" else c for c in field.columns]
        return replace(field, columns=tuple(columns)) if field.key == "goals" else field

    sections = tuple(replace(s, fields=tuple(map(then, s.fields))) for s in form.sections)
    return replace(form, sections=sections, digest=replace(form.digest, version="an-older-one"))


@pytest.mark.parametrize(
    ("who", "of", "is_told"),
    [
        ("mei", "team", True), ("bo", "team", True), ("tara", "cohort", True), ("omar", "team", False),
        ("ada", "team", False), ("ada", "cohort", False),
    ],
)  # fmt: skip
def test_only_managers_up_the_line_and_trainers_read_the_words(
    write: Any, said: Say, cast: Cast, who: str, of: str, is_told: bool
):
    write(
        Spoken(GOALS, cast.lin, goals(NINE), NOW - DAY),
        Spoken(SWOT, cast.lin, swot("交付快"), NOW - DAY),
        Spoken(PLAN, cast.lin, {"actions": [action("打电话", "2026-12-01")]}, NOW - DAY),
    )
    found = said(who, of=of)
    told = (bool(found.goals), bool(found.swot), bool(found.actions))
    assert told == (is_told,) * 3
    if who == "ada":
        assert found.hidden >= 1
        assert all("林夏" not in one.names for one in found.missing)  # she has handed in: no secret


def test_the_words_of_somebody_who_was_erased_are_gone(
    write: Any, said: Say, cast: Cast, database: db.Database
):
    write(Spoken(GOALS, cast.lin, goals(NINE), NOW - DAY))
    with db.transaction(database) as session:
        session.get_one(Person, cast.lin).erased_at = NOW
    assert not said().goals


def test_reading_asks_as_often_for_sixty_people_as_for_six(
    database: db.Database, said: Say, cast: Cast, count_sql: Callable[[], int]
):
    def filled(session: Session, count: int, seed: int) -> None:
        fill(session, crowd(session, cast, count), seed)

    with db.transaction(database) as session:
        filled(session, 6, 1)
    said()
    before = count_sql()
    said()
    few = count_sql() - before
    with db.transaction(database) as session:
        people = session.query(Person).filter(Person.email.like("said%")).all()
        for person in people:
            person.email = f"x{person.email}"
        filled(session, 60, 2)
    before = count_sql()
    assert len(said().goals) > 60
    assert count_sql() - before <= few + 1  # settings are read anew from time to time
