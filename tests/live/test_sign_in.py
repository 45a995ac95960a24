"""Signing in to a class session: by a code that changes every thirty seconds, for oneself, while it is open."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from courseware import db
from courseware.kit import clock
from courseware.live.actions import attendance as actions
from courseware.live.actions import sessions
from courseware.live.models import Attendance
from courseware.live.queries.sessions import find_session
from courseware.live.rules import codes
from courseware.live.rules.planning import state_at
from courseware.settings.rules import Organisation
from courseware.web.limits import counter
from tests.class_sessions import BEFORE, START, me_of, opened, planned, secret
from tests.world import PASSWORD, Cast, email

Browser = Callable[[str], FlaskClient]
SECOND = timedelta(seconds=1)


@pytest.fixture
def number(database: db.Database, cast: Cast) -> int:
    with clock.frozen(BEFORE):
        return opened(database, cast)


def _state(database: db.Database, number: int, person_id: int) -> str | None:
    with db.reading(database) as rows:
        return rows.scalar(
            select(Attendance.state).where(
                Attendance.session_id == number, Attendance.person_id == person_id
            )
        )


def _come(client: FlaskClient, number: int, code: str, at: datetime) -> tuple[int, str]:
    with clock.frozen(at):
        answer = client.post(f"/live/{number}/sign-ins", data={"code": code})
    return answer.status_code, answer.text


def test_a_code_holds_for_its_half_minute_and_ten_seconds():
    at = datetime.fromtimestamp(START.timestamp() // 30 * 30, START.tzinfo)
    code = codes.code_at("s", at)
    for seconds, good in ((0, True), (29, True), (30, True), (39, True), (40, False), (-1, False)):
        assert codes.is_good("s", code, at + seconds * SECOND) is good, seconds
    assert codes.code_at("s", at + 30 * SECOND) != code
    assert codes.code_at("another", at) != code
    assert [codes.seconds_left(at + n * SECOND) for n in (0, 1, 29)] == [30, 29, 1]


@given(st.text(max_size=20))
def test_nothing_but_the_code_is_the_code(text: str):
    right = codes.code_at("s", START)
    assert codes.is_good("s", text, START) is (codes.normal(text) == right)


def test_a_code_may_be_typed_in_small_letters_with_spaces():
    code = codes.code_at("s", START)
    assert codes.is_good("s", f" {code[:3].lower()} {code[3:]}", START)


def test_who_comes_ten_minutes_after_the_beginning_is_late():
    late = timedelta(minutes=Organisation().late_minutes)
    assert state_at(START, START + late, late) == "present"
    assert state_at(START, START + late + SECOND, late) == "late"


def test_a_member_scans_reads_and_presses(
    client_of: Browser, cast: Cast, database: db.Database, number: int
):
    client, code = client_of("lin"), codes.code_at(secret(database, number), START)
    with clock.frozen(START):
        page = client.get(f"/live/{number}/sign-in/{code}")
        assert page.status_code == 200
        assert "I am here" in page.text
        assert _state(database, number, cast.lin) is None  # reading wrote nothing
    # Two minutes later the code is long gone from the wall; this browser saw it in time.
    status, _ = _come(client, number, code, START + timedelta(minutes=2))
    assert status == 303
    assert _state(database, number, cast.lin) == "present"


def test_whoever_must_sign_in_first_does_not_come_too_late(
    client_of: Browser, cast: Cast, database: db.Database, number: int
):
    client, code = client_of("nobody"), codes.code_at(secret(database, number), START)
    path = f"/live/{number}/sign-in/{code}"
    with clock.frozen(START):
        answer = client.get(path)
        assert answer.status_code == 302
    with clock.frozen(START + timedelta(minutes=1)):
        sent = client.post(answer.location, data={"email": email("lin"), "password": PASSWORD})
        assert sent.location == path
        assert "我到了" in client.get(path).text
        assert client.post(f"/live/{number}/sign-ins", data={"code": code}).status_code == 303
    assert _state(database, number, cast.lin) == "present"


def test_a_scan_is_worth_nothing_after_five_minutes_nor_for_another_session(
    client_of: Browser, cast: Cast, database: db.Database, number: int
):
    client, code = client_of("lin"), codes.code_at(secret(database, number), START)
    with clock.frozen(START):
        client.get(f"/live/{number}/sign-in/{code}")
        other = opened(database, cast)
    status, page = _come(client, number, code, START + timedelta(minutes=5, seconds=1))
    assert status == 422
    assert "no longer good" in page
    assert _come(client, other, code, START + timedelta(minutes=2))[0] == 422
    assert _state(database, number, cast.lin) is None


def test_an_address_handed_on_is_worth_nothing_in_another_browser(
    client_of: Browser, database: db.Database, number: int
):
    code = codes.code_at(secret(database, number), START)
    with clock.frozen(START):
        client_of("lin").get(f"/live/{number}/sign-in/{code}")
    with clock.frozen(START + timedelta(minutes=1)):
        page = client_of("lin").get(f"/live/{number}/sign-in/{code}")  # a new browser
    assert "no longer good" in page.text


def test_the_code_may_be_typed(client_of: Browser, cast: Cast, database: db.Database, number: int):
    client, code = client_of("lin"), codes.code_at(secret(database, number), START)
    assert client.get(f"/live/{number}/sign-in").status_code == 200
    assert _come(client, number, code.lower(), START)[0] == 303
    assert _state(database, number, cast.lin) == "present"


def test_a_late_member_is_noted_as_late(
    client_of: Browser, cast: Cast, database: db.Database, number: int
):
    at = START + timedelta(minutes=30)
    assert (
        _come(client_of("lin"), number, codes.code_at(secret(database, number), at), at)[0] == 303
    )
    assert _state(database, number, cast.lin) == "late"


def test_pressing_twice_keeps_the_first_time(
    client_of: Browser, cast: Cast, database: db.Database, number: int
):
    client = client_of("lin")
    for at in (START, START + timedelta(minutes=30)):
        code = codes.code_at(secret(database, number), at)
        assert _come(client, number, code, at)[0] == 303
    assert _state(database, number, cast.lin) == "present"


@pytest.mark.parametrize("code", ["", "WRONG2", "222222", "x" * 20])
def test_a_wrong_code_is_refused_in_a_clear_sentence(
    client_of: Browser, cast: Cast, database: db.Database, number: int, code: str
):
    status, page = _come(client_of("lin"), number, code, START)
    assert status == 422
    assert "This code is wrong or no longer good" in page
    assert _state(database, number, cast.lin) is None


def test_closed_not_open_and_cancelled_say_so(
    client_of: Browser, cast: Cast, database: db.Database
):
    client = client_of("lin")
    with clock.frozen(BEFORE):
        number = planned(database, cast)
    code = codes.code_at(secret(database, number), START)
    assert "The sign-in is not open" in _come(client, number, code, START)[1]
    tara = cast.tara
    with clock.frozen(START), db.transaction(database):
        actions.open_sign_in(me_of(tara), number)
        actions.close_sign_in(me_of(tara), find_session(number))
    status, page = _come(client, number, code, START)
    assert status == 422
    assert "The sign-in is closed" in page
    with clock.frozen(START), db.transaction(database):
        sessions.cancel_session(me_of(tara), number)
    assert "has been cancelled" in _come(client, number, code, START)[1]
    assert client_of("tara").post(f"/live/{number}/sign-in/openings").status_code == 409


def test_a_stranger_in_the_room_hears_why_and_one_outside_hears_nothing(
    client_of: Browser, cast: Cast, database: db.Database, number: int
):
    code = codes.code_at(secret(database, number), START)
    with clock.frozen(START):
        client = client_of("otto")
        assert client.get(f"/live/{number}/sign-in").status_code == 404
        assert client.get(f"/live/{number}/sign-in/WRONG2").status_code == 404
        assert client.post(f"/live/{number}/sign-ins", data={"code": code}).status_code == 404
        page = client.get(f"/live/{number}/sign-in/{code}")
        assert page.status_code == 200
        assert "You are not in this class" in page.text
        assert client.post(f"/live/{number}/sign-ins", data={"code": code}).status_code == 422
    assert _state(database, number, cast.otto) is None


def test_guesses_are_counted_for_each_person(client_of: Browser, number: int):
    counter.reset()
    counter.enabled = True
    try:
        client = client_of("lin")
        found = [_come(client, number, "WRONG2", START)[0] for _ in range(32)]
        assert found[:30] == [422] * 30
        assert found[-1] == 429
        assert _come(client_of("tara"), number, "WRONG2", START)[0] == 422
    finally:
        counter.enabled = False
        counter.reset()


def test_the_wall_shows_a_new_picture_every_half_minute_and_who_is_there(
    client_of: Browser, database: db.Database, number: int
):
    client, path = client_of("tara"), f"/live/{number}/sign-in"
    with clock.frozen(START):
        code = codes.code_at(secret(database, number), START)
        page = client.get(path).text
        assert f"http://localhost/live/{number}/sign-in/{code}" in page
        assert "<svg" in page
        first = client.get(f"{path}/wall")
        tag = {"If-None-Match": first.headers["ETag"]}
        assert client.get(f"{path}/wall", headers=tag).status_code == 304
        _come(client_of("lin"), number, code, START)
        assert client.get(f"{path}/wall", headers=tag).status_code == 200
    with clock.frozen(START + timedelta(seconds=31)):
        assert code not in client.get(f"{path}/wall").text


def test_closing_notes_whoever_has_no_mark_as_absent_and_opening_again_lets_them_come(
    client_of: Browser, cast: Cast, database: db.Database, number: int
):
    client = client_of("tara")
    with clock.frozen(START):
        assert client.post(f"/live/{number}/sign-in/closings").status_code == 303
        assert _state(database, number, cast.lin) == "absent"
        assert client.post(f"/live/{number}/sign-in/openings").status_code == 303
        code = codes.code_at(secret(database, number), START)
        assert _come(client_of("lin"), number, code, START)[0] == 303
    assert _state(database, number, cast.lin) == "present"


@pytest.mark.parametrize("who", ["oda", "lin", "mei", "bo", "otto", "sam", "ann"])
def test_only_whoever_runs_the_session_has_the_wall(client_of: Browser, number: int, who: str):
    client = client_of(who)
    assert client.get(f"/live/{number}/sign-in/wall").status_code == 404
    assert client.post(f"/live/{number}/sign-in/openings").status_code == 404
    assert client.post(f"/live/{number}/sign-in/closings").status_code == 404
    assert "data-poll" not in client.get(f"/live/{number}/sign-in").text


def test_signed_out_bad_number_wrong_method(client_of: Browser, database: db.Database, number: int):
    nobody = client_of("nobody")
    assert nobody.get(f"/live/{number}/sign-in").status_code == 302
    assert nobody.get("/live/99999/sign-in/ABCDEF").status_code == 302
    assert nobody.post(f"/live/{number}/sign-ins").status_code == 401
    client = client_of("lin")
    assert client.get("/live/99999/sign-in").status_code == 404
    assert client.get("/live/99999/sign-in/ABCDEF").status_code == 404
    assert client.get(f"/live/{number}/sign-ins").status_code == 405
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count()).select_from(Attendance)) == 0
