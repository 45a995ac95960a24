"""The room of a class session: what all follow, what is asked, and who sees which answers."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from courseware import db
from courseware.cohorts.models import CohortMembership
from courseware.kit import clock
from courseware.live.models import ClassSession, Poll, PollAnswer, SessionModule
from courseware.live.types.classroom import Answer, PollRow, sums_of
from tests.world import START, Cast

Browser = Callable[[str], FlaskClient]
MODULE = "01-first-talk"


@pytest.fixture
def room(database: db.Database, cast: Cast) -> str:
    """The address of a session of lin's class; sam is in it, too."""
    now = clock.now()
    with db.transaction(database) as session:
        session.add(CohortMembership(cohort_id=cast.cohort, person_id=cast.sam, from_on=START))
        found = ClassSession(
            cohort_id=cast.cohort,
            title="第一次课",
            starts_at=now,
            ends_at=now + timedelta(hours=2),
            made_by_id=cast.tara,
            secret="s",
        )
        session.add(found)
        session.flush()
        session.add(SessionModule(session_id=found.id, module=MODULE))
        return f"/live/{found.id}"


def ask(client: FlaskClient, room: str, kind: str, **fields: str) -> str:
    """Ask the room; the address of the question."""
    data = {"kind": kind} | {f"{kind}-{name}": value for name, value in fields.items()}
    answer = client.post(f"{room}/polls", data=data)
    assert answer.status_code == 303, answer.text
    found = re.findall(r'id="poll-(\d+)"', client.get(room).text)
    return f"{room}/polls/{found[0]}"


def choice(client: FlaskClient, room: str) -> str:
    return ask(client, room, "choice", text="先做什么？<b>", choices="先问\n降价\n\n沉默")


def stored(database: db.Database) -> list[tuple[int, list[int], str]]:
    query = select(PollAnswer.person_id, PollAnswer.choices, PollAnswer.text)
    with db.reading(database) as rows:
        return [tuple(row) for row in rows.execute(query.order_by(PollAnswer.person_id))]


def test_everybody_follows_where_the_class_is(client_of: Browser, room: str):
    tara, lin = client_of("tara"), client_of("lin")
    before = lin.get(f"{room}/state")
    tag = {"If-None-Match": before.headers["ETag"]}
    assert lin.get(f"{room}/state", headers=tag).status_code == 304
    assert "has not opened a part of a lesson yet" in lin.get(room).text
    moved = tara.post(f"{room}/places", data={"place": f"{MODULE}#ask-first"})
    assert moved.status_code == 303
    after = lin.get(f"{room}/state", headers=tag)
    assert after.status_code == 200
    assert f'href="/modules/{MODULE}#ask-first"' in after.text
    assert f'href="/modules/{MODULE}#ask-first"' in lin.get(room).text, "without a script, too"
    assert "Go on: " in tara.get(room).text
    wrong = tara.post(f"{room}/places", data={"place": f"{MODULE}#nowhere"})
    assert wrong.status_code == 422


def test_the_page_names_the_state_it_shows(client_of: Browser, room: str):
    lin = client_of("lin")
    page = lin.get(room).text
    for part in ("state", "sums"):
        tag = lin.get(f"{room}/{part}").headers["ETag"]
        assert f'data-poll="{room}/{part}" data-etag="{tag.replace(chr(34), "&quot;")}"' in page


def test_a_page_that_was_left_open_stops_asking(
    client_of: Browser, room: str, database: db.Database
):
    lin = client_of("lin")
    tag = {"If-None-Match": lin.get(f"{room}/sums").headers["ETag"]}
    with db.transaction(database) as session:
        found = session.scalars(select(ClassSession)).one()
        found.starts_at, found.ends_at = (clock.now() - timedelta(hours=h) for h in (15, 13))
    assert lin.get(f"{room}/sums", headers=tag).status_code == 204


def test_a_question_is_answered_changed_closed_and_shown(
    client_of: Browser, room: str, database: db.Database, cast: Cast
):
    tara, lin, sam = client_of("tara"), client_of("lin"), client_of("sam")
    poll = choice(tara, room)
    page = lin.get(room).text
    assert "先做什么？&lt;b&gt;" in page
    for number in ("1", "1", "2"):
        assert lin.post(f"{poll}/answers", data={"choice": number}).status_code == 303
    assert stored(database) == [(cast.lin, [2], "")]
    page = tara.get(room).text
    assert "1 of 2 have answered" in page
    assert "萨姆 Sam" in page, "who has not answered yet"
    assert "林夏" not in page.split('id="answers"')[1], "and never who chose what"
    assert "50%" not in lin.get(f"{room}/sums").text
    assert sam.post(f"{poll}/answers", data={"choice": "1"}).status_code == 303
    assert "50%" in tara.get(f"{room}/sums").text
    assert "50%" not in lin.get(f"{room}/sums").text, "the class sees them when they are shown"
    assert tara.post(f"{poll}/closings").status_code == 303
    late = sam.post(f"{poll}/answers", data={"choice": "3"})
    assert late.status_code == 409
    assert "closed before your answer arrived" in late.text
    assert tara.post(f"{poll}/showings").status_code == 303
    seen = lin.get(f"{room}/sums").text
    assert "50%" in seen
    assert "1 of 2" in seen
    assert not re.search("林夏|萨姆", seen)
    assert stored(database) == [(cast.lin, [2], ""), (cast.sam, [1], "")]
    tara.post(f"{poll}/hidings")
    assert "50%" not in lin.get(f"{room}/sums").text


def test_each_answer_changes_the_sums_and_leaves_the_forms_of_others_alone(
    client_of: Browser, room: str
):
    tara, lin, sam = client_of("tara"), client_of("lin"), client_of("sam")
    poll = choice(tara, room)
    sums = {"If-None-Match": tara.get(f"{room}/sums").headers["ETag"]}
    form = {"If-None-Match": sam.get(f"{room}/state").headers["ETag"]}
    lin.post(f"{poll}/answers", data={"choice": "1"})
    assert tara.get(f"{room}/sums", headers=sums).status_code == 200
    assert sam.get(f"{room}/state", headers=form).status_code == 304
    assert "1 of 2 have answered" in sam.get(f"{room}/sums").text


@pytest.mark.parametrize(
    ("kind", "fields", "data"),
    [
        ("choice", {"text": "？", "choices": "a\nb"}, {"choice": ["1", "2"]}),
        ("choice", {"text": "？", "choices": "a\nb"}, {"choice": "3"}),
        ("choice", {"text": "？", "choices": "a\nb"}, {"choice": "x"}),
        ("scale", {"text": "？"}, {"choice": "6"}),
        ("scale", {"text": "？"}, {}),
        ("words", {"text": "？"}, {"text": "  "}),
        ("words", {"text": "？"}, {"text": "x" * 501}),
    ],
)
def test_what_is_no_answer_is_refused_and_the_page_stays(
    client_of: Browser,
    room: str,
    database: db.Database,
    kind: str,
    fields: dict[str, str],
    data: dict[str, str],
):
    poll = ask(client_of("tara"), room, kind, **fields)
    refused = client_of("lin").post(f"{poll}/answers", data=data)
    assert refused.status_code == 422
    assert "Choose an answer, or write one." in refused.text
    assert stored(database) == []


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "choice", "choice-text": "？", "choice-choices": "only one"},
        {"kind": "choice", "choice-text": "？", "choice-choices": "a\na"},
        {"kind": "choice", "choice-text": "？", "choice-choices": "\n".join("abcdefg")},
        {"kind": "choice", "choice-text": "", "choice-choices": "a\nb"},
        {"kind": "scale", "scale-text": "x" * 301},
        {"kind": "quiz", "quiz-question": f"{MODULE}/final-one"},
        {"kind": "essay", "essay-text": "？"},
        {},
    ],
)
def test_what_is_no_question_is_refused(
    client_of: Browser, room: str, database: db.Database, data: dict[str, str]
):
    assert client_of("tara").post(f"{room}/polls", data=data).status_code == 422
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count(Poll.id))) == 0


def test_a_question_of_a_quiz_keeps_its_answer_to_itself_until_it_is_shown(
    client_of: Browser, room: str
):
    tara, lin, sam = client_of("tara"), client_of("lin"), client_of("sam")
    page = tara.get(room).text
    assert f"{MODULE}/which-open" in page
    assert f"{MODULE}/final-one" not in page, "questions of the exam are not given away"
    poll = ask(tara, room, "quiz", question=f"{MODULE}/which-open")
    assert "Which questions are open?" in lin.get(room).text
    assert "哪些是开放式问题？" in sam.get(f"{room}?lang=zh").text
    answered = lin.post(f"{poll}/answers", data={"choice": ["1", "2"]})
    assert answered.status_code == 303, "several may be chosen"
    for part in ("", "/state", "/sums", "/screen", "/screen/state"):
        text = lin.get(f"{room}{part}").text
        assert "the right answer" not in text
        assert "explanation" not in text
    tara.post(f"{poll}/showings")
    seen = lin.get(f"{room}/sums").text
    assert seen.count("the right answer") == 2
    assert "explanation" in seen
    late = sam.post(f"{poll}/answers", data={"choice": "1"})
    assert late.status_code == 409, "what is right is known now"


def test_a_statement_is_true_or_false_in_the_readers_language(client_of: Browser, room: str):
    tara, lin = client_of("tara"), client_of("lin")
    poll = ask(tara, room, "quiz", question=f"{MODULE}/listen-more")
    assert "不对" in lin.get(f"{room}?lang=zh").text
    lin.get(f"{room}?lang=en")
    assert lin.post(f"{poll}/answers", data={"choice": "1"}).status_code == 303
    tara.post(f"{poll}/showings")
    assert "the right answer" in lin.get(f"{room}/sums").text


def test_equal_words_are_one_line_and_nothing_tells_the_order():
    now = clock.now()
    poll = PollRow(1, "words", "？", [], now, None, None)
    given = ["先问", "先问。", "ＡＢ c", "zebra", "ab C", "先 问"]
    said = [Answer(n, (), text, now) for n, text in enumerate(given)]
    sums = sums_of(poll, said)
    assert [(line.count, line.percent) for line in sums.lines] == [(3, 50), (2, 33), (1, 17)]
    assert sums_of(poll, said[::-1]) == sums


def test_a_scale_has_an_average_and_all_its_steps():
    now = clock.now()
    poll = PollRow(1, "scale", "？", [], now, None, None)
    sums = sums_of(poll, [Answer(n, (n,), "", now) for n in (1, 4, 4)])
    assert [line.count for line in sums.lines] == [1, 0, 0, 2, 0]
    assert sums.average == 3
    assert sums_of(poll, []).average is None


def test_asking_again_closes_what_was_open_and_counts_anew(client_of: Browser, room: str):
    tara, lin = client_of("tara"), client_of("lin")
    first = choice(tara, room)
    lin.post(f"{first}/answers", data={"choice": "1"})
    tara.post(f"{first}/repeats")
    page = tara.get(f"{room}/sums").text
    assert "0 of 2 have answered" in page
    assert "1 of 2 have answered" in page
    assert lin.post(f"{first}/answers", data={"choice": "1"}).status_code == 409


def test_the_answer_of_somebody_who_left_still_counts(
    client_of: Browser, room: str, database: db.Database, cast: Cast
):
    tara, sam = client_of("tara"), client_of("sam")
    poll = choice(tara, room)
    sam.post(f"{poll}/answers", data={"choice": "1"})
    with db.transaction(database) as session:
        query = select(CohortMembership).where(CohortMembership.person_id == cast.sam)
        session.scalars(query).one().to_on = START + timedelta(days=1)
    assert "1 of 2 have answered" in tara.get(f"{room}/sums").text
    assert sam.get(room).status_code == 404


def test_the_wall_shows_what_all_may_see(client_of: Browser, room: str):
    tara, lin = client_of("tara"), client_of("lin")
    poll = choice(tara, room)
    lin.post(f"{poll}/answers", data={"choice": "1"})
    wall = tara.get(f"{room}/screen").text
    assert "先做什么" in wall
    assert "1 of 2 have answered" in wall
    assert "100%" not in wall, "although the trainer sees it on the own page"
    assert "萨姆" not in wall
    assert "<svg" in wall
    assert room in wall
    tara.post(f"{poll}/showings")
    assert "100%" in tara.get(f"{room}/screen/state").text


@pytest.mark.parametrize("who", ["otto", "oda", "mei", "omar", "ann"])
def test_to_others_there_is_no_such_room(client_of: Browser, room: str, who: str):
    poll = choice(client_of("tara"), room)
    stranger = client_of(who)
    for part in ("", "/state", "/sums", "/screen", "/screen/state"):
        assert stranger.get(f"{room}{part}").status_code == 404
    for path in (f"{room}/places", f"{room}/polls", f"{poll}/answers", f"{poll}/showings"):
        assert stranger.post(path, data={"choice": "1"}).status_code == 404


def test_members_do_not_lead_and_trainers_do_not_answer(client_of: Browser, room: str):
    tara, lin = client_of("tara"), client_of("lin")
    poll = choice(tara, room)
    for path in (f"{room}/places", f"{room}/polls"):
        assert lin.post(path).status_code == 404
    for deed in ("closings", "showings", "hidings", "repeats"):
        assert lin.post(f"{poll}/{deed}").status_code == 404
    assert tara.post(f"{poll}/answers", data={"choice": "1"}).status_code == 409
    assert client_of("ada").post(f"{poll}/closings").status_code == 303, "administrators lead, too"


def test_a_question_belongs_to_its_own_session(
    client_of: Browser, room: str, database: db.Database, cast: Cast
):
    poll = choice(client_of("tara"), room)
    now = clock.now()
    with db.transaction(database) as session:
        other = ClassSession(
            cohort_id=cast.other_cohort,
            title="x",
            starts_at=now,
            ends_at=now + timedelta(hours=1),
            made_by_id=cast.oda,
            secret="s",
        )
        session.add(other)
        session.flush()
        elsewhere = poll.replace(room, f"/live/{other.id}")
    for deed in ("closings", "showings", "hidings", "repeats"):
        assert client_of("oda").post(f"{elsewhere}/{deed}").status_code == 404
    answered = client_of("otto").post(f"{elsewhere}/answers", data={"choice": "1"})
    assert answered.status_code == 404


def test_a_cancelled_session_says_so_and_asks_nothing(
    client_of: Browser, room: str, database: db.Database
):
    with db.transaction(database) as session:
        session.scalars(select(ClassSession)).one().cancelled_at = clock.now()
    tara = client_of("tara")
    assert "was cancelled" in tara.get(room).text
    asked = tara.post(f"{room}/polls", data={"kind": "scale", "scale-text": "？"})
    assert asked.status_code == 409


def test_who_is_signed_out_signs_in_first(client_of: Browser, room: str):
    nobody = client_of("nobody")
    assert nobody.get(room).status_code == 302
    assert nobody.post(f"{room}/polls").status_code == 401
    assert client_of("lin").get("/live/999999").status_code == 404
    assert client_of("lin").get(f"{room}/polls").status_code == 405


def test_the_sums_cost_the_same_however_many_were_asked(
    client_of: Browser, room: str, count_sql: Callable[[], int]
):
    tara, lin = client_of("tara"), client_of("lin")
    costs = []
    for _ in range(3):
        poll = choice(tara, room)
        lin.post(f"{poll}/answers", data={"choice": "1"})
        before = count_sql()
        lin.get(f"{room}/sums")
        costs.append(count_sql() - before)
    assert len(set(costs)) == 1


def test_the_page_says_where_to_go(client_of: Browser, room: str, database: db.Database):
    with db.transaction(database) as session:
        found = session.scalars(select(ClassSession)).one()
        found.place, found.link, found.words = "三楼", "https://meet.example/1", "带上表格<b>"
    page = client_of("lin").get(room).text
    assert "三楼" in page
    assert 'href="https://meet.example/1"' in page
    assert "带上表格&lt;b&gt;" in page
    assert f"{room}/attendance" not in page
    assert f"{room}/attendance" in client_of("tara").get(room).text
