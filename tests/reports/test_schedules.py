"""A report that is sent by itself reaches those who may see it on that day, once, and nobody else."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from courseware import db, worker
from courseware.accounts.models import Person, Team
from courseware.cohorts.models import Cohort, CohortTrainer
from courseware.kit import clock, jobs
from courseware.kit.outbox import Message
from courseware.reports.models import ReportRecipient, ReportSchedule, ReportSending
from courseware.reports.rules.schedules import next_day, who_leads_all
from courseware.reports.types.schedules import TeamLink
from courseware.web.printing import storage
from tests.kit.test_outbox import Postbox, configure
from tests.kit.test_outbox import postbox as postbox  # noqa: PLC0414 - a fixture
from tests.reports.conftest import Crowd
from tests.world import Cast, email

Browser = Callable[[str], FlaskClient]
MAKING = datetime(2026, 11, 19, 4, 0, tzinfo=UTC)  # a Thursday
MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # half past eight in Shanghai
DAY = timedelta(days=1)


@pytest.fixture
def box(postbox: tuple[Postbox, int], database: db.Database) -> Postbox:
    configure(database, postbox[1])
    return postbox[0]


@pytest.fixture
def schedule(client_of: Browser) -> Callable[..., int]:
    """Ask for a report: `schedule("mei", "team=3", [ids])`; the number of the schedule."""

    def made(who: str, query: str, people: list[int], **choice: str) -> int:
        wish = {"every": "week", "form": "pdf", "lang": "zh", **choice}
        with clock.frozen(MAKING):
            answer = client_of(who).post(
                f"/report-schedules?{query}", data={**wish, "people": [str(p) for p in people]}
            )
        assert answer.status_code == 303, answer.text
        return int(answer.location.rpartition("/")[2])

    return made


def morning(app: Flask, database: db.Database, at: datetime = MONDAY) -> None:
    """The worker's hour comes, and all that follows from it."""
    with clock.frozen(at):
        with db.transaction(database):
            jobs.put("send_reports", key="send_reports")
        worker.do_all(app)


def rows(database: db.Database) -> list[Any]:
    columns = (ReportSending.person_id, ReportSending.held_back, ReportSending.file)
    with db.transaction(database) as session:
        return list(session.execute(select(*columns).order_by(ReportSending.id)))


def attached(mail: Any) -> tuple[str, bytes]:
    [part] = mail.iter_attachments()
    return part.get_filename(), part.get_content()


@pytest.mark.parametrize("who", ["mei", "tara"])
def test_the_mail_brings_the_very_pdf_of_the_page(
    app: Flask, database: db.Database, cast: Cast, box: Postbox, client_of: Browser,
    schedule: Callable[..., int], crowd_of: Callable[[int], Crowd], who: str,
):  # fmt: skip
    crowd_of(2)
    query, page = {
        "mei": (f"team={cast.team}", f"/team/report.pdf?team={cast.team}"),
        "tara": (f"cohort={cast.cohort}", f"/cohorts/{cast.cohort}/report.pdf"),
    }[who]
    schedule(who, query, [getattr(cast, who)], lang="en")
    morning(app, database)
    [(to, mail)] = box.mails
    assert to == [email(who)]
    name, content = attached(mail)
    assert name.endswith(".pdf")
    with clock.frozen(MONDAY):
        assert content == client_of(who).get(page).data
    text = mail.get_body().get_content()
    assert "as things stood at" in text
    assert "http://localhost" + page.replace(".pdf", "") in text


def test_a_spreadsheet_in_chinese(
    app: Flask, database: db.Database, cast: Cast, box: Postbox, schedule: Callable[..., int]
):
    schedule("mei", "team=", [cast.mei], form="xlsx")
    morning(app, database)
    [(_to, mail)] = box.mails
    name, content = attached(mail)
    assert name.endswith(".xlsx")
    assert content[:2] == b"PK"
    assert "附件是" in mail.get_body().get_content()


def test_the_report_on_the_organisation_goes_to_administrators_alone(
    app: Flask, database: db.Database, cast: Cast, box: Postbox, client_of: Browser,
    schedule: Callable[..., int],
):  # fmt: skip
    page = client_of("ada").get("/report-schedules/new?organisation=").text
    assert f'value="{cast.ada}"' in page
    assert f'value="{cast.mei}"' not in page
    number = schedule("ada", "organisation=", [cast.ada], lang="en")
    assert "Organisation report" in client_of("ada").get(f"/report-schedules/{number}").text
    with db.transaction(database) as session:
        session.add(ReportRecipient(schedule_id=number, person_id=cast.mei))
    morning(app, database)
    [(to, mail)] = box.mails
    assert to == [email("ada")]
    with clock.frozen(MONDAY):
        assert attached(mail)[1] == client_of("ada").get("/organisation/report.pdf").data
    assert "/organisation/report" in mail.get_body().get_content()
    assert (cast.mei, "not-allowed", None) in rows(database)


@pytest.mark.parametrize("query", ["organisation=", "organisation=1"])
@pytest.mark.parametrize("who", ["mei", "tara", "ada"])
def test_only_an_administrator_may_ask_for_it(client_of: Browser, who: str, query: str):
    answer = client_of(who).get(f"/report-schedules/new?{query}")
    assert answer.status_code == (200 if (who, query) == ("ada", "organisation=") else 404)


def test_run_twice_it_is_sent_once_and_next_week_again(
    app: Flask, database: db.Database, cast: Cast, box: Postbox, schedule: Callable[..., int]
):
    number = schedule("mei", f"team={cast.team}", [cast.mei])
    morning(app, database)
    morning(app, database)
    with clock.frozen(MONDAY):
        with db.transaction(database):
            jobs.put("send_report", number, "2026-11-23")
        worker.do_all(app)
    assert len(box.mails) == 1
    morning(app, database, MONDAY + 6 * DAY)
    assert len(box.mails) == 1
    morning(app, database, MONDAY + 7 * DAY)
    assert len(box.mails) == 2


def test_a_worker_that_died_halfway_sends_to_the_rest_alone(
    app: Flask, database: db.Database, cast: Cast, box: Postbox, schedule: Callable[..., int]
):
    number = schedule("mei", f"team={cast.team}", [cast.mei, cast.ada])
    with db.transaction(database) as session:
        session.add(ReportSending(schedule_id=number, person_id=cast.mei, due_on=MONDAY.date()))
    morning(app, database)
    assert [to for to, _ in box.mails] == [[email("ada")]]


def test_nothing_goes_out_before_its_day_or_at_night(
    app: Flask, database: db.Database, cast: Cast, box: Postbox, schedule: Callable[..., int]
):
    schedule("mei", f"team={cast.team}", [cast.mei])
    morning(app, database, MONDAY - DAY)
    morning(app, database, MONDAY - timedelta(hours=6))  # half past two
    assert box.mails == []


def _lose_team(session: Any, cast: Cast) -> None:
    session.get(Team, cast.team).manager_id = cast.omar


def _leave(session: Any, cast: Cast) -> None:
    session.get(Person, cast.mei).deactivated_at = MAKING


def _lose_address(session: Any, cast: Cast) -> None:
    session.get(Person, cast.mei).email = "nobody@invalid"


@pytest.mark.parametrize(
    ("change", "reason"),
    [(_lose_team, "not-allowed"), (_leave, "left"), (_lose_address, "no-address")],
)
@pytest.mark.parametrize("query", ["one", "all"])
def test_who_may_not_have_it_that_day_gets_nothing(
    app: Flask, database: db.Database, cast: Cast, box: Postbox, client_of: Browser,
    schedule: Callable[..., int], change: Any, reason: str, query: str,
):  # fmt: skip
    team = cast.team if query == "one" else ""
    number = schedule("mei", f"team={team}", [cast.mei])
    with db.transaction(database) as session:
        change(session, cast)
    page = client_of("ada").get(f"/report-schedules/{number}").text
    assert "held back" in page
    morning(app, database)
    assert box.mails == []
    assert [tuple(row) for row in rows(database)] == [(cast.mei, reason, None)]
    assert page.count("would be sent") == 0


def test_a_trainer_who_gave_up_the_class_gets_nothing(
    app: Flask, database: db.Database, cast: Cast, box: Postbox, schedule: Callable[..., int]
):
    schedule("ada", f"cohort={cast.cohort}", [cast.tara, cast.ada])
    with db.transaction(database) as session:
        session.execute(delete(CohortTrainer).where(CohortTrainer.person_id == cast.tara))
    morning(app, database)
    assert [to for to, _ in box.mails] == [[email("ada")]]
    assert {row.held_back for row in rows(database)} == {None, "not-allowed"}


def test_one_file_is_made_for_all_who_see_the_same(
    app: Flask, database: db.Database, cast: Cast, box: Postbox, schedule: Callable[..., int]
):
    """An administrator is told of work that they may not read, and has a file of their own."""
    schedule("mei", f"team={cast.team}", [cast.mei, cast.bo, cast.ada])
    morning(app, database)
    assert len(box.mails) == 3
    files = {row.person_id: row.file for row in rows(database)}
    assert files[cast.mei] == files[cast.bo]


def test_a_report_of_a_class_goes_out_once_after_its_end(
    app: Flask, database: db.Database, cast: Cast, box: Postbox, schedule: Callable[..., int]
):
    number = schedule("tara", f"cohort={cast.cohort}", [cast.tara], every="end")
    morning(app, database)
    assert box.mails == []
    with db.transaction(database) as session:
        session.get_one(Cohort, cast.cohort).ends_on = date(2026, 11, 27)
    morning(app, database, datetime(2026, 11, 27, 2, 0, tzinfo=UTC))
    assert box.mails == []
    morning(app, database, datetime(2026, 11, 28, 2, 0, tzinfo=UTC))
    morning(app, database, datetime(2026, 11, 29, 2, 0, tzinfo=UTC))
    assert len(box.mails) == 1
    with db.transaction(database) as session:
        assert session.get_one(ReportSchedule, number).ended_at is not None


@pytest.mark.usefixtures("box")
def test_after_thirty_days_the_file_is_gone_and_the_log_stays(
    app: Flask, database: db.Database, cast: Cast, schedule: Callable[..., int], client_of: Browser
):
    number = schedule("mei", f"team={cast.team}", [cast.mei])
    morning(app, database)
    [row] = rows(database)
    with app.app_context():
        assert storage().get(row.file)
    for days, is_there in ((29, True), (31, False)):
        with clock.frozen(MONDAY + days * DAY):
            with db.transaction(database):
                jobs.put("let_reports_go")
            worker.do_all(app)
        with app.app_context():
            assert storage()._place(row.file).exists() is is_there
    with db.transaction(database) as session:
        assert session.scalar(select(Message.attachments)) == []
    page = client_of("mei").get(f"/report-schedules/{number}").text
    assert "2026-11-23" in page
    assert ".pdf" in page


def test_the_dry_run_says_who_would_get_it_and_sends_nothing(
    app: Flask, database: db.Database, cast: Cast, box: Postbox, schedule: Callable[..., int],
    client_of: Browser,
):  # fmt: skip
    number = schedule("mei", f"team={cast.team}", [cast.mei, cast.bo])
    with db.transaction(database) as session:
        session.get_one(Team, cast.top_team).manager_id = None
    page = client_of("mei").get(f"/report-schedules/{number}").text
    assert page.count("would be sent") == 1
    assert "may not see this report any more" in page
    worker.do_all(app)
    assert box.mails == []
    assert rows(database) == []


def test_stopped_it_is_sent_no_more(
    app: Flask, database: db.Database, cast: Cast, box: Postbox, schedule: Callable[..., int],
    client_of: Browser,
):  # fmt: skip
    number = schedule("mei", f"team={cast.team}", [cast.mei])
    assert client_of("mei").post(f"/report-schedules/{number}/endings").status_code == 303
    morning(app, database)
    assert box.mails == []
    assert "Stopped on" in client_of("mei").get(f"/report-schedules/{number}").text


@pytest.mark.parametrize(
    ("who", "query", "status"),
    [
        ("mei", "team={team}", 200),
        ("mei", "team=", 200),
        ("mei", "team={other_team}", 404),
        ("mei", "cohort={cohort}", 404),
        ("tara", "cohort={cohort}", 200),
        ("tara", "cohort={other_cohort}", 404),
        ("tara", "team=", 404),
        ("tara", "cohort=", 404),
        ("ada", "team=", 200),
        ("lin", "team=", 404),
        ("mei", "team=x", 404),
    ],
)
def test_only_what_one_may_see_can_be_sent(
    client_of: Browser, cast: Cast, who: str, query: str, status: int
):
    places = {
        name: getattr(cast, name) for name in ("team", "other_team", "cohort", "other_cohort")
    }
    address = "/report-schedules/new?" + query.format(**places)
    assert client_of(who).get(address).status_code == status


def test_only_who_may_see_it_can_be_chosen(client_of: Browser, cast: Cast, database: db.Database):
    client = client_of("mei")
    page = client.get(f"/report-schedules/new?team={cast.team}").text
    for name, is_offered in (("mei", True), ("bo", True), ("ada", True), ("omar", False), ("tara", False)):  # fmt: skip
        assert (f'value="{getattr(cast, name)}"' in page) is is_offered, name
    wish = {"every": "week", "form": "pdf", "lang": "zh", "people": str(cast.omar)}
    assert client.post(f"/report-schedules?team={cast.team}", data=wish).status_code == 422
    assert client.post(f"/report-schedules?team={cast.team}", data={**wish, "people": []}).status_code == 422  # fmt: skip
    end = {**wish, "every": "end", "people": str(cast.mei)}
    assert client.post(f"/report-schedules?team={cast.team}", data=end).status_code == 422
    with db.transaction(database) as session:
        assert session.scalars(select(ReportSchedule.id)).all() == []
        assert session.scalars(select(ReportRecipient.person_id)).all() == []


def test_the_list_shows_ones_own_and_administrators_all(
    client_of: Browser, cast: Cast, schedule: Callable[..., int]
):
    number = schedule("mei", f"team={cast.team}", [cast.mei])
    link = f"/report-schedules/{number}"
    for who, sees in (("mei", True), ("ada", True), ("bo", False), ("tara", False)):
        client = client_of(who)
        assert (f'"{link}"' in client.get("/report-schedules").text) is sees
        assert client.get(link).status_code == (200 if sees else 404)
    assert client_of("lin").get("/report-schedules").status_code == 404
    assert f'"/report-schedules/new?team={cast.team}"' in client_of("mei").get(
        f"/team/report?team={cast.team}"
    ).text.replace("&amp;", "&")


def test_days_follow_the_organisations_week() -> None:
    thursday = date(2026, 11, 19)
    assert next_day("week", thursday, 0) == date(2026, 11, 23)
    assert next_day("week", thursday, 3) == date(2026, 11, 26)
    assert next_day("week", thursday, 4) == date(2026, 11, 20)
    assert next_day("month", date(2026, 12, 1), 0) == date(2027, 1, 1)
    assert next_day("month", date(2026, 1, 31), 0) == date(2026, 2, 1)
    assert next_day("end", thursday, 0) is None


def test_leaders_of_all_teams_and_of_those_above() -> None:
    teams = {
        1: TeamLink(1, None, (10,)),
        2: TeamLink(2, 1, (20,)),
        3: TeamLink(3, 1, (30, 20)),
        4: TeamLink(4, 5, ()),
        5: TeamLink(5, 4, (50,)),  # a ring, which a line upwards must survive
    }
    assert who_leads_all(teams, [2]) == {10, 20}
    assert who_leads_all(teams, [2, 3]) == {10, 20}
    assert who_leads_all(teams, [3]) == {10, 20, 30}
    assert who_leads_all(teams, [4]) == {50}
    assert who_leads_all(teams, []) == frozenset()
