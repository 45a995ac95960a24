"""The organisation's choices on one page, and the journal looked through and taken along."""

import csv
import dataclasses
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.settings import actions, queries
from courseware.web import zone
from tests.world import Cast

Browser = Callable[[str], FlaskClient]


def stored(database: db.Database) -> Any:
    with db.reading(database):
        return queries.current()


def sent(**changes: Any) -> dict[str, Any]:
    usual = {
        "name_zh": "学院", "name_en": "Academy", "time_zone": "Asia/Shanghai", "fiscal_month": 4,
        "week_start": 6, "reminder_days": 2, "review_days": 4, "help_failures": 3,
        "help_quiet_days": 10, "help_return_days": 6, "help_behind": 4, "recording_days": 20,
        "line_days": 365, "smtp_host": "", "smtp_port": 25, "smtp_user": "", "smtp_password": "",
        "mail_from": "", "robot_url": "", "robot_model": "",
    }  # fmt: skip
    return usual | changes


def test_every_choice_is_kept(client_of: Browser, database: db.Database):
    assert client_of("ada").post("/admin/settings", data=sent()).status_code == 303
    now = stored(database)
    for name, value in sent().items():
        assert getattr(now, name) == value, name


@pytest.mark.parametrize(
    "wrong",
    [{"week_start": 7}, {"reminder_days": 0}, {"help_failures": "many"}, {"line_days": 3},
     {"time_zone": "Peking"}, {"name_zh": ""}],
)  # fmt: skip
def test_a_choice_that_is_none_is_refused(
    client_of: Browser, database: db.Database, wrong: dict[str, Any]
):
    before = stored(database)
    assert client_of("ada").post("/admin/settings", data=sent(**wrong)).status_code == 422
    assert stored(database) == before


def test_the_password_of_the_mail_server_is_kept_and_never_shown(
    client_of: Browser, database: db.Database
):
    with db.transaction(database):
        actions.change(smtp_password="s3cret")
    ada = client_of("ada")
    ada.application.extensions["organisation"].forget()
    assert "s3cret" not in ada.get("/admin/settings").text
    without = sent()
    del without["smtp_password"]
    for data in (sent(), without):
        assert ada.post("/admin/settings", data=data).status_code == 303
        assert stored(database).smtp_password == "s3cret"
    ada.post("/admin/settings", data=sent(smtp_password="new one"))
    assert stored(database).smtp_password == "new one"


@pytest.fixture
def history(database: db.Database, cast: Cast) -> None:
    for days, actor, about in ((3, cast.ada, cast.lin), (0, cast.tara, cast.otto)):
        with clock.frozen(clock.now() - timedelta(days=days)), db.transaction(database):
            journal.record(actor, "changed", ("person", about), about=about, why="=1+1")


@pytest.mark.usefixtures("history")
def test_the_journal_is_looked_through_by_person_deed_and_day(client_of: Browser):
    ada = client_of("ada")
    page = ada.get("/admin/journal").text
    assert "林夏" in page
    assert "欧阳同" in page
    found = ada.get("/admin/journal?q=林夏").text
    assert "欧阳同" not in found.partition("<tbody")[2]
    of_today = ada.get(f"/admin/journal?day={zone.today()}").text.partition("<tbody")[2]
    assert "欧阳同" in of_today
    assert "林夏" not in of_today
    assert ada.get("/admin/journal?day=soon").status_code == 200


@pytest.mark.usefixtures("history")
def test_the_journal_is_taken_along_as_a_file_that_runs_nothing(client_of: Browser):
    answer = client_of("ada").get("/admin/journal.csv?q=林夏")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["about"] for row in rows] == ["林夏"]
    assert rows[0]["verb"] == "changed"
    assert client_of("tara").get("/admin/journal.csv").status_code == 404


def test_the_page_names_what_comes_from_the_environment_without_secrets(
    client_of: Browser, monkeypatch: pytest.MonkeyPatch
):
    ada = client_of("ada")
    settings = ada.application.extensions["settings"]
    url = "postgresql+psycopg://app:hidden@db.example/course"
    monkeypatch.setitem(
        ada.application.extensions,
        "settings",
        dataclasses.replace(settings, database_url=url, secret_key="very-secret"),
    )
    page = ada.get("/admin/settings").text
    for field in dataclasses.fields(settings):
        assert f'id="{field.name.upper()}"' in page
    assert "db.example" in page
    assert "hidden@" not in page
    assert ":hidden" not in page
    assert "very-secret" not in page


def test_a_number_that_is_needed_is_not_called_optional(client_of: Browser):
    page = client_of("ada").get("/admin/settings").text
    for name in ("fiscal_month", "help_failures", "smtp_port"):
        assert "optional" not in page.partition(f'for="{name}"')[2].partition("</label>")[0]
    assert "optional" in page.partition('for="smtp_host"')[2].partition("</label>")[0]
    for anchor in ("organisation", "dates", "help", "kept", "mail", "robot", "environment"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page
