"""The rules of the drill: when a card comes again, which comes next, what a run came to."""

from datetime import UTC, date, datetime, timedelta

import pytest

from courseware.content.definitions import Customer, Digest, Objection, ObjectionLibrary, Reply
from courseware.roleplay.rules import drilling
from courseware.roleplay.types.drills import AnswerRow, Filters, Item, Spacing
from tests.roleplay.scenes import text

TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
REPLY = Reply(text("a line"), text("why"))


def library(industry: str, *objections: tuple[str, str, str]) -> ObjectionLibrary:
    """Objections as (id, type, customer)."""
    customers = sorted({customer for _id, _type, customer in objections})
    return ObjectionLibrary(
        industry=industry,
        customers=tuple(Customer(c, text(c), text(f"about {c}")) for c in customers),
        openings=(),
        values=(),
        objections=tuple(
            Objection(name, kind, who, None, text(name), REPLY, REPLY, REPLY)
            for name, kind, who in objections
        ),
        digest=Digest("v", "t"),
    )


def items(*objections: tuple[str, str, str]) -> tuple[Item, ...]:
    return drilling.items_of({"retail": library("retail", *objections)}, Filters())


def answer(objection: str, outcome: str = "well", seconds: int = 20) -> AnswerRow:
    return AnswerRow("retail", objection, outcome, seconds, AT)


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def names(found: tuple[Item, ...]) -> list[str]:
    return [item.objection.id for item in found]


@pytest.mark.parametrize(("outcome", "days"), [("missed", 1), ("partly", 3), ("well", 7)])
def test_a_card_comes_again_tomorrow_in_three_days_or_in_a_week(outcome: str, days: int):
    assert drilling.respace(None, outcome, today=TODAY).due_on == in_days(days)


def test_what_goes_well_in_a_row_comes_ever_later():
    card, today, waits = None, TODAY, []
    for _ in range(12):
        card = drilling.respace(card, "well", today=today)
        waits.append((card.due_on - today).days)
        today = card.due_on
    assert waits[:5] == [7, 14, 30, 60, 90]
    assert set(waits[5:]) == {90}
    assert card.stage == drilling.HIGHEST_STAGE


@pytest.mark.parametrize(("outcome", "days"), [("missed", 1), ("partly", 3)])
def test_anything_less_breaks_the_row(outcome: str, days: int):
    assert drilling.respace(Spacing(4, TODAY), outcome, today=TODAY) == Spacing(0, in_days(days))


def test_each_button_says_in_how_many_days_the_card_comes_again():
    days = drilling.days_until_next(None, today=TODAY)
    assert days == {"missed": 1, "partly": 3, "well": 7}
    days = drilling.days_until_next(Spacing(2, TODAY), today=TODAY)
    assert days == {"missed": 1, "partly": 3, "well": 30}


def test_before_its_day_a_good_answer_changes_nothing():
    assert drilling.respace(Spacing(1, in_days(7)), "well", today=TODAY) == Spacing(1, in_days(7))


def test_before_its_day_a_worse_answer_brings_the_card_nearer_and_never_further():
    assert drilling.respace(Spacing(2, in_days(9)), "partly", today=TODAY) == Spacing(0, in_days(3))
    assert drilling.respace(Spacing(0, in_days(1)), "partly", today=TODAY) == Spacing(0, in_days(1))


@pytest.mark.parametrize("first", ["missed", "partly", "well"])
@pytest.mark.parametrize("second", ["missed", "partly", "well"])
def test_two_windows_end_at_the_worse_answer_whichever_came_first(first: str, second: str):
    one = drilling.respace(drilling.respace(None, first, today=TODAY), second, today=TODAY)
    other = drilling.respace(drilling.respace(None, second, today=TODAY), first, today=TODAY)
    assert one == other


def test_filters_take_industry_customer_and_type():
    shelves = {
        "retail": library("retail", ("a", "price", "x"), ("b", "trust", "y")),
        "finance": library("finance", ("c", "price", "x")),
    }

    def found(filters: Filters) -> list[str]:
        return names(drilling.items_of(shelves, filters))

    assert found(Filters()) == ["a", "b", "c"]
    assert found(Filters(industry="retail")) == ["a", "b"]
    assert found(Filters(type="price")) == ["a", "c"]
    assert found(Filters(industry="retail", customer="y")) == ["b"]
    assert found(Filters(industry="finance", type="trust")) == []


def test_the_outlook_tells_due_new_and_coming_and_leaves_out_what_left_the_library():
    there = items(("a", "price", "x"), ("b", "price", "x"), ("c", "price", "x"), ("d", "own", "x"))
    cards = {
        ("retail", "a"): Spacing(0, TODAY),
        ("retail", "b"): Spacing(0, in_days(-5)),
        ("retail", "c"): Spacing(1, in_days(3)),
        ("retail", "gone"): Spacing(1, in_days(-9)),
    }
    ahead = drilling.outlook(there, cards, TODAY)
    assert names(ahead.due) == ["b", "a"]
    assert names(ahead.new) == ["d"]
    assert ahead.coming == {in_days(3): 1}


def test_due_cards_come_first_and_the_longest_waiting_before_others():
    there = items(("new", "own", "x"), ("late", "price", "y"), ("later", "price", "z"))
    cards = {
        ("retail", "late"): Spacing(0, in_days(-1)),
        ("retail", "later"): Spacing(0, in_days(-3)),
    }
    ahead = drilling.outlook(there, cards, TODAY)
    order, answers = [], []
    while (item := drilling.pick(ahead, answers, there, seed="run")) is not None:
        order.append(item.objection.id)
        answers.append(answer(item.objection.id))
    assert order == ["later", "late", "new"]


def test_the_same_customer_does_not_come_twice_in_a_row_where_there_is_another():
    there = items(("a", "price", "x"), ("b", "price", "x"), ("c", "price", "y"))
    cards = {("retail", name): Spacing(0, in_days(n - 9)) for n, name in enumerate(("a", "b", "c"))}
    ahead = drilling.outlook(there, cards, TODAY)
    assert drilling.pick(ahead, [answer("a")], there, seed="run").objection.id == "c"
    alone = drilling.outlook(there[:2], cards, TODAY)
    assert drilling.pick(alone, [answer("a")], there, seed="run").objection.id == "b"


def test_customers_of_one_id_in_two_industries_are_two():
    shelves = {name: library(name, ("a", "price", "it")) for name in ("retail", "finance")}
    there = drilling.items_of(shelves, Filters())
    assert there[0].who != there[1].who


def test_new_cards_are_mixed_over_types_and_a_page_loaded_again_shows_no_other():
    there = items(
        *(
            (f"{kind}-{n}", kind, f"c{n % 2}")
            for kind in ("price", "trust", "own")
            for n in range(4)
        )
    )
    ahead = drilling.outlook(there, {}, TODAY)
    answers, kinds = [], []
    for _ in range(6):
        item = drilling.pick(ahead, answers, there, seed="run")
        assert item == drilling.pick(ahead, answers, there, seed="run")
        kinds.append(item.objection.type)
        answers.append(answer(item.objection.id))
    assert {kinds.count(kind) for kind in kinds} == {2}


def test_another_run_mixes_otherwise():
    there = items(*((f"o{n}", "price", f"c{n}") for n in range(20)))
    ahead = drilling.outlook(there, {}, TODAY)
    assert len({drilling.pick(ahead, [], there, seed=str(n)).key for n in range(20)}) > 5


def test_a_run_is_short_and_shorter_where_little_is_left():
    there = items(*((f"o{n}", "price", "x") for n in range(9)))
    ahead = drilling.outlook(there, {}, TODAY)
    assert drilling.run_length(ahead, []) == drilling.CARDS_A_RUN
    few = drilling.outlook(there[:2], {}, TODAY)
    assert drilling.run_length(few, []) == 2


def test_a_run_is_summed_up_by_number_pace_and_weak_types():
    there = items(("a", "price", "x"), ("b", "trust", "x"), ("c", "own", "x"))
    answers = [answer("a", "partly", 10), answer("b", "missed", 30), answer("c", "well", 20)]
    summary = drilling.sum_up([*answers, answer("gone", "missed", 20)], there)
    assert summary.counts == {"missed": 2, "partly": 1, "well": 1}
    assert summary.seconds == 20
    assert summary.weak == ("trust", "price")
    assert summary.answers[-1][1] is None


@pytest.mark.parametrize(("gone", "kept"), [(-5.0, 0), (12.4, 12), (99999.0, 3600)])
def test_seconds_stay_within_what_can_be_kept(gone: float, kept: int):
    assert drilling.seconds_between(1000.0, 1000.0 + gone) == kept
