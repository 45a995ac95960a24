"""What stands in the inbox reaches mail and chat: once, bundled, when it is wanted, and never in quiet hours."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from courseware import db, worker
from courseware.kit import clock
from courseware.kit.outbox import Message
from courseware.notices.actions import choose, tell
from courseware.notices.rules import Choice, is_quiet, next_moment
from tests.kit.test_outbox import Postbox, configure
from tests.kit.test_outbox import postbox as postbox  # noqa: PLC0414 - a fixture
from tests.world import Cast, email

Browser = Callable[[str], FlaskClient]
Post = tuple[Postbox, int]
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)  # in Shanghai
MIDNIGHT = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def say(database: db.Database, cast: Cast) -> Callable[..., None]:
    def said(*keys: str, to: int | None = None) -> None:
        with db.transaction(database):
            for key in keys:
                tell(
                    to or cast.lin,
                    "{who} asks you: {title}.",
                    "/notices",
                    key=key,
                    who="谭",
                    title=key,
                )

    return said


def at(app: Flask, moment: datetime) -> None:
    """The worker does what is due at a moment."""
    with clock.frozen(moment):
        worker.do_all(app)


def test_what_comes_together_is_one_mail(
    app: Flask, database: db.Database, postbox: Post, say: Callable[..., None]
):
    box, port = postbox
    configure(database, port)
    with clock.frozen(NOON):
        say("a", "b", "b")
    at(app, NOON + timedelta(minutes=1))
    assert box.mails == []
    at(app, NOON + timedelta(minutes=3))
    at(app, NOON + HOUR)
    [(to, mail)] = box.mails
    assert to == [email("lin")]
    assert mail["Subject"] == "2 条新通知"
    assert "谭 给您布置了：a。" in mail.get_content()
    assert "http://localhost/notices" in mail.get_content()


def test_what_was_read_meanwhile_is_not_sent(
    app: Flask, database: db.Database, postbox: Post, say: Callable[..., None], client_of: Browser
):
    box, port = postbox
    configure(database, port)
    with clock.frozen(NOON):
        say("a")
    client_of("lin").post("/notices/readings")
    at(app, NOON + HOUR)
    assert box.mails == []


def test_in_quiet_hours_nothing_leaves_and_afterwards_all_of_it(
    app: Flask, database: db.Database, postbox: Post, say: Callable[..., None]
):
    box, port = postbox
    configure(database, port)
    with clock.frozen(MIDNIGHT):
        say("a")
    at(app, MIDNIGHT + HOUR)
    assert box.mails == []
    at(app, MIDNIGHT + 8 * HOUR + timedelta(minutes=1))
    assert len(box.mails) == 1


def test_a_digest_leaves_once_a_day(
    app: Flask, database: db.Database, cast: Cast, postbox: Post, say: Callable[..., None]
):
    box, port = postbox
    configure(database, port)
    with db.transaction(database):
        choose(cast.lin, Choice("daily", 21, 8))
    with clock.frozen(NOON):
        say("a")
    at(app, NOON + HOUR)
    assert len(box.mails) == 1
    with clock.frozen(NOON + 2 * HOUR):
        say("b", "c")
    at(app, NOON + 3 * HOUR)
    assert len(box.mails) == 1
    at(app, NOON + DAY)
    assert len(box.mails) == 2
    assert "2" in box.mails[1][1]["Subject"]


def test_who_wants_no_mail_gets_none(
    app: Flask, database: db.Database, cast: Cast, postbox: Post, say: Callable[..., None]
):
    box, port = postbox
    configure(database, port)
    with db.transaction(database):
        choose(cast.lin, Choice("never"))
    with clock.frozen(NOON):
        say("a")
        say("a", to=cast.otto)
    at(app, NOON + HOUR)
    assert [to for to, _ in box.mails] == [[email("otto")]]


def test_one_press_in_the_mail_declines_further_mail(
    app: Flask, database: db.Database, postbox: Post, say: Callable[..., None]
):
    box, port = postbox
    configure(database, port)
    with clock.frozen(NOON):
        say("a")
    at(app, NOON + HOUR)
    mail = box.mails[0][1]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.search(r"<http://localhost(/\S+)>", mail["List-Unsubscribe"])
    assert link is not None
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        stranger = app.test_client()
        assert stranger.get(link[1]).status_code == 200
        with clock.frozen(NOON + HOUR):
            say("b")
        at(app, NOON + 2 * HOUR)
        assert len(box.mails) == 2, "a scanner that opens links declines nothing"
        assert stranger.post(link[1]).status_code == 200
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    with clock.frozen(NOON + 2 * HOUR):
        say("c")
    at(app, NOON + 3 * HOUR)
    assert len(box.mails) == 2
    assert stranger.post(link[1] + "x").status_code == 404


def test_a_server_that_refuses_is_tried_again_and_the_log_says_what_it_said(
    app: Flask, database: db.Database, postbox: Post, say: Callable[..., None], client_of: Browser
):
    box, port = postbox
    configure(database, port)
    box.refuse = ["451 later please"]
    with clock.frozen(NOON):
        say("a")
    at(app, NOON + HOUR)
    assert box.mails == []
    log = client_of("ada").get("/admin/messages").text
    assert "451" in log
    assert "waiting" in log
    at(app, NOON + 2 * HOUR)
    assert len(box.mails) == 1
    assert "accepted" in client_of("ada").get("/admin/messages").text


def test_everything_that_waits_is_stopped_and_one_message_let_go(
    app: Flask, database: db.Database, cast: Cast, postbox: Post, say: Callable[..., None],
    client_of: Browser,
):  # fmt: skip
    box, port = postbox
    configure(database, port)
    box.refuse = ["451 later"] * 2
    with clock.frozen(NOON):
        say("a")
        say("a", to=cast.otto)
    at(app, NOON + HOUR)
    ada = client_of("ada")
    ada.post("/admin/messages/stops")
    at(app, NOON + 5 * HOUR)
    assert box.mails == []
    with db.reading(database) as rows:
        number = rows.scalar(select(Message.id).where(Message.address == email("lin")))
    ada.post(f"/admin/messages/{number}/tries")
    worker.do_all(app)
    assert [to for to, _ in box.mails] == [[email("lin")]]
    assert client_of("mei").get("/admin/messages").status_code == 404


def test_without_a_mail_server_nothing_waits_to_be_sent_later(
    app: Flask, database: db.Database, postbox: Post, say: Callable[..., None]
):
    box, port = postbox
    with clock.frozen(NOON):
        say("a")
    at(app, NOON + HOUR)
    configure(database, port)
    app.extensions["organisation"].forget()
    with clock.frozen(NOON + HOUR):
        say("b")
    at(app, NOON + 2 * HOUR)
    [(_, mail)] = box.mails
    assert "布置了：b。" in mail.get_content()
    assert "布置了：a。" not in mail.get_content()


def test_the_choice_is_kept_and_shown(client_of: Browser):
    lin = client_of("lin")
    data = {"mail": "daily", "quiet_from": "19", "quiet_to": "7"}
    assert lin.post("/notices/settings", data=data).status_code == 303
    page = lin.get("/notices/settings").text
    assert re.search(r'value="daily"[^>]*checked|checked[^>]*value="daily"', page)
    assert '<option selected value="19">' in page or 'value="19" selected' in page
    bad = {"mail": "hourly", "quiet_from": "19", "quiet_to": "7"}
    assert lin.post("/notices/settings", data=bad).status_code == 422


@given(
    st.integers(0, 23),
    st.integers(0, 23),
    st.sampled_from(["at-once", "daily"]),
    st.integers(0, 100),
)
def test_nothing_ever_leaves_in_quiet_hours(first: int, last: int, mail: str, hours: int):
    choice, now = Choice(mail, first, last), NOON + hours * HOUR
    moment = next_moment(choice, now, SHANGHAI, None)
    assert not is_quiet(choice, moment or now, SHANGHAI) or moment == now
    if moment is not None:
        assert now < moment <= now + timedelta(hours=25)
