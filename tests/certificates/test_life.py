"""A certificate is issued again with its name put right, revoked, warned of, ends and is renewed; it never goes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from courseware import db, worker
from courseware.accounts.models import Person
from courseware.certificates import actions
from courseware.certificates.actions.life import warn_of_ends
from courseware.certificates.models import Certificate
from courseware.certificates.rules import expires_after, warning_due
from courseware.content import current
from courseware.content.definitions import CertificateRules, Course
from courseware.errors import Conflict, NotFound, Refused
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.learning.actions import enrol
from courseware.notices.models import Notice
from tests.certificates.conftest import ALL, Browser, Finish, do, serials
from tests.world import Cast

DAY = timedelta(days=1)


@pytest.fixture
def ending(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The sample course, whose certificate is valid for a year."""
    rules = CertificateRules(valid_months={"course": 12})
    made = replace(course, certificates=rules)
    monkeypatch.setattr(current, "course", lambda: made)
    return made


def rows_of(database: db.Database) -> list[Any]:
    with db.reading(database) as rows:
        return list(rows.execute(select(Certificate.__table__).order_by(Certificate.id)))


def told(database: db.Database, person_id: int, key: str) -> list[str]:
    with db.reading(database) as rows:
        query = select(Notice.key).where(Notice.person_id == person_id, Notice.key.startswith(key))
        return list(rows.scalars(query.order_by(Notice.id)))


def move_end(database: db.Database, serial: str, left: timedelta) -> None:
    with db.transaction(database) as session:
        change = update(Certificate).where(Certificate.serial == serial)
        session.execute(change.values(expires_at=clock.now() + left))


def test_with_the_name_put_right_the_old_number_points_to_the_new(
    app: Flask, client_of: Browser, finish: Finish, database: db.Database, cast: Cast
):
    old = finish()
    answer = client_of("ada").post(
        f"/certificates/{old}/reissues", data={"name": " 林小夏 ", "reason": "改名"}
    )
    assert answer.status_code == 303
    first, second = rows_of(database)
    assert first.serial == old
    assert (first.facts["name"], first.revoked_at) == ("林夏", None)
    assert first.replaced_at is not None
    assert (second.facts["name"], second.replaces_id) == ("林小夏", first.id)
    assert {**second.facts, "name": ""} == {**first.facts, "name": ""}
    assert (second.source_id, second.generation) == (first.source_id, first.generation)
    assert answer.location == f"/certificates/{second.serial}/reissues"
    public = client_of("nobody").get(f"/verify/{old}?lang=en").text
    assert f"/verify/{second.serial}" in public
    assert "genuine and valid" not in public
    new = client_of("nobody").get(f"/verify/{second.serial}?lang=en").text
    assert "林小夏" in new
    assert told(database, cast.lin, f"certificate:{second.serial}") != []
    with db.reading(database) as rows:
        verbs = rows.scalars(select(Entry.verb).where(Entry.object_id == second.serial)).all()
    assert list(verbs) == ["reissued"]
    own = client_of("lin").get("/certificates").text
    assert "replaced" in own
    assert second.serial in own
    do(database, current.course(), cast.lin, ALL[0])
    worker.do_all(app)
    assert len(serials(database)) == 2


def test_only_what_stands_is_changed_and_only_with_name_and_reason(
    client_of: Browser, finish: Finish, database: db.Database, cast: Cast
):
    serial = finish()
    for name, reason in (("", "x"), ("林", " ")):
        with pytest.raises(Refused), db.transaction(database):
            actions.reissue(cast.ada, serial, name, reason=reason)
    refused = client_of("ada").post(f"/certificates/{serial}/reissues", data={"name": "林"})
    assert refused.status_code == 422
    assert len(rows_of(database)) == 1
    with db.transaction(database):
        new = actions.reissue(cast.ada, serial, "林", reason="x")
    for change in (
        lambda: actions.reissue(cast.ada, serial, "林", reason="x"),
        lambda: actions.revoke(cast.ada, serial, "x"),
    ):
        with pytest.raises(Conflict), db.transaction(database):
            change()
    with db.transaction(database):
        actions.revoke(cast.ada, new, "x")
    with pytest.raises(Conflict), db.transaction(database):
        actions.reissue(cast.ada, new, "林", reason="x")
    assert told(database, cast.lin, "revoked:") == [f"revoked:{new}"]


def test_of_an_erased_person_nothing_is_issued_again(
    client_of: Browser, finish: Finish, database: db.Database, cast: Cast
):
    serial = finish()
    with db.transaction(database) as session:
        session.execute(update(Person).where(Person.id == cast.lin).values(erased_at=clock.now()))
    assert client_of("ada").get(f"/certificates/{serial}/reissues").status_code == 404
    with pytest.raises(NotFound), db.transaction(database):
        actions.reissue(cast.ada, serial, "林", reason="x")
    assert serial in client_of("ada").get("/admin/certificates").text
    assert "林夏" not in client_of("ada").get("/admin/certificates").text


@pytest.mark.usefixtures("ending")
def test_a_year_later_it_has_ended_and_says_so(
    client_of: Browser, finish: Finish, database: db.Database
):
    serial = finish()
    [row] = rows_of(database)
    assert row.expires_at is not None
    move_end(database, serial, -DAY)
    assert "expired" in client_of("lin").get("/certificates").text
    assert "has expired" in client_of("nobody").get(f"/verify/{serial}?lang=en").text
    assert len(rows_of(database)) == 1


@pytest.mark.parametrize(
    ("issued", "months", "ends"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-11-23", 12, "2027-11-23"),
        ("2026-11-23", 2, "2027-01-23"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-31", 24, "2028-12-31"),
    ],
)
def test_it_ends_on_the_same_day_of_its_last_month(issued: str, months: int, ends: str):
    at = clock.now().fromisoformat(f"{issued}T08:00:00+00:00")
    assert expires_after(at, months) == clock.now().fromisoformat(f"{ends}T08:00:00+00:00")
    assert expires_after(at, None) is None


def test_it_is_warned_of_thirty_and_seven_days_before():
    now = clock.now()
    days = [31, 30, 8, 7, 1, 0, -1]
    assert [warning_due(now + n * DAY, now) for n in days] == [None, 30, 30, 7, 7, None, None]


def test_each_warning_comes_once_and_none_after_it_was_renewed(
    app: Flask, ending: Course, finish: Finish, database: db.Database, cast: Cast
):
    serial = finish()

    def warn() -> list[str]:
        with app.app_context(), db.transaction(database):
            warn_of_ends()
        return told(database, cast.lin, "ends:")

    assert warn() == []
    for left, expected in ((29, ["30"]), (28, ["30"]), (6, ["30", "7"]), (1, ["30", "7"])):
        move_end(database, serial, left * DAY)
        assert warn() == [f"ends:{serial}:{days}" for days in expected]
    with db.transaction(database):
        enrol(cast.lin, "new-seller", "test-2", afresh=True)
    do(database, ending, cast.lin, *ALL)
    worker.do_all(app)
    old, new = rows_of(database)
    assert (old.serial, new.renews_id, new.generation) == (serial, old.id, 2)
    assert (old.revoked_at, old.replaced_at) == (None, None)
    move_end(database, serial, 20 * DAY)
    assert warn() == [f"ends:{serial}:30", f"ends:{serial}:7"]


def test_the_rule_met_anew_renews_without_another_enrolment(
    app: Flask,
    ending: Course,
    client_of: Browser,
    finish: Finish,
    database: db.Database,
    cast: Cast,
):
    with clock.frozen(clock.now() - timedelta(days=330)):
        serial = finish()
    page = client_of("lin").get("/certificates").text
    assert "Meet its rule again" in page
    assert "to renew" in page
    worker.do_all(app)
    assert serials(database) == [serial]
    do(database, ending, cast.lin, *ALL[:-1])
    worker.do_all(app)
    assert serials(database) == [serial]
    do(database, ending, cast.lin, ALL[-1])
    worker.do_all(app)
    old, new = rows_of(database)
    assert (new.renews_id, new.generation, new.source_id) == (old.id, 2, old.source_id)
    move_end(database, serial, -DAY)
    page = client_of("lin").get("/certificates").text
    assert "renewed" in page
    assert "Meet its rule again" not in page


def test_a_class_sees_who_holds_what_and_who_lacks_what(
    client_of: Browser, finish: Finish, cast: Cast
):
    path = f"/cohorts/{cast.cohort}/certificates"
    page = client_of("tara").get(path).text
    assert "none yet" in page
    assert "Pass module 1: The first talk" in page
    serial = finish()
    page = client_of("tara").get(path).text
    assert f"/certificates/{serial}.pdf" in page
    assert "Pass module 1" not in page
    assert client_of("ada").get(path).status_code == 200
    assert client_of("tara").get(f"{path}?kind=nonsense&page=x").status_code == 200
    for name in ("lin", "mei", "oda", "ann", "sam"):
        assert client_of(name).get(path).status_code == 404, name
    assert client_of("nobody").get(path).location == f"/login?next={path}"
    assert client_of("tara").get("/cohorts/999999/certificates").status_code == 404
    assert client_of("tara").post(path).status_code == 405


def test_a_trainer_is_not_told_how_somebody_drills(
    client_of: Browser, course: Course, cast: Cast, monkeypatch: pytest.MonkeyPatch,
    database: db.Database,
):  # fmt: skip
    rules = CertificateRules(kinds=("exercise", "practice", "course"), scenarios=1, drill_share=50)
    monkeypatch.setattr(current, "course", lambda: replace(course, certificates=rules))
    do(database, course, cast.lin, ALL[2])
    own = client_of("lin").get("/certificates").text
    assert "Answer 4 objections in the drill in time: Manufacturing" in own
    page = client_of("tara").get(f"/cohorts/{cast.cohort}/certificates?kind=practice").text
    assert "Pass 1 different role-plays: Manufacturing" in page
    assert "Answer 4 objections" not in page


def test_administrators_find_every_certificate(
    client_of: Browser, finish: Finish, database: db.Database, cast: Cast
):
    serial = finish()
    ada, path = client_of("ada"), "/admin/certificates"
    for words in (
        "", f"?q={serial.lower()}", "?q=林", "?kind=course", "?state=valid", f"?q={serial[4:9]}",
        "?kind=x&state=y",
    ):  # fmt: skip
        assert serial in ada.get(path + words).text, words
    for words in ("?q=nobody", "?kind=part", "?state=revoked", "?state=expired", "?state=replaced"):
        assert serial not in ada.get(path + words).text, words
    move_end(database, serial, -DAY)
    assert serial in ada.get(f"{path}?state=expired").text
    with db.transaction(database):
        new = actions.reissue(cast.ada, serial, "林", reason="x")
        actions.revoke(cast.ada, new, "x")
    assert serial in ada.get(f"{path}?state=replaced").text
    assert new in ada.get(f"{path}?state=revoked").text
    for name in ("lin", "tara", "mei", "ann"):
        assert client_of(name).get(path).status_code == 404, name
        assert client_of(name).get(f"/certificates/{new}/reissues").status_code == 404, name
    assert client_of("nobody").get(path).status_code == 302
    assert ada.get("/certificates/SSM-2026-0000-0000-0000/reissues").status_code == 404
    assert ada.post(path).status_code == 405
