"""The organisation's choices: kept, seen everywhere, and never in the way of a newer version."""

import pytest
from flask import Flask

from courseware import db
from courseware.errors import Refused
from courseware.settings import actions, queries
from courseware.settings.models import Setting
from courseware.settings.rules import Organisation, organisation


def test_until_somebody_chooses_the_defaults_hold(database: db.Database):
    with db.reading(database):
        assert queries.current() == Organisation()
    assert Organisation().time_zone == "Asia/Shanghai"
    assert not Organisation().sends_mail


def test_a_choice_is_kept_and_changed(database: db.Database):
    for name in ("甲公司", "乙公司"):
        with db.transaction(database):
            actions.change(name_zh=name, fiscal_month=4, smtp_tls=False)
    with db.reading(database):
        found = queries.current()
    assert (found.name("zh"), found.fiscal_month, found.smtp_tls) == ("乙公司", 4, False)
    assert found.name("en") == "Sample Academy"


def test_a_name_that_is_no_setting_is_refused_and_nothing_changes(database: db.Database):
    with pytest.raises(Refused, match="colour"), db.transaction(database):
        actions.change(name_zh="x", colour="red")
    with db.reading(database):
        assert queries.current().name_zh == Organisation().name_zh


def test_a_setting_of_another_version_is_ignored(database: db.Database):
    with db.transaction(database) as session:
        session.add(Setting(name="from_the_future", value=1))
    with db.reading(database):
        assert queries.current() == Organisation()


@pytest.mark.parametrize(
    ("rows", "sends"),
    [
        ({"smtp_host": "h"}, False),
        ({"mail_from": "a@b"}, False),
        ({"smtp_host": "h", "mail_from": "a@b"}, True),
    ],
)
def test_mail_needs_a_server_and_a_sender(rows: dict[str, object], sends: bool):
    assert organisation(rows).sends_mail is sends


def test_every_page_bears_the_name_that_was_chosen(app: Flask, database: db.Database):
    with db.transaction(database):
        actions.change(name_zh="<甲> 公司", name_en="Jia & Co")
    app.extensions["organisation"].forget()
    assert "Jia &amp; Co" in app.test_client().get("/login?lang=en").text
    assert "&lt;甲&gt; 公司" in app.test_client().get("/login?lang=zh").text
