"""Recordings: consent first, kept only at the learner's wish, heard only by whom they let hear, deleted on the day."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from courseware import db, worker
from courseware.errors import Forbidden
from courseware.kit import clock
from courseware.roleplay.actions import recordings as actions
from courseware.roleplay.forms import recordings as forms
from courseware.roleplay.models import Pair, PairMember, Recording, RecordingConsent, Session
from courseware.roleplay.rules.recordings import (
    CONSENT,
    MOST_KEPT,
    digest_of_consent,
    sound_of,
)
from courseware.roleplay.types.recordings import Sound, Spoken, Voice
from courseware.settings import actions as settings
from courseware.web.locale import CATALOGUE
from courseware.web.printing import storage
from tests.roleplay.conftest import me_of
from tests.roleplay.scenes import begin, play
from tests.roleplay.test_drills import open_card, reply
from tests.world import Cast

Clients = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("course")

WEBM = b"\x1a\x45\xdf\xa3" + b"voice" * 40
DAYS = 30
STRANGERS = ["tara", "mei", "bo", "otto", "oda", "omar", "sam", "ada", "ann"]
SENT = [
    "/recordings/consents",
    "/recordings/consent-withdrawals",
    "/sessions/1/turns/1/recordings",
    "/drills/recordings",
    "/recordings/1/shares",
    "/recordings/1/unshares",
    "/recordings/1/deletions",
]


def agree(client: FlaskClient, days: int = DAYS) -> TestResponse:
    return client.post("/recordings/consents", data={"words": digest_of_consent(days)})


def keep(
    client: FlaskClient, path: str, content: bytes = WEBM, *, seconds: object = 2.5, **data: str
) -> TestResponse:
    voice = (BytesIO(content), "recording")
    return client.post(
        path,
        data={"voice": voice, "seconds": str(seconds), **data},
        content_type="multipart/form-data",
        headers={"Accept": "application/json"},
    )


def kept(client: FlaskClient, session: str | None = None, *, turn: int = 2) -> str:
    """Agree and keep a recording; its address."""
    session = session or play(client)
    assert agree(client).status_code == 204
    answer = keep(client, f"{session}/turns/{turn}/recordings")
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["src"])


def rows(database: db.Database) -> list[Any]:
    with db.reading(database) as connection:
        return list(connection.execute(select(Recording.__table__).order_by(Recording.id)))


def files(app: Flask) -> int:
    with app.app_context():
        return sum(1 for path in storage().root.rglob("*.webm") if path.is_file())


def stored(app: Flask, key: str) -> bool:
    with app.app_context():
        return (storage().root / key[:2] / key).exists()


# ---- keeping and hearing ------------------------------------------------------------------------------------
def test_a_kept_recording_is_played_back_to_its_speaker(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    address = kept(lin, play(lin))
    answer = lin.get(address)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, WEBM, "audio/webm")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    (row,) = rows(database)
    assert (row.turn, row.seconds, row.size) == (2, 2.5, len(WEBM))
    assert row.expires_at - row.kept_at == timedelta(days=DAYS)


def test_a_phone_may_ask_for_a_part(client_of: Clients):
    lin = client_of("lin")
    answer = lin.get(kept(lin), headers={"Range": "bytes=0-1"})
    assert (answer.status_code, answer.data) == (206, WEBM[:2])


def test_it_is_played_beside_the_model_answer(client_of: Clients):
    lin = client_of("lin")
    session = play(lin)
    address = kept(lin, session)
    page = lin.get(session).text
    model, voice = page.index("a model line"), page.index(f'src="{address}"')
    assert model < voice < page.index('id="turn-3"')
    assert f'data-recorder="{session}/turns/2/recordings"' in page


def test_the_line_that_is_being_prepared_can_be_kept_and_no_later_one(client_of: Clients):
    lin = client_of("lin")
    session = begin(lin)
    agree(lin)
    assert keep(lin, f"{session}/turns/1/recordings").status_code == 201
    assert keep(lin, f"{session}/turns/2/recordings").status_code == 404
    assert keep(lin, f"{session}/turns/0/recordings").status_code == 404
    ended = play(lin)
    assert keep(lin, f"{ended}/turns/4/recordings").status_code == 404


def test_a_drilled_objection_can_be_kept(client_of: Clients, course: Any, database: db.Database):
    lin = client_of("lin")
    agree(lin)
    objection = course.objections["manufacturing"].objections[0]
    of = {"industry": "manufacturing", "objection": objection.id}
    answer = keep(lin, "/drills/recordings", **of)
    assert answer.status_code == 201
    assert rows(database)[0].objection == objection.id
    assert objection.line.en in lin.get("/recordings?lang=en").text
    for wrong in ({**of, "industry": "none"}, {**of, "objection": "none"}, {}):
        assert keep(lin, "/drills/recordings", **wrong).status_code == 404


def test_what_was_kept_of_an_objection_is_played_beside_the_replies(client_of: Clients):
    lin = client_of("lin")
    agree(lin)
    card = open_card(lin)
    of = dict(re.findall(r'data-field-(industry|objection)="([^"]+)"', card.text))
    kept_at = keep(lin, "/drills/recordings", **of)
    page = reply(lin, card).text
    assert f'src="{kept_at.get_json()["src"]}"' in page


def test_a_second_press_keeps_one(client_of: Clients, database: db.Database, app: Flask):
    lin = client_of("lin")
    session = begin(lin)
    first = kept(lin, session, turn=1)
    before = files(app)
    again = keep(lin, f"{session}/turns/1/recordings")
    assert again.get_json()["src"] == first
    worker.do_all(app)
    assert (len(rows(database)), files(app)) == (1, before)


# ---- consent ------------------------------------------------------------------------------------------------
def test_nothing_is_kept_without_consent(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    answer = keep(lin, f"{begin(lin)}/turns/1/recordings")
    assert answer.status_code == 403
    assert "agreed" in answer.get_json()["error"]
    assert rows(database) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_words_are_shown_before_the_first_recording_only(client_of: Clients, lang: str):
    lin = client_of("lin")
    answer = lin.get(f"/recordings/consents?lang={lang}")
    assert str(DAYS) in answer.text
    assert digest_of_consent(DAYS) in answer.text
    assert agree(lin).status_code == 204
    assert lin.get("/recordings/consents").status_code == 204
    assert client_of("otto").get("/recordings/consents").status_code == 200


def test_other_words_are_asked_again(client_of: Clients, app: Flask, database: db.Database):
    lin = client_of("lin")
    session = begin(lin)
    kept(lin, session, turn=1)
    with db.transaction(database):
        settings.change(recording_days=7)
    app.extensions["organisation"].forget()
    assert "after 7 days" in lin.get("/recordings/consents?lang=en").text
    assert keep(lin, f"{session}/turns/1/recordings", seconds=1).status_code == 403
    assert agree(lin).status_code == 409  # the words of yesterday
    assert agree(lin, days=7).status_code == 204
    assert keep(lin, f"{session}/turns/1/recordings", seconds=1).status_code == 201
    spans = [row.expires_at - row.kept_at for row in rows(database)]
    assert spans == [timedelta(days=DAYS), timedelta(days=7)]


def test_agreeing_twice_is_one_consent(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    agree(lin)
    agree(lin)
    with db.reading(database) as connection:
        assert len(connection.execute(select(RecordingConsent.id)).all()) == 1
    assert lin.post("/recordings/consents").status_code == 422


def test_withdrawing_deletes_everything(client_of: Clients, database: db.Database, app: Flask):
    lin, otto = client_of("lin"), client_of("otto")
    address, other = kept(lin), kept(otto)
    key = rows(database)[0].file
    assert lin.post("/recordings/consent-withdrawals").status_code == 303
    assert lin.get(address).status_code == 404
    assert otto.get(other).status_code == 200
    assert stored(app, key)  # until the worker comes round: never before the commit
    worker.do_all(app)
    assert not stored(app, key)
    row = rows(database)[0]
    assert (row.file, row.deleted_at is not None) == (None, True)
    assert keep(lin, f"{begin(lin)}/turns/1/recordings").status_code == 403
    assert lin.get("/recordings/consents").status_code == 200


def test_a_withdrawal_misses_nothing_that_is_being_kept(own_database: db.Database, cast: Cast):
    me, start = me_of(cast.lin), Barrier(5)
    words = digest_of_consent(DAYS)
    with db.transaction(own_database):
        actions.agree(me, words, days=DAYS)

    def keep_one(number: int) -> None:
        voice = Voice(f"{number:032x}.webm", Sound("audio/webm", ".webm"), 10, float(number))
        start.wait()
        with suppress(Forbidden), db.transaction(own_database):
            actions.keep(me, Spoken(industry="retail", objection="x"), voice, days=DAYS)

    def withdraw() -> None:
        start.wait()
        with db.transaction(own_database):
            actions.withdraw(me)

    with ThreadPoolExecutor(5) as pool:
        done = [pool.submit(keep_one, number) for number in range(4)]
        done.append(pool.submit(withdraw))
        for each in done:
            each.result()
    assert [row.file for row in rows(own_database) if row.file] == []


def test_the_words_are_there_in_chinese():
    assert [sentence for sentence in CONSENT if sentence not in CATALOGUE["zh"]] == []


# ---- what is taken ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (b"\x1a\x45\xdf\xa3....", "audio/webm"),
        (b"OggS........", "audio/ogg"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        (b"RIFF....WAVE", "audio/wav"),
        (b"RIFF....AVI ", None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_a_recording_is_known_by_its_first_bytes(head: bytes, mime: str | None):
    found = sound_of(head)
    assert (found.mime if found else None) == mime


@pytest.mark.parametrize(
    ("content", "seconds", "words"),
    [
        (b"<html><script>", 2, "not a recording"),
        (b"", 2, "not a recording"),
        (WEBM + b"x" * 400, 2, "too large"),
        (WEBM, 400, "between"),
        (WEBM, "nan", "between"),
        (WEBM, "x", "float"),
    ],
)
def test_what_is_no_recording_is_refused_in_a_sentence(
    client_of: Clients,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    seconds: object,
    words: str,
):
    monkeypatch.setattr(forms, "MOST_BYTES", 500)
    lin = client_of("lin")
    agree(lin)
    before = files(app)
    answer = keep(lin, f"{begin(lin)}/turns/1/recordings", content, seconds=seconds)
    assert answer.status_code == 422
    assert words in answer.get_json()["error"]
    assert files(app) == before


def test_there_is_a_bound_to_how_many_are_kept(
    client_of: Clients, database: db.Database, cast: Cast
):
    lin = client_of("lin")
    agree(lin)
    now = clock.now()
    with db.transaction(database) as session:
        session.add_all(
            Recording(
                person_id=cast.lin,
                industry="retail",
                objection="x",
                file=f"{n:032x}",
                mime="audio/webm",
                size=1,
                seconds=n,
                kept_at=now,
                expires_at=now + timedelta(days=1),
            )
            for n in range(MOST_KEPT)
        )
    assert keep(lin, f"{begin(lin)}/turns/1/recordings").status_code == 422


# ---- who may hear -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", STRANGERS)
def test_what_is_not_shared_is_heard_by_nobody_else(client_of: Clients, name: str):
    lin = client_of("lin")
    session = play(lin)
    address = kept(lin, session)
    lin.post(f"{session}/hand-ins")
    other = client_of(name)
    assert other.get(address).status_code == 404
    for deed in ("shares", "unshares", "deletions"):
        assert other.post(f"{address}/{deed}").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"), [("tara", 200), ("mei", 200), ("bo", 200), ("omar", 404), ("ada", 404)]
)
def test_a_shared_one_is_heard_by_those_who_may_see_the_talk(
    client_of: Clients, name: str, status: int
):
    lin, other = client_of("lin"), client_of(name)
    session = play(lin)
    address = kept(lin, session)
    lin.post(f"{address}/shares")
    assert other.get(address).status_code == 404  # the talk is private still
    assert address not in other.get("/recordings").text
    lin.post(f"{session}/hand-ins")
    assert other.get(address).status_code == status
    assert (f'src="{address}"' in other.get("/recordings").text) == (status == 200)
    if status == 200:
        assert f'src="{address}"' in other.get(session).text
        assert other.post(f"{address}/deletions").status_code == 404
    lin.post(f"{address}/unshares")
    assert other.get(address).status_code == 404


def test_who_practised_in_a_pair_hears_no_recording(
    client_of: Clients, database: db.Database, cast: Cast
):
    lin, otto = client_of("lin"), client_of("otto")
    session = play(lin)
    address = kept(lin, session)
    lin.post(f"{address}/shares")
    number = int(session.rpartition("/")[2])
    with db.transaction(database) as writing:
        row = writing.get_one(Session, number)
        row.mode = "pair"
        pair = Pair(
            code="1",
            roleplay=row.roleplay,
            version=row.version,
            text=row.text,
            lang="en",
            session_id=number,
            node="first",
        )
        writing.add(pair)
        writing.flush()
        writing.add_all(
            PairMember(pair_id=pair.id, person_id=person, role=role)
            for person, role in ((cast.lin, "seller"), (cast.otto, "customer"))
        )
    assert otto.get(session).status_code == 200
    assert address not in otto.get(session).text
    assert otto.get(address).status_code == 404
    lin.post(f"{session}/hand-ins")
    assert otto.get(address).status_code == 404
    assert client_of("tara").get(address).status_code == 200


def test_a_shared_objection_is_heard_by_trainer_and_manager(client_of: Clients, course: Any):
    lin = client_of("lin")
    agree(lin)
    objection = course.objections["manufacturing"].objections[0].id
    sent = keep(lin, "/drills/recordings", industry="manufacturing", objection=objection)
    address = sent.get_json()["src"]
    assert client_of("tara").get(address).status_code == 404
    lin.post(f"{address}/shares")
    heard = {name: client_of(name).get(address).status_code for name in STRANGERS}
    assert [name for name, status in heard.items() if status == 200] == ["tara", "mei", "bo"]


def test_a_deleted_one_is_gone(client_of: Clients, app: Flask, database: db.Database):
    lin = client_of("lin")
    address = kept(lin)
    key = rows(database)[0].file
    assert lin.post(f"{address}/deletions").status_code == 303
    assert lin.get(address).status_code == 404
    assert lin.post(f"{address}/deletions").status_code == 404
    worker.do_all(app)
    assert not stored(app, key)


# ---- the schedule -------------------------------------------------------------------------------------------
def after(days: float) -> datetime:
    return clock.now() + timedelta(days=days)


def test_it_is_deleted_on_its_day(client_of: Clients, app: Flask, database: db.Database):
    lin = client_of("lin")
    address = kept(lin)
    key = rows(database)[0].file
    with clock.frozen(after(DAYS - 0.1)):
        worker._every_hour(database)
        worker.do_all(app)
        assert lin.get(address).status_code == 200
    with clock.frozen(after(DAYS + 0.1)):
        assert lin.get(address).status_code == 404  # at once, not only when the worker comes round
        assert address not in lin.get("/recordings").text
        worker._every_hour(database)
        worker.do_all(app)
    assert not stored(app, key)
    assert rows(database)[0].deleted_at is not None


@pytest.mark.parametrize(("days", "status"), [("7", 303), ("0", 422), ("366", 422), ("", 422)])
def test_the_administrator_sets_the_schedule(
    client_of: Clients, app: Flask, days: str, status: int
):
    ada = client_of("ada")
    page = ada.get("/admin/settings?lang=en").text
    assert "A kept recording is deleted after so many days" in page
    form = {
        "name_zh": "甲",
        "name_en": "A",
        "time_zone": "Asia/Shanghai",
        "fiscal_month": "1",
        "review_days": "5",
        "smtp_port": "587",
        "recording_days": days,
    }
    assert ada.post("/admin/settings", data=form).status_code == status
    shown = client_of("lin").get("/recordings/consents?lang=en").text
    assert f"after {7 if status == 303 else DAYS} days" in shown
    app.extensions["organisation"].forget()


# ---- the litany ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everybody_signed_in_has_a_page_of_recordings(client_of: Clients, lang: str):
    for name in ("lin", "tara", "mei", "ada", "sam"):
        assert client_of(name).get(f"/recordings?lang={lang}").status_code == 200
    assert "/recordings" in client_of("lin").get("/account").text
    assert "/recordings" in client_of("lin").get("/roleplays").text


def test_the_page_lists_mine_and_costs_the_same_for_many(
    client_of: Clients, count_sql: Callable[[], int]
):
    lin = client_of("lin")
    session = begin(lin)
    kept(lin, session, turn=1)
    before = count_sql()
    lin.get("/recordings")
    one = count_sql() - before
    for seconds in range(5):
        keep(lin, f"{session}/turns/1/recordings", seconds=seconds)
    before = count_sql()
    page = lin.get("/recordings").text
    assert page.count("<audio") == 6
    assert count_sql() - before == one
    assert "<audio" not in client_of("otto").get("/recordings").text


@pytest.mark.parametrize("path", ["/recordings", "/recordings/consents", "/recordings/1"])
def test_signed_out_leads_to_the_sign_in_page(client_of: Clients, path: str):
    assert client_of("nobody").get(path).status_code == 302


@pytest.mark.parametrize("path", SENT)
def test_signed_out_nothing_can_be_sent(client_of: Clients, path: str):
    assert client_of("nobody").post(path).status_code == 401


@pytest.mark.parametrize(
    "path", ["/recordings/999999", "/recordings/x", "/recordings/99999999999999999999"]
)
def test_an_unknown_recording_is_not_found(client_of: Clients, path: str):
    assert client_of("lin").get(path).status_code == 404
    assert client_of("lin").post(f"{path}/shares").status_code == 404


def test_nothing_is_kept_for_another_persons_talk(client_of: Clients):
    lin, tara = client_of("lin"), client_of("tara")
    session = play(lin)
    for each in (tara, client_of("otto")):
        agree(each)
    path = f"{session}/turns/1/recordings"
    assert keep(client_of("otto"), path).status_code == 404
    lin.post(f"{session}/hand-ins")
    assert keep(tara, path).status_code == 403
    assert keep(client_of("otto"), "/sessions/999999/turns/1/recordings").status_code == 404


@pytest.mark.parametrize("path", SENT[1:])
def test_the_wrong_method_is_told_so(client_of: Clients, path: str):
    assert client_of("lin").put(path).status_code == 405


def test_the_browser_is_let_at_its_microphone_and_at_what_it_recorded(client_of: Clients):
    headers = client_of("lin").get("/roleplays").headers
    assert "microphone=(self)" in headers["Permissions-Policy"]
    assert "media-src 'self' blob:" in headers["Content-Security-Policy"]
