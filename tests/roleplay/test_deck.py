"""The deck: cards on one page that a device keeps; answered without a line, they count once and on their own day."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.kit import clock
from courseware.roleplay.models import DrillAnswer, DrillCard
from courseware.roleplay.rules.drilling import CARDS_A_RUN

Clients = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("course")
DEALT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def deal(client: FlaskClient) -> list[str]:
    """What is signed into the cards of a deck."""
    page = client.get("/drills/deck")
    assert page.status_code == 200
    return [unescape(one) for one in re.findall(r'name="shown" value="([^"]*)"', page.text)]


def send(
    client: FlaskClient, shown: str, *, seconds: str = "12", at: datetime | None = None
) -> int:
    data = {"shown": shown, "line": "Which day worries you?", "outcome": "well", "seconds": seconds}
    headers = {"Made-At": at.isoformat()} if at else {}
    return client.post("/drills/answers", data=data, headers=headers).status_code


def answers(database: db.Database) -> list[tuple[int, datetime, str]]:
    query = select(DrillAnswer.seconds, DrillAnswer.at, DrillAnswer.token).order_by(DrillAnswer.id)
    with db.reading(database) as rows:
        return [tuple(row) for row in rows.execute(query)]


def due(database: db.Database) -> date:
    with db.reading(database) as rows:
        return rows.scalars(select(DrillCard.due_on)).one()


def test_a_deck_deals_a_run_of_different_cards_with_their_replies(client_of: Clients):
    page = client_of("lin").get("/drills/deck?lang=en")
    cards = deal(client_of("lin"))
    assert 1 < len(set(cards)) == len(cards) <= CARDS_A_RUN
    assert page.text.count("data-deck-replies") == page.text.count("data-deck-card")


def test_a_card_answered_without_a_line_counts_once_on_the_day_it_was_answered(
    client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    with clock.frozen(DEALT):
        shown = deal(lin)[0]
    answered = DEALT + timedelta(hours=3)
    with clock.frozen(DEALT + timedelta(days=4)):
        assert [send(lin, shown, at=answered) for _ in range(2)] == [303, 303]
    ((seconds, at, token),) = answers(database)
    assert (seconds, at) == (12, answered)
    assert "-kept" in token  # its seconds are the device's word, and it shows
    assert due(database) == date(2026, 3, 9)  # a week after it was answered, not after it arrived


@pytest.mark.parametrize(
    ("seconds", "kept"),
    [("12", 12), ("-5", 0), ("99999", 3600), ("", 3600)],
)
def test_the_device_tells_the_seconds_within_what_can_be(
    client_of: Clients, database: db.Database, seconds: str, kept: int
):
    lin = client_of("lin")
    with clock.frozen(DEALT):
        shown = deal(lin)[0]
    with clock.frozen(DEALT + timedelta(hours=2)):
        assert send(lin, shown, seconds=seconds) == 303
    assert answers(database)[0][0] == kept


def test_no_card_was_answered_before_it_was_dealt_or_after_now(
    client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    with clock.frozen(DEALT):
        early, late = deal(lin)[:2]
    now = DEALT + timedelta(days=1)
    with clock.frozen(now):
        send(lin, early, at=DEALT - timedelta(days=90))
        send(lin, late, at=now + timedelta(days=90))
    assert [at for _, at, _ in answers(database)] == [DEALT, now]


def test_a_deck_belongs_to_whom_it_was_dealt(client_of: Clients, database: db.Database):
    shown = deal(client_of("lin"))[0]
    assert send(client_of("otto"), shown) == 404
    assert answers(database) == []


def test_a_card_shown_online_keeps_the_servers_clock(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    with clock.frozen(DEALT):
        ready = lin.get(lin.get("/drills/card").location).text
        page = lin.get(unescape(re.search(r'data-drill-ready href="([^"]*)"', ready)[1])).text
        shown = unescape(re.search(r'name="shown" value="([^"]*)"', page)[1])
    with clock.frozen(DEALT + timedelta(days=4)):
        send(lin, shown, seconds="1", at=DEALT)
    seconds, at, _ = answers(database)[0]
    assert seconds != 1
    assert at == DEALT + timedelta(days=4)


def test_nobody_signed_out_gets_a_deck_and_filters_are_known(client_of: Clients, app: object):
    assert app.test_client().get("/drills/deck").status_code == 302  # type: ignore[attr-defined]  # a Flask
    assert client_of("lin").get("/drills/deck?industry=nowhere").status_code == 404
    assert client_of("lin").post("/drills/deck").status_code == 405
