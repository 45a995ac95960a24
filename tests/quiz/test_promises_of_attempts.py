"""What a learner is promised about an attempt: the server's clock, another device, two tabs, a stored paper."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.quiz import rules
from tests.quiz.papers import SLUG, Taking

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
LIMIT = timedelta(minutes=20)
Begin = Callable[..., Taking]
Clients = Callable[[str], FlaskClient]


@pytest.fixture
def timed(begin: Begin) -> Taking:
    """An attempt begun at noon; its time is up twenty minutes later."""
    with clock.frozen(NOON):
        return begin()


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def test_the_countdown_is_visible_and_goes_by_the_clock_of_the_server(timed: Taking):
    with clock.frozen(NOON + timedelta(minutes=5)):
        page = timed.client.get(timed.url).text
    # the browser counts from the server's now to the server's end; its own clock may be wrong
    assert f'data-deadline="{milliseconds(NOON + LIMIT)}"' in page
    assert f'data-now="{milliseconds(NOON + timedelta(minutes=5))}"' in page
    assert 'data-submit="#quiz"' in page  # at zero it hands in what is there
    assert "countdown.js" in page
    assert "12:20" in page  # without script, the end by the organisation's clock


def test_going_on_later_does_not_stop_the_clock(timed: Taking, begin: Begin):
    with clock.frozen(NOON + timedelta(minutes=19)):
        again = begin()
        page = again.client.get(again.url).text
    assert again.id == timed.id
    assert f'data-deadline="{milliseconds(NOON + LIMIT)}"' in page


def test_what_the_page_hands_in_within_the_grace_counts(timed: Taking):
    with clock.frozen(NOON + LIMIT + rules.GRACE):
        timed.hand_in(timed.keys())
    row = timed.row()
    assert (row.score, row.passed, row.ended_by) == (100, True, "person")


def test_after_the_grace_only_what_was_saved_before_counts(timed: Taking):
    number = timed.number_of("gap")
    with clock.frozen(NOON + LIMIT):
        assert timed.put(number, timed.key(number)).status_code == 200
    with clock.frozen(NOON + LIMIT + rules.GRACE + timedelta(seconds=1)):
        timed.hand_in(timed.keys())
    row = timed.row()
    assert (row.score, row.ended_by) == (14.2, "time")
    assert [step.outcome for step in timed.steps()] == ["counted", *["late"] * 8]


def test_an_attempt_goes_on_on_another_device_where_it_was_left(
    taking: Taking, client_of: Clients, course: Course, database: db.Database
):
    answered = taking.keys()
    first, second = dict(list(answered.items())[:4]), dict(list(answered.items())[4:])
    for number, key in first.items():
        assert taking.put(number, key, step=f"on-the-desk-{number}").status_code == 200
    phone = Taking(taking.id, client_of("lin"), course, database)
    assert taking.url in phone.client.get(f"/quizzes/{SLUG}").text  # "Go on with the quiz"
    page = phone.client.get(phone.url).text
    known = dict(re.findall(r'name="seen-(q\d+)" value="(\d+)"', page))
    assert {name for name, step in known.items() if step != "0"} == {f"q{n}" for n in first}
    for number, key in second.items():
        assert phone.put(number, key, step=f"on-the-phone-{number}").status_code == 200
    phone.hand_in()
    assert phone.row().score == 100


def test_two_tabs_answer_one_attempt_together(taking: Taking, begin: Begin):
    other = begin()  # a second tab, in which the start was pressed again
    assert other.id == taking.id
    for number, key in taking.keys().items():
        tab = taking if number % 2 else other
        assert tab.put(number, key, step=f"tab-of-{number}").status_code == 200
    assert taking.hand_in().status_code == 303
    assert other.hand_in().status_code == 303
    assert taking.row().score == 100
    assert taking.row().number == 1


def test_the_older_of_two_tabs_is_told_and_takes_nothing_back(taking: Taking):
    number = taking.number_of("gap")
    opened = {f"seen-q{number}": ["0"]}  # both tabs were opened before any answer
    newer = taking.put(number, taking.key(number), step="tab-one-says", fields=dict(opened))
    older = taking.put(number, "often", step="tab-two-says", fields=dict(opened))
    assert (newer.status_code, older.status_code) == (200, 409)
    assert "another device" in older.json["error"]
    again = taking.put(number, taking.key(number), step="tab-one-says", fields=dict(opened))
    assert again.json == newer.json  # sent once more by the same tab, it is no other device
    taking.hand_in()
    assert taking.row().score == 14.2


def test_seed_and_orders_are_stored_and_make_the_same_paper_again(taking: Taking):
    row = taking.row()
    drawn = rules.paper(taking.course.quizzes[SLUG], seen={}, seed=row.seed)
    assert [(pinned.id, list(pinned.order)) for _, pinned in drawn] == [
        (question["id"], question["order"]) for question in row.questions
    ]
    assert [pinned.digest.version for _, pinned in drawn] == [q["version"] for q in row.questions]


def test_the_options_stand_in_their_stored_order_whenever_the_page_is_opened(taking: Taking):
    def orders() -> dict[str, list[str]]:
        page = taking.client.get(taking.url).text
        return {
            f"q{n}": re.findall(rf'name="q{n}"[^>]* value="([a-d])"', page)
            for n, question in enumerate(taking.questions, 1)
            if question.options
        }

    stored: dict[str, Any] = {
        f"q{n}": q["order"]
        for n, (q, drawn) in enumerate(
            zip(taking.row().questions, taking.questions, strict=True), 1
        )
        if drawn.options
    }
    assert stored
    assert orders() == orders() == stored


def test_saving_an_answer_takes_few_statements(taking: Taking, count_sql: Callable[[], int]):
    number = taking.number_of("gap")
    url, fields = f"{taking.url}/answers/gap", {f"q{number}": ["soon"]}
    taken = []
    for turn in range(5):
        before = count_sql()
        sent = {"step": f"counted-step-{turn}", "fields": fields}
        assert taking.client.put(url, json=sent).status_code == 200
        taken.append(count_sql() - before)
    # Who asks, the paper, on PostgreSQL its lock, the answer; now and then the settings are read anew.
    assert min(taken) <= 4
