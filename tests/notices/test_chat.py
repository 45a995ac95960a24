"""A word in the team's group: by the nearest robot, for who wants it, at most so many a minute, secrets kept."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from courseware import db, worker
from courseware.accounts.models import Person
from courseware.kit import clock, outbox
from courseware.kit.outbox import Message
from courseware.notices.actions import choose, tell
from courseware.notices.models import ChatRobot
from courseware.notices.rules import Choice
from tests.kit.test_robots import Chat
from tests.kit.test_robots import chat as chat  # noqa: PLC0414 - a fixture
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def add(
    client: FlaskClient, url: str, *, kind: str = "wecom", team: int = 0, name: str = "群"
) -> None:
    data = {"kind": kind, "name": name, "url": url, "secret": "s3cret", "team": team}
    assert client.post("/admin/robots", data=data).status_code == 303


def told(app: Flask, database: db.Database, *people: int) -> None:
    with clock.frozen(NOON), db.transaction(database):
        for person in people:
            tell(person, "Hello", "/notices", key="k")
    with clock.frozen(NOON + HOUR):
        worker.do_all(app)


@pytest.fixture
def wants_chat(database: db.Database, cast: Cast) -> None:
    with db.transaction(database) as session:
        for person in (cast.lin, cast.otto):
            choose(person, Choice("never", chat=True))
        session.get_one(Person, cast.lin).mobile = "13900000001"


@pytest.mark.usefixtures("wants_chat")
@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_the_group_hears_that_there_is_something_and_not_what(
    app: Flask, database: db.Database, cast: Cast, chat: Chat, client_of: Browser, kind: str
):
    add(client_of("ada"), chat.url, kind=kind)
    told(app, database, cast.lin)
    [(_, body)] = chat.said
    assert "林夏" in str(body)
    assert "Hello" not in str(body)
    assert ("13900000001" in str(body)) == (kind != "feishu")
    with clock.frozen(NOON + 2 * HOUR):
        worker.do_all(app)
    assert len(chat.said) == 1


@pytest.mark.usefixtures("wants_chat")
def test_the_nearest_robot_up_the_line_speaks(
    app: Flask, database: db.Database, cast: Cast, chat: Chat, client_of: Browser
):
    ada = client_of("ada")
    add(ada, f"{chat.url}&g=all", name="全员")
    add(ada, f"{chat.url}&g=top", team=cast.top_team)
    told(app, database, cast.lin, cast.otto)  # lin's team lies below the top team, otto's does not
    assert sorted(path[-3:] for path, _ in chat.said) == ["all", "top"]


def test_who_did_not_choose_it_is_not_named(
    app: Flask, database: db.Database, cast: Cast, chat: Chat, client_of: Browser
):
    add(client_of("ada"), chat.url)
    told(app, database, cast.sam)
    assert chat.said == []


@pytest.mark.usefixtures("wants_chat")
def test_a_refusal_is_tried_again_and_stands_in_the_log(
    app: Flask, database: db.Database, cast: Cast, chat: Chat, client_of: Browser
):
    ada = client_of("ada")
    add(ada, chat.url)
    chat.answers = [(200, {"errcode": 45009, "errmsg": "api freq out of limit"})]
    told(app, database, cast.lin)
    assert "api freq out of limit" in ada.get("/admin/messages").text
    with clock.frozen(NOON + 2 * HOUR):
        worker.do_all(app)
    assert len(chat.said) == 2
    assert "0 ok" in ada.get("/admin/messages").text


def test_a_robot_posts_no_more_than_its_chat_takes_in_a_minute(
    app: Flask, database: db.Database, chat: Chat, client_of: Browser
):
    add(client_of("ada"), chat.url)
    with clock.frozen(NOON), db.transaction(database) as session:
        robot = session.scalar(select(ChatRobot.id)) or 0
        for number in range(25):
            outbox.put_chat("wecom", robot, f"{number}", key=f"m{number}")
    with clock.frozen(NOON):
        worker.do_all(app)
    assert len(chat.said) == 18
    with clock.frozen(NOON + timedelta(minutes=2)):
        worker.do_all(app)
    assert len(chat.said) == 25
    with db.reading(database) as rows:
        unsent = select(func.count()).select_from(Message).where(Message.sent_at.is_(None))
        assert rows.scalar(unsent) == 0


def test_a_robot_is_tried_and_removed_and_its_secrets_shown_to_nobody(
    database: db.Database, chat: Chat, client_of: Browser
):
    ada = client_of("ada")
    add(ada, chat.url)
    page = ada.get("/admin/robots").text
    assert "s3cret" not in page
    assert "key=abc" not in page
    with db.reading(database) as rows:
        number = rows.scalar(select(ChatRobot.id))
    answer = ada.post(f"/admin/robots/{number}/tries", follow_redirects=True)
    assert "The chat answered: 0 ok" in answer.text
    assert len(chat.said) == 1
    ada.post(f"/admin/robots/{number}/removals")
    with db.reading(database) as rows:
        assert rows.execute(select(ChatRobot.url, ChatRobot.secret)).one() == ("", "")
    assert client_of("mei").get("/admin/robots").status_code == 404
    assert ada.post(f"/admin/robots/{number}/tries").status_code == 404


def test_an_address_that_is_none_is_refused_in_words(client_of: Browser):
    data = {"kind": "wecom", "name": "群", "url": "wecom", "secret": "", "team": 0}
    answer = client_of("ada").post("/admin/robots", data=data)
    assert answer.status_code == 422
    assert "it begins with https" in answer.text
