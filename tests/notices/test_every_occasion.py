"""Whatever people are told of reaches inbox, mail and chat exactly once, though each fails once and each job runs twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from courseware import db, worker
from courseware.accounts.queries import me_by_id
from courseware.assignments import actions as assignments
from courseware.assignments.types import Asked, Target
from courseware.content.definitions import Course
from courseware.exercise.models import Submission
from courseware.kit import clock, jobs
from courseware.learning.models import Enrolment, Obligation
from courseware.notices.actions import choose
from courseware.notices.models import Notice
from courseware.notices.rules import Choice
from courseware.web import zone
from tests.certificates.conftest import ALL, do
from tests.exercise.conftest import PLAN
from tests.kit.test_outbox import Postbox, configure
from tests.kit.test_outbox import postbox as postbox  # noqa: PLC0414 - a fixture
from tests.kit.test_robots import Chat
from tests.kit.test_robots import chat as chat  # noqa: PLC0414 - a fixture
from tests.notices.test_chat import add
from tests.world import NAMES, Cast, email

MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai
MINUTES, HOUR, DAY = timedelta(minutes=3), timedelta(hours=1), timedelta(days=1)


@dataclass
class Stage:
    """What an occasion needs to happen."""

    app: Flask
    database: db.Database
    course: Course
    cast: Cast
    client_of: Callable[[str], FlaskClient]

    def handed_in(self) -> int:
        """The number of lin's plan, handed in."""
        lin = self.client_of("lin")
        number = int(lin.post("/exercises/plan/submissions", data={}).location.rpartition("/")[2])
        lin.post(f"/submissions/{number}/handovers", data={**PLAN, "counter": "0"})
        return number

    def ask(self, days: int) -> int:
        """mei asks lin for the plan by a day; the assignment's number."""
        with db.reading(self.database):
            me = me_by_id(self.cast.mei)
        assert me is not None
        asked = Asked("exercise", "plan", zone.today() + timedelta(days=days))
        with db.transaction(self.database):
            return assignments.ask_for(me, self.course, asked, [Target("person", self.cast.lin)])

    def job(self, name: str, *arguments: Any) -> None:
        """The job runs twice."""
        for _ in range(2):
            with db.transaction(self.database):
                jobs.put(name, *arguments)
            worker.do_all(self.app)


Deed = Callable[[Stage], None]


@dataclass(frozen=True)
class Occasion:
    """Who is told what, how it comes about, and what has to be there before."""

    sentence: str
    happen: Deed
    before: Deed = lambda _stage: None
    who: str = "lin"


def _asked(stage: Stage) -> None:
    stage.ask(9)


def _due_soon(stage: Stage) -> None:
    stage.job("remind_due")


def _is_late(stage: Stage) -> None:
    stage.ask(9)
    with db.transaction(stage.database) as session:
        yesterday = clock.now() - DAY
        session.execute(update(Obligation).values(due_at=yesterday, due_on=yesterday.date()))


def _reminded(stage: Stage) -> None:
    for _ in range(2):
        sent = stage.client_of("mei").post(f"/people/{stage.cast.lin}/nudges")
        assert sent.status_code == 303


def _number_of_plan(stage: Stage) -> int:
    with db.reading(stage.database) as rows:
        from_row = rows.scalar(select(func.max(Submission.id)))
    assert from_row is not None
    return from_row


def _returned(stage: Stage) -> None:
    sent = {"comment.risks": "还有什么风险？", "mend": ["risks"], "summary": "差一点"}
    path = f"/submissions/{_number_of_plan(stage)}/returns"
    assert stage.client_of("tara").post(path, data=sent).status_code == 303


def _accepted(stage: Stage) -> None:
    path = f"/submissions/{_number_of_plan(stage)}/acceptances"
    sent = {"mark.clear": "3"}
    assert stage.client_of("tara").post(path, data=sent).status_code == 303


def _hand_in(stage: Stage) -> None:
    stage.handed_in()


def _certified(stage: Stage) -> None:
    do(stage.database, stage.course, stage.cast.lin, *ALL)
    stage.job("person_progressed", stage.cast.lin)


def _digest(stage: Stage) -> None:
    stage.job("weekly_digest")


def _talk(stage: Stage) -> None:
    data = {"held_on": zone.today().isoformat(), "text": "谈过了"}
    path = f"/people/{stage.cast.lin}/talks"
    assert stage.client_of("mei").post(path, data=data).status_code == 303


def _graduated(stage: Stage) -> None:
    with db.transaction(stage.database) as session:
        of_lin = update(Enrolment).where(Enrolment.person_id == stage.cast.lin)
        session.execute(of_lin.values(outcome="completed", ended_at=clock.now() - 31 * DAY))


def _observed(stage: Stage) -> None:
    stage.job("ask_for_observations")


def _soon(stage: Stage) -> None:
    stage.ask(2)


OCCASIONS: Mapping[str, Occasion] = {
    "asked": Occasion("{who} asks you: {title}, due {day}.", _asked),
    "due soon": Occasion("Due soon: {title}, by {day}.", _due_soon, _soon),
    "overdue": Occasion("Overdue: {title} was due {day}.", _due_soon, _is_late),
    "reminded": Occasion("{who} reminds you: {title}, due {day}.", _reminded, _is_late),
    "handed in": Occasion("", _hand_in, who="tara"),
    "returned": Occasion(
        "{name} has returned your form “{title}”: {n} fields to mend.", _returned, _hand_in
    ),
    "accepted": Occasion("{name} has accepted your form “{title}”.", _accepted, _hand_in),
    "certificate of the course": Occasion("You have a new certificate: {title}", _certified),
    "weekly digest": Occasion(
        "Your team this week: {late} overdue, {waiting} waiting for a review, {help} need help.",
        _digest,
        who="mei",
    ),
    "one-to-one": Occasion("{who} has written down your one-to-one. You can answer it.", _talk),
    "graduate": Occasion(
        "How do your graduates work now? {n} short forms wait for you.",
        _observed,
        _graduated,
        who="mei",
    ),
}


@pytest.fixture
def stage(
    app: Flask,
    database: db.Database,
    course: Course,
    cast: Cast,
    client_of: Callable[[str], FlaskClient],
) -> Stage:
    return Stage(app, database, course, cast, client_of)


def work(app: Flask, at: datetime) -> None:
    with clock.frozen(at):
        worker.do_all(app)


@pytest.mark.parametrize("name", OCCASIONS)
def test_it_is_told_exactly_once(name: str, stage: Stage, postbox: tuple[Postbox, int], chat: Chat):
    occasion, (box, port) = OCCASIONS[name], postbox
    person = getattr(stage.cast, occasion.who)
    with clock.frozen(MONDAY):
        occasion.before(stage)
        work(stage.app, MONDAY + HOUR)
    listen(stage, port, chat, person)
    with clock.frozen(MONDAY + 2 * HOUR):
        occasion.happen(stage)
    box.refuse, chat.answers = ["451 come back later"], [(500, {"errcode": 1})]
    work(stage.app, MONDAY + 2 * HOUR + MINUTES)
    assert (box.mails, len(chat.said)) == ([], 1), "the first try of each failed"
    for hours in (3, 4, 30):
        again(stage, person)
        work(stage.app, MONDAY + hours * HOUR)
    [(href, delivered_at)] = told(stage.database, person, occasion.sentence)
    assert delivered_at is not None
    mails = [mail for to, mail in box.mails if to == [email(occasion.who)]]
    assert [f"http://localhost{href}" in mail.get_content() for mail in mails] == [True]
    assert len(chat.said) == 2, "one that failed, one that came"
    assert NAMES[occasion.who] in str(chat.said[1])
    log = stage.client_of("ada").get("/admin/messages").text
    assert "451 come back later" not in log, "the log says what came of it in the end"


def listen(stage: Stage, port: int, chat: Chat, person: int) -> None:
    """From now on one person hears by mail and chat, and everybody else only here; what was said is done with."""
    configure(stage.database, port)
    stage.app.extensions["organisation"].forget()
    add(stage.client_of("ada"), chat.url)
    with db.transaction(stage.database) as session:
        session.execute(update(Notice).values(delivered_at=MONDAY))
        for other in (getattr(stage.cast, name) for name in NAMES):
            mail = "at-once" if other == person else "never"
            choose(other, Choice(mail, 0, 0, chat=other == person))


def again(stage: Stage, person: int) -> None:
    """The job of delivering, once more."""
    with db.transaction(stage.database):
        jobs.put("deliver_notices", person)


def told(database: db.Database, person: int, sentence: str) -> list[Any]:
    with db.reading(database) as rows:
        query = select(Notice.href, Notice.delivered_at).where(
            Notice.person_id == person, Notice.created_at >= MONDAY + 2 * HOUR
        )
        if sentence:
            query = query.where(Notice.sentence == sentence)
        return list(rows.execute(query))
