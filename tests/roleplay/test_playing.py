"""Playing a scenario: every line is kept once, nothing is lost, only an ending counts."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from courseware import db
from courseware.content import current
from courseware.content.definitions import Course
from courseware.errors import NotFound
from courseware.learning.actions import oblige
from courseware.learning.models import Obligation, Progress, Step
from courseware.roleplay import actions
from courseware.roleplay.models import Session, Turn
from courseware.roleplay.types import Sent
from tests.roleplay.conftest import me_of, with_roleplay
from tests.roleplay.scenes import begin, changed, play, say, visit
from tests.world import Cast

Clients = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("course")


def rows(database: db.Database, *columns: object) -> list[tuple]:
    with db.reading(database) as reading:
        return [tuple(row) for row in reading.execute(select(*columns).order_by(columns[0]))]


def test_a_talk_is_played_to_its_end_line_by_line(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    session = begin(lin)
    page = lin.get(session).text
    assert "customer c1" in page
    assert "customer c2" in page
    assert "line a" in page
    assert "coach a" not in page  # only afterwards
    assert say(lin, session, 1, choice="a").status_code == 303
    assert "your words" in lin.get(session).text
    say(lin, session, 2, line="A case: they save much")
    say(lin, session, 3, choice="a")
    page = lin.get(session).text
    assert "good ending" in page
    assert "passed" in page
    assert "coach b" in page  # the way not taken
    assert "a model line" in page
    assert "<mark" in page
    assert rows(
        database, Turn.number, Turn.node, Turn.choice, Turn.line, Turn.mood, Turn.trust
    ) == [
        (1, "first", "a", None, 2, 1),
        (2, "say", None, "A case: they save much", 2, 1),
        (3, "last", "a", None, 4, 3),
    ]


def test_an_ending_is_recorded_once_with_its_score(
    client_of: Clients, cast: Cast, database: db.Database
):
    session = play(client_of("lin"))
    found = rows(
        database,
        Step.person_id,
        Step.kind,
        Step.item,
        Step.module,
        Step.passed,
        Step.score,
        Step.source_id,
    )
    number = int(session.rpartition("/")[2])
    # questions (3+2)/2, tone 2, evidence 3, value 2: 9.5 of 12
    assert found == [(cast.lin, "roleplay", "visit", "01-first-talk", True, 79.1, number)]
    assert rows(database, Session.result, Session.passed) == [("good", True)]


@pytest.mark.parametrize("way", [("c", "", "bad"), ("b", "b", "fair")])
def test_another_ending_counts_as_played_but_not_as_passed(
    client_of: Clients, database: db.Database, way: tuple[str, str, str]
):
    first, last, result = way
    play(client_of("lin"), first=first, last=last)
    assert rows(database, Session.result, Session.passed) == [(result, False)]
    assert rows(database, Step.passed) == [(False,)]


def test_a_talk_without_its_end_counts_for_nothing(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    say(lin, begin(lin), 1, choice="a")
    assert rows(database, Step.id) == []


def test_the_module_is_told(client_of: Clients, database: db.Database):
    play(client_of("lin"))
    assert [m for (m,) in rows(database, Progress.module)] == ["01-first-talk"]


def test_a_second_press_of_the_same_button_changes_nothing(
    client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    session = begin(lin)
    for _ in range(2):
        assert say(lin, session, 1, choice="a").status_code == 303
    assert "already answered" not in lin.get(session).text
    assert rows(database, Turn.number) == [(1,)]


def test_a_second_press_of_the_last_button_ends_it_once(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    session = play(lin)
    assert say(lin, session, 3, choice="a").status_code == 303
    assert len(rows(database, Step.id)) == 1


def test_going_back_in_the_browser_and_choosing_another_line_keeps_the_first(
    client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    session = begin(lin)
    say(lin, session, 1, choice="a")
    assert say(lin, session, 1, choice="b").status_code == 303
    assert "already answered there" in lin.get(session).text
    assert rows(database, Turn.number, Turn.choice) == [(1, "a")]


def test_a_typed_line_sent_twice_is_one_turn(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    session = begin(lin)
    say(lin, session, 1, choice="a")
    say(lin, session, 2, line="one", token="x")
    say(lin, session, 2, line="one", token="x")
    assert "already answered" not in lin.get(session).text
    say(lin, session, 2, line="two", token="y")
    assert "already answered" in lin.get(session).text
    assert [line for _, line in rows(database, Turn.number, Turn.line)] == [None, "one"]


def test_two_windows_at_once_make_one_turn(own_database: db.Database, cast: Cast, course: Course):
    with db.transaction(own_database):
        session_id = actions.start_session(me_of(cast.lin), visit(), lang="en")
    outcomes: list[object] = []

    def press(choice: str) -> None:
        try:
            with db.transaction(own_database):
                outcomes.append(
                    actions.take_choice(
                        me_of(cast.lin), course, session_id, Sent(1, choice, choice)
                    )
                )
        except Exception as error:
            outcomes.append(error)

    threads = [threading.Thread(target=press, args=(choice,)) for choice in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["False", "True"]
    with db.reading(own_database) as reading:
        assert reading.scalar(select(func.count()).select_from(Turn)) == 1


def test_a_turn_that_cannot_come_yet_is_a_conflict(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    session = begin(lin)
    answer = say(lin, session, 3, choice="a")
    assert answer.status_code == 409
    assert "Nothing was lost" in answer.text
    assert rows(database, Turn.id) == []


def test_nothing_is_said_after_the_end(client_of: Clients):
    lin = client_of("lin")
    assert say(lin, play(lin), 4, choice="a").status_code == 409


@pytest.mark.parametrize(
    "sent",
    [
        {"number": 1, "choice": "z"},
        {"number": 1},
        {"number": 1, "line": "typed instead"},
        {"number": "x", "choice": "a"},
        {"choice": "a"},
        {"number": 0, "choice": "a"},
        {"number": 1, "choice": "a" * 101},
    ],
)
def test_a_reply_that_is_not_offered_is_refused_and_the_talk_stays(
    client_of: Clients, database: db.Database, sent: dict[str, object]
):
    lin = client_of("lin")
    session = begin(lin)
    answer = lin.post(f"{session}/turns", data=sent)
    assert answer.status_code == 422
    assert "line a" in answer.text
    assert rows(database, Turn.id) == []


@pytest.mark.parametrize("line", ["", "  \n ", "x" * 1001])
def test_an_empty_or_endless_line_is_refused_and_stays_in_the_field(
    client_of: Clients, database: db.Database, line: str
):
    lin = client_of("lin")
    session = begin(lin)
    say(lin, session, 1, choice="a")
    answer = say(lin, session, 2, line=line)
    assert answer.status_code == 422
    assert line.strip() in answer.text
    assert len(rows(database, Turn.id)) == 1


def test_what_was_typed_is_shown_as_words_and_never_as_html(client_of: Clients):
    lin = client_of("lin")
    session = begin(lin)
    say(lin, session, 1, choice="a")
    say(lin, session, 2, line="<script>alert(1)</script> 㛃䶮𠮷")
    page = lin.get(session).text
    assert "<script>alert" not in page
    assert "㛃䶮𠮷" in page


def test_a_killed_browser_resumes_where_it_stopped(client_of: Clients):
    lin = client_of("lin")
    session = begin(lin)
    say(lin, session, 1, choice="a")
    elsewhere = client_of("lin")
    assert session in elsewhere.get("/roleplays/visit").text
    assert session in elsewhere.get("/roleplays").text
    page = elsewhere.get(session).text
    assert "line a" in page
    assert 'name="number" value="2"' in page
    assert "your words" in page


def test_starting_twice_by_a_double_press_makes_one_session(client_of: Clients):
    lin = client_of("lin")
    first = begin(lin)
    assert begin(lin) == first
    say(lin, first, 1, choice="a")
    assert begin(lin) != first


def test_a_talk_goes_on_in_the_words_it_was_begun_with(
    client_of: Clients, course: Course, serve: Callable[[Course], None], database: db.Database
):
    lin = client_of("lin")
    session = begin(lin)
    say(lin, session, 1, choice="a")
    serve(with_roleplay(course, changed(visit())))
    page = lin.get(session).text
    assert "revised since you began" in page
    assert "Start the new version" in page
    say(lin, session, 2, line="a case")
    say(lin, session, 3, choice="a")
    assert rows(database, Session.result, Session.version) == [("good", "v1")]
    assert rows(database, Step.version) == [("v1",)]
    assert begin(lin) != session


def test_a_scenario_that_was_taken_away_can_still_be_finished_and_read(
    client_of: Clients, serve: Callable[[Course], None]
):
    lin = client_of("lin")
    ended, session = play(lin), begin(lin)
    there = {k: v for k, v in current.course().roleplays.items() if k != "visit"}
    serve(replace(current.course(), roleplays=there))
    assert lin.get(session).status_code == 200
    assert say(lin, session, 1, choice="c").status_code == 303
    assert "bad ending" in lin.get(session).text
    assert lin.get(ended).status_code == 200


def test_where_even_the_kept_words_are_gone_the_page_says_so(
    client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    session = begin(lin)
    with db.transaction(database) as writing:
        writing.query(Session).update({"text": "lost"})
    page = lin.get(session)
    assert page.status_code == 200
    assert "no longer kept" in page.text
    assert say(lin, session, 1, choice="a").status_code == 409


def test_the_talk_keeps_its_language_while_the_page_changes_its_own(client_of: Clients):
    lin = client_of("lin")
    session = begin(lin)
    page = lin.get(f"{session}?lang=zh").text
    assert "customer c1</p>" in page
    assert "customer c1（中）" not in page
    chinese = begin(lin)
    assert chinese != session
    assert "customer c1（中）" in lin.get(chinese).text


def test_only_work_begun_as_assigned_carries_the_obligation(
    client_of: Clients, cast: Cast, database: db.Database
):
    with db.transaction(database):
        oblige(_asked(cast), earlier_work_counts=False)
    lin = client_of("lin")
    page = lin.get("/roleplays/visit").text
    assert "asked by 梅经理" in page
    assert "Practise privately" in page
    begin(lin)
    begin(lin, assigned="1")
    found = rows(database, Session.id, Session.obligation_id)
    assert [obligation is not None for _, obligation in found] == [False, True]


def test_an_obligation_is_fulfilled_by_a_passed_ending(
    client_of: Clients, cast: Cast, database: db.Database
):
    with db.transaction(database):
        oblige(_asked(cast), earlier_work_counts=False)
    lin = client_of("lin")
    play(lin, first="c", assigned="1")
    assert rows(database, Obligation.fulfilled_at) == [(None,)]
    play(lin, assigned="1")
    assert rows(database, Obligation.fulfilled_at)[0][0] is not None


def test_nobody_starts_as_assigned_what_nobody_asked_for(client_of: Clients, database: db.Database):
    begin(client_of("lin"), assigned="1")
    assert rows(database, Session.obligation_id) == [(None,)]


def test_an_action_refuses_a_stranger_even_past_the_page(
    database: db.Database, cast: Cast, course: Course
):
    with db.transaction(database):
        session_id = actions.start_session(me_of(cast.lin), visit(), lang="en")
    with db.transaction(database), pytest.raises(NotFound):
        actions.take_choice(me_of(cast.sam), course, session_id, Sent(1, "t", "a"))


def test_the_words_found_are_kept_with_the_mark(client_of: Clients, database: db.Database):
    play(client_of("lin"), line="ONE CASE")
    found = [json.loads(json.dumps(f)) for _, f in rows(database, Turn.number, Turn.found)]
    assert found[1] == {"evidence": ["CASE"]}


def _asked(cast: Cast) -> Obligation:
    return Obligation(
        person_id=cast.lin,
        kind="roleplay",
        item="visit",
        asked_by_id=cast.mei,
        reviewer_id=cast.mei,
        source_kind="assignment",
        source_id=1,
        due_at=datetime(2026, 12, 1, tzinfo=UTC),
    )


def test_own_words_come_first_and_then_the_offered_line_nearest_to_them(
    client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    session = begin(lin)
    asked = lin.post(f"{session}/turns", data={"number": 1, "own": "Where does it hurt most?"})
    assert asked.status_code == 200
    assert "Where does it hurt most?" in asked.text
    assert rows(database, Turn.id) == []
    back = lin.post(
        f"{session}/turns", data={"number": 1, "line": "Where does it hurt?", "back": "1"}
    )
    assert "Where does it hurt?</textarea>" in back.text
    data = {"number": 1, "line": "Where does it hurt most?", "choice": "a"}
    for _ in range(2):  # the second press is the same one
        assert lin.post(f"{session}/turns", data=data).status_code == 303
    assert rows(database, Turn.choice, Turn.line, Turn.marks) == [
        ("a", "Where does it hurt most?", {"questions": 3, "tone": 2})
    ]
    page = lin.get(session).text
    assert "Where does it hurt most?" in page
    assert "customer c3" in page, "the customer answers the line that came nearest"


def test_a_pressed_line_counts_whatever_stands_in_the_field_of_own_words(
    client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    session = begin(lin)
    lin.post(f"{session}/turns", data={"number": 1, "own": "half a thou", "choice": "b"})
    assert rows(database, Turn.choice, Turn.line) == [("b", None)]
