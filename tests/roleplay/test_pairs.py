"""A practice in a pair: two devices in step, a third that watches; nobody else gets in."""

import re
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.content.definitions import Course
from courseware.errors import AppError, Forbidden, NotFound, Refused, TooMany
from courseware.kit import clock
from courseware.learning.models import Step
from courseware.review.models import Review
from courseware.roleplay.actions import pairs as actions
from courseware.roleplay.actions import say_line, start_session
from courseware.roleplay.models import Pair, PairMember, Session, Turn
from courseware.roleplay.rules import pairs as rules
from courseware.roleplay.types import Feeling, Sent
from courseware.roleplay.types.pairs import Report
from courseware.web.limits import counter as tries
from tests.roleplay.conftest import me_of
from tests.roleplay.scenes import visit
from tests.world import Cast

Clients = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("course")


# ---- rules ------------------------------------------------------------------------------------------
def test_a_code_has_no_letters_that_look_alike_and_is_read_however_it_is_typed():
    assert not set("01O2Z5S8BIL") & set(rules.ALPHABET)
    code = rules.new_code(lambda letters: letters[3])
    assert (len(code), rules.normal_code(f" {code[:3].lower()}-{code[3:]} ")) == (6, code)


@pytest.mark.parametrize(
    ("line", "says"),
    [("", False), ("嗯。", False), ("好的好的", True), ("yes", False), ("We save", True)],
)
def test_a_gist_is_more_than_a_nod(line: str, says: bool):
    assert rules.says_something(line) is says


@pytest.mark.parametrize(
    ("mood", "trust", "manner"),
    [(-5, -5, "hostile"), (-1, 0, "cool"), (0, 0, "even"), (2, 2, "warm"), (5, 5, "glad")],
)
def test_the_feeling_says_how_to_read(mood: int, trust: int, manner: str):
    assert rules.manner(Feeling(mood, trust)) == manner


# ---- playing ----------------------------------------------------------------------------------------
@pytest.fixture
def room(database: db.Database, cast: Cast, course: Course) -> int:
    """lin sells, sam plays the customer; both are there."""
    return enter(database, cast, course)


def enter(database: db.Database, cast: Cast, course: Course) -> int:
    with db.transaction(database):
        pair_id = actions.open_pair(me_of(cast.lin), visit(), role="seller", lang="en")
    with db.transaction(database) as session:
        code = session.get_one(Pair, pair_id).code
        actions.join_pair(me_of(cast.sam), course, code.lower())
    return pair_id


def facts(database: db.Database, pair_id: int) -> tuple[str, str, int]:
    with db.reading(database) as read:
        row = read.execute(
            select(Pair.step, Pair.node, Pair.counter).where(Pair.id == pair_id)
        ).one()
    return (row.step, row.node, row.counter)


def lines(database: db.Database) -> list[tuple[str | None, str | None]]:
    with db.reading(database) as read:
        found = read.execute(select(Turn.choice, Turn.line).order_by(Turn.number))
        return [(row.choice, row.line) for row in found]


def post(client: FlaskClient, pair_id: int, what: str, **data: object) -> int:
    return client.post(f"/pairs/{pair_id}/{what}", data=data).status_code


def test_a_practice_goes_from_the_invitation_to_the_result(
    client_of: Clients, database: db.Database, room: int
):
    lin, sam = client_of("lin"), client_of("sam")
    assert facts(database, room) == ("customer", "c1", 1)
    assert "customer c1" in sam.get(f"/pairs/{room}").text
    listening = lin.get(f"/pairs/{room}").text
    assert "customer c1" not in listening
    assert "Look at your partner" in listening
    assert post(sam, room, "readings", counter=1) == 303
    assert facts(database, room) == ("seller", "first", 2)
    turn = lin.get(f"/pairs/{room}").text
    assert "Your turn: answer aloud" in turn
    assert turn.index("Show me ideas") < turn.index("line a")
    asked = sam.get(f"/pairs/{room}").text
    assert "Choose what came nearest" in asked
    assert "coach" not in asked
    assert post(sam, room, "turns", counter=2, choice="a") == 303
    assert facts(database, room) == ("customer", "c3", 3)
    post(sam, room, "readings", counter=3)
    assert post(sam, room, "turns", counter=4, line="A case: they save much") == 303
    assert facts(database, room) == ("seller", "last", 5)
    post(sam, room, "turns", counter=5, choice="a")
    assert facts(database, room) == ("ended", "end-good", 6)
    assert lines(database) == [("a", None), (None, "A case: they save much"), ("a", None)]
    with db.reading(database) as read:
        session = read.execute(select(Session.mode, Session.result, Session.marks)).one()
        assert (session.mode, session.result) == ("pair", "good")
        assert session.marks["evidence"] == 3
        assert read.scalar(select(Step.id)) is None, "practice in a pair is no step of learning"
    assert "To the result" in lin.get(f"/pairs/{room}").text


def test_both_players_and_the_observer_see_the_result_and_with_whom_it_was_played(
    client_of: Clients, database: db.Database, room: int
):
    code = code_of(database, room)
    assert client_of("mei").post(f"/pairs/join/{code}").status_code == 303
    play_to_end(client_of("sam"), room)
    session = session_of(database, room)
    for name in ("lin", "sam", "mei"):
        page = client_of(name).get(session).text
        assert "Played in a pair with" in page
        assert "line a" in page
    for name in ("otto", "tara", "bo", "ada"):
        assert client_of(name).get(session).status_code == 404
    assert client_of("sam").post(f"{session}/hand-ins").status_code == 403
    assert client_of("lin").post(f"{session}/hand-ins").status_code == 303


def test_what_the_observer_ticked_becomes_a_colleagues_marks(
    client_of: Clients, database: db.Database, room: int
):
    mei = client_of("mei")
    mei.post(f"/pairs/join/{code_of(database, room)}")
    assert 'name="mark-questions"' in mei.get(f"/pairs/{room}").text
    early = mei.get(f"/pairs/{room}/marks?mark-questions=2", follow_redirects=True)
    assert "when the talk is over" in early.text
    play_to_end(client_of("sam"), room)
    carried = mei.get(f"/pairs/{room}/marks?mark-questions=2&x=1")
    assert carried.location == f"{session_of(database, room)}/peer-marks?mark-questions=2"
    ticked = re.search(
        r'<input[^>]*name="mark-questions"[^>]*value="2"[^>]*>', mei.get(carried.location).text
    )
    assert ticked
    assert "checked" in ticked[0]
    sent = {"mark-questions": "2", "rests-questions": "1"}
    assert mei.post(f"{session_of(database, room)}/peer-marks", data=sent).status_code == 303
    with db.reading(database) as read:
        given = read.execute(select(Review.role, Review.marks, Review.reviewer_id)).one()
    assert (given.role, given.marks) == ("peer", {"questions": 2})
    assert client_of("otto").get(f"/pairs/{room}/marks").status_code == 404


def test_a_practice_that_was_stopped_is_not_marked(client_of: Clients, room: int):
    post(client_of("sam"), room, "endings")
    assert client_of("sam").get(f"/pairs/{room}/marks").status_code == 409


def play_to_end(customer: FlaskClient, pair_id: int) -> None:
    post(customer, pair_id, "readings", counter=1)
    post(customer, pair_id, "turns", counter=2, choice="c")


def code_of(database: db.Database, pair_id: int) -> str:
    with db.reading(database) as read:
        return str(read.scalar(select(Pair.code).where(Pair.id == pair_id)))


def session_of(database: db.Database, pair_id: int) -> str:
    with db.reading(database) as read:
        return f"/sessions/{read.scalar(select(Pair.session_id).where(Pair.id == pair_id))}"


def test_the_seller_may_type_what_they_said_and_the_later_report_says_so(
    client_of: Clients, database: db.Database, room: int
):
    lin, sam = client_of("lin"), client_of("sam")
    post(sam, room, "readings", counter=1)
    post(sam, room, "turns", counter=2, choice="b")
    post(sam, room, "readings", counter=3)
    assert post(lin, room, "turns", counter=4, line="the figure is on page two") == 303
    late = sam.post(
        f"/pairs/{room}/turns", data={"counter": 4, "line": "a figure"}, follow_redirects=True
    )
    assert "The other device was faster" in late.text
    assert lines(database)[-1] == (None, "the figure is on page two")


def test_a_second_press_and_an_old_page_do_no_harm(
    client_of: Clients, database: db.Database, room: int
):
    sam = client_of("sam")
    for _ in range(3):
        assert post(sam, room, "readings", counter=1) == 303
    assert facts(database, room) == ("seller", "first", 2)
    for _ in range(2):
        answer = sam.post(
            f"/pairs/{room}/turns", data={"counter": 2, "choice": "a"}, follow_redirects=True
        )
        assert "The other device was faster" not in answer.text
    assert post(sam, room, "turns", counter=2, choice="b") == 303
    assert lines(database) == [("a", None)]
    assert facts(database, room) == ("customer", "c3", 3)


@pytest.mark.parametrize(
    "data", [{"counter": 2}, {"counter": 2, "line": "嗯"}, {"counter": "x", "choice": "a"}]
)
def test_a_report_that_says_nothing_is_refused_and_keeps_the_room_as_it_is(
    client_of: Clients, database: db.Database, room: int, data: dict[str, object]
):
    sam = client_of("sam")
    post(sam, room, "readings", counter=1)
    assert post(sam, room, "turns", **data) == 422
    assert facts(database, room) == ("seller", "first", 2)


def test_a_line_that_is_not_offered_is_refused(
    client_of: Clients, database: db.Database, room: int
):
    sam = client_of("sam")
    post(sam, room, "readings", counter=1)
    for data in ({"choice": "zz"}, {"line": "words of one's own here"}):
        assert post(sam, room, "turns", counter=2, **data) == 422
    assert lines(database) == []


def test_each_card_does_its_own_part_only(client_of: Clients, database: db.Database, room: int):
    lin, sam, mei = (client_of(name) for name in ("lin", "sam", "mei"))
    mei.post(f"/pairs/join/{code_of(database, room)}")
    refused = lin.post(f"/pairs/{room}/readings", data={"counter": 1})
    assert refused.status_code == 403
    assert "Only the person with the customer" in refused.text
    post(sam, room, "readings", counter=1)
    assert post(lin, room, "turns", counter=2, choice="a") == 403
    for what, data in (
        ("turns", {"counter": 2, "choice": "a"}),
        ("endings", {}),
        ("readings", {"counter": 2}),
    ):
        assert post(mei, room, what, **data) == 403
    watching = mei.get(f"/pairs/{room}").text
    assert "line a" in watching
    assert "What to look for" in watching
    assert facts(database, room) == ("seller", "first", 2)


def test_the_talk_of_a_pair_is_not_continued_alone(
    client_of: Clients, database: db.Database, cast: Cast, course: Course, room: int
):
    lin, session = client_of("lin"), session_of(database, room)
    assert lin.get(session).location == f"/pairs/{room}"
    assert client_of("sam").get(session).location == f"/pairs/{room}"
    sent = {"number": 1, "token": "t", "choice": "a"}
    assert lin.post(f"{session}/turns", data=sent).status_code == 409
    with db.transaction(database):
        alone = start_session(me_of(cast.lin), visit(), lang="en")
    assert f"/sessions/{alone}" != session
    post(lin, room, "endings")
    assert facts(database, room)[0] == "ended"
    assert "not finished" in lin.get(session).text
    assert 'name="choice"' not in lin.get(session).text
    listed = lin.get("/roleplays/visit").text
    assert "not finished (pair)" in listed
    with pytest.raises(AppError), db.transaction(database):
        say_line(me_of(cast.lin), course, int(session.rsplit("/", 1)[1]), Sent(1, "t", line="x"))


def test_stopping_twice_is_stopping_once(client_of: Clients, database: db.Database, room: int):
    sam = client_of("sam")
    assert [post(sam, room, "endings") for _ in range(2)] == [303, 303]
    assert facts(database, room) == ("ended", "c1", 2)
    assert "It was stopped before anything was said." in sam.get(f"/pairs/{room}").text
    assert post(sam, room, "readings", counter=2) == 303
    assert facts(database, room) == ("ended", "c1", 2)


# ---- joining ----------------------------------------------------------------------------------------
def test_each_newcomer_gets_a_free_card_and_a_fourth_is_told_that_it_is_full(
    client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    path = lin.post("/roleplays/visit/pairs", data={"role": "customer"}).location
    pair_id = int(path.rsplit("/", 1)[1])
    code = code_of(database, pair_id)
    assert code in lin.get(path).text
    assert f"/pairs/join/{code}" in lin.get(path).text
    invited = client_of("sam").get(f"/pairs/join/{code}").text
    assert "I sell" in invited
    assert "I play the customer" not in invited
    assert "Who sees what" in invited
    assert facts(database, pair_id)[0] == "waiting"
    for name in ("sam", "mei"):
        assert client_of(name).post(f"/pairs/join/{code}").location == path
    with db.reading(database) as read:
        roles = read.execute(select(PairMember.role).order_by(PairMember.id)).scalars().all()
    assert roles == ["customer", "seller", "observer"]
    for answer in (
        client_of("otto").get(f"/pairs/join/{code}"),
        client_of("otto").post(f"/pairs/join/{code}"),
    ):
        assert answer.status_code == 409
        assert "This room is full" in answer.text


def test_coming_back_by_link_or_address_finds_the_same_card_and_place(
    client_of: Clients, database: db.Database, room: int
):
    sam = client_of("sam")
    post(sam, room, "readings", counter=1)
    code = code_of(database, room)
    assert sam.get(f"/pairs/join/{code}").location == f"/pairs/{room}"
    assert sam.get(f"/pairs/join?code={code[:3].lower()} {code[3:]}").location == f"/pairs/{room}"
    assert sam.post(f"/pairs/join/{code}", data={"role": "seller"}).location == f"/pairs/{room}"
    assert "Choose what came nearest" in sam.get(f"/pairs/{room}").text
    with db.reading(database) as read:
        assert len(read.execute(select(PairMember.id)).all()) == 2


def test_a_seller_cannot_take_the_customers_card_too(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    path = lin.post("/roleplays/visit/pairs", data={"role": "seller"}).location
    code = code_of(database, int(path.rsplit("/", 1)[1]))
    lin.post(f"/pairs/join/{code}", data={"role": "customer"})
    assert facts(database, int(path.rsplit("/", 1)[1]))[0] == "waiting"
    taken = client_of("sam").post(f"/pairs/join/{code}", data={"role": "seller"})
    assert taken.status_code == 409
    assert "has just taken this card" in taken.text


def test_an_unknown_an_ended_and_an_old_code_say_the_same(
    client_of: Clients, database: db.Database, room: int
):
    sam, otto = client_of("sam"), client_of("otto")
    ended = code_of(database, room)
    post(sam, room, "endings")
    path = sam.post("/roleplays/visit/pairs", data={"role": "seller"}).location
    old = code_of(database, int(path.rsplit("/", 1)[1]))
    now = clock.now()
    for code in ("ZZZZZZ", "x", ended):
        assert_unknown(otto, code)
    with clock.frozen(now + timedelta(days=1, hours=1)):
        assert_unknown(otto, old)
        assert path not in sam.get("/roleplays").text
        assert sam.get(path).status_code == 200


def assert_unknown(client: FlaskClient, code: str) -> None:
    for answer in (
        client.get(f"/pairs/join/{code}"),
        client.post(f"/pairs/join/{code}"),
        client.get(f"/pairs/join?code={code}"),
    ):
        assert answer.status_code == 404
        assert "No practice waits under this code." in answer.text


def test_guessing_codes_is_slowed_down_for_the_person_and_not_for_the_class(client_of: Clients):
    lin, sam = client_of("lin"), client_of("sam")
    tries.enabled = True
    try:
        answers = [lin.get(f"/pairs/join/AAAA{n:02}").status_code for n in range(31)]
        other = sam.get("/pairs/join/AAAAAA").status_code
    finally:
        tries.enabled = False
        tries.reset()
    assert (answers[0], answers[-1], other) == (404, TooMany.status, 404)


def test_opening_twice_opens_one_room(client_of: Clients):
    lin = client_of("lin")
    paths = {lin.post("/roleplays/visit/pairs", data={"role": "seller"}).location for _ in range(2)}
    assert len(paths) == 1
    assert (
        lin.post("/roleplays/visit/pairs", data={"role": "observer"}).status_code == Refused.status
    )
    assert lin.post("/roleplays/none/pairs", data={"role": "seller"}).status_code == 404
    page = lin.get("/roleplays").text
    assert paths.pop() in page
    assert "waiting, code" in page


# ---- in step ----------------------------------------------------------------------------------------
def test_the_state_follows_with_304_and_ends_with_204(client_of: Clients, room: int):
    lin, sam = client_of("lin"), client_of("sam")
    first = lin.get(f"/pairs/{room}/state")
    tag = first.headers["ETag"]
    assert (first.status_code, "<html" in first.text) == (200, False)
    assert f'data-etag="{tag}"'.replace('"', "") in lin.get(f"/pairs/{room}").text.replace(
        "&#34;", ""
    ).replace('"', "")
    assert lin.get(f"/pairs/{room}/state", headers={"If-None-Match": tag}).status_code == 304
    post(sam, room, "readings", counter=1)
    changed = lin.get(f"/pairs/{room}/state", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert "Your turn" in changed.text
    post(lin, room, "endings")
    over = lin.get(f"/pairs/{room}/state")
    assert "The practice is over" in over.text
    last = lin.get(f"/pairs/{room}/state", headers={"If-None-Match": over.headers["ETag"]})
    assert last.status_code == 204


def test_the_others_see_since_when_a_device_is_gone(client_of: Clients, room: int):
    lin, sam = client_of("lin"), client_of("sam")
    tag = lin.get(f"/pairs/{room}/state").headers["ETag"]
    with clock.frozen(clock.now() + timedelta(seconds=40)):
        gone = lin.get(f"/pairs/{room}/state", headers={"If-None-Match": tag})
        assert "connection lost since" in gone.text
        sign = sam.post(f"/pairs/{room}/signs", headers={"Accept": "application/json"})
        assert sign.status_code == 204
        assert "connection lost since" not in lin.get(f"/pairs/{room}/state").text
        assert sam.post(f"/pairs/{room}/signs").location == f"/pairs/{room}"


def test_a_page_that_looks_writes_nothing(
    client_of: Clients, count_sql: Callable[[], int], room: int
):
    lin = client_of("lin")
    tag = lin.get(f"/pairs/{room}/state").headers["ETag"]
    before = count_sql()
    lin.get(f"/pairs/{room}/state", headers={"If-None-Match": tag})
    assert count_sql() - before <= 4


@pytest.mark.parametrize("what", ["", "/state", "/signs", "/readings", "/turns", "/endings"])
def test_a_stranger_and_a_bad_number_find_nothing(client_of: Clients, room: int, what: str):
    is_page = what in ("", "/state")
    for path in (f"/pairs/{room}{what}", f"/pairs/999999{what}"):
        otto = client_of("otto")
        sent = otto.get(path) if is_page else otto.post(path, data={"counter": 1, "choice": "a"})
        assert sent.status_code == 404
    nobody = client_of("nobody")
    sent = nobody.get(f"/pairs/{room}{what}") if is_page else nobody.post(f"/pairs/{room}{what}")
    assert sent.status_code == (302 if is_page else 401)
    wrong = client_of("lin").post if is_page else client_of("lin").get
    assert wrong(f"/pairs/{room}{what}").status_code == 405


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_card_has_its_page_in_both_languages(
    client_of: Clients, database: db.Database, room: int, lang: str
):
    client_of("mei").post(f"/pairs/join/{code_of(database, room)}")
    for step in range(3):
        for name in ("lin", "sam", "mei"):
            assert client_of(name).get(f"/pairs/{room}?lang={lang}").status_code == 200
        post(
            client_of("sam"),
            room,
            ("readings", "turns", "turns")[step],
            counter=step + 1,
            choice="c",
        )
    assert client_of("otto").get(f"/pairs/join?lang={lang}").status_code == 200


# ---- at the same moment -----------------------------------------------------------------------------
def test_of_two_who_report_at_once_one_is_taken(
    own_database: db.Database, cast: Cast, course: Course
):
    pair_id = enter(own_database, cast, course)
    with db.transaction(own_database):
        actions.read_out(me_of(cast.sam), course, pair_id, 1)
    taken = at_once(
        own_database,
        lambda choice: actions.report(me_of(cast.sam), course, pair_id, Report(2, choice)),
        ["a", "b"],
    )
    assert sorted(map(str, taken)) == ["False", "True"]
    assert len(lines(own_database)) == 1
    assert facts(own_database, pair_id) == ("customer", "c3", 3)


def test_of_two_who_want_the_last_card_one_gets_it(
    own_database: db.Database, cast: Cast, course: Course
):
    pair_id = enter(own_database, cast, course)
    code = code_of(own_database, pair_id)
    results = at_once(
        own_database,
        lambda person: actions.join_pair(me_of(person), course, code),
        [cast.otto, cast.mei],
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "int"]


def at_once(
    database: db.Database, act: Callable[..., object], values: list[object]
) -> list[object]:
    barrier, results = Barrier(len(values)), []

    def run(value: object) -> None:
        barrier.wait()
        try:
            with db.transaction(database):
                found = act(value)
            results.append(found)
        except AppError as error:
            results.append(error)

    threads = [Thread(target=run, args=(value,)) for value in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_an_action_knows_strangers_and_watchers(
    database: db.Database, cast: Cast, course: Course, room: int
):
    with db.transaction(database):
        actions.join_pair(me_of(cast.mei), course, code_of(database, room))
    with pytest.raises(NotFound), db.transaction(database):
        actions.stop(me_of(cast.otto), room)
    with pytest.raises(Forbidden), db.transaction(database):
        actions.stop(me_of(cast.mei), room)
    with pytest.raises(NotFound), db.transaction(database):
        actions.join_pair(me_of(cast.otto), course, "NONE99")
