"""An administrator looks through somebody's eyes: with a reason and a trace, never private things, never writing."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import AnyConverter, Rule
from werkzeug.routing.converters import NumberConverter

from courseware import db, worker
from courseware.accounts.models import FailedSignIn, Person
from courseware.admin.demo.study import me
from courseware.content.definitions import Course
from courseware.exercise import actions as exercises
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.notices.models import Notice
from courseware.web import support
from tests.world import PASSWORD, Cast

Browser = Callable[[str], FlaskClient]
READS = {"GET", "HEAD", "OPTIONS"}
REASON = "林夏 cannot open module 3"


def begin(client: FlaskClient, person: int, **changes: str) -> Any:
    data = {"reason": REASON, "password": PASSWORD} | changes
    return client.post(f"/admin/people/{person}/supports", data=data)


@pytest.fixture
def ada(client_of: Browser, cast: Cast) -> FlaskClient:
    """The administrator's browser, looking through lin's eyes."""
    client = client_of("ada")
    assert begin(client, cast.lin).status_code == 303
    return client


def everything(database: db.Database) -> dict[str, str]:
    """A digest of every table."""
    found = {}
    with db.reading(database) as rows:
        for table in db.Base.metadata.sorted_tables:
            query = select(table).order_by(*table.primary_key.columns)
            lines = "\n".join(str(tuple(row)) for row in rows.execute(query))
            found[table.name] = hashlib.sha256(lines.encode()).hexdigest()
    return found


def address(rule: Rule, cast: Cast) -> str:
    """An address of a rule, with a number or a word for each of its parts."""
    words: dict[str, Any] = {}
    for name in rule.arguments:
        of = rule._converters[name]
        if isinstance(of, AnyConverter):
            words[name] = min(of.items)
        else:
            words[name] = cast.lin if isinstance(of, NumberConverter) else "x"
    built = rule.build(words)
    assert built is not None
    return built[1]


def test_every_page_is_the_persons_and_says_who_looks(ada: FlaskClient, client_of: Browser):
    for page in ("/", "/account", "/modules", "/exercises", "/certificates"):
        text = ada.get(page).text
        assert "You see what 林夏 sees" in text
        assert "/admin/supports/endings" in text
    assert ada.get("/admin/people").status_code == 404
    assert "You see what" not in client_of("lin").get("/").text


def test_no_writing_request_of_any_page_does_anything(
    app: Flask, ada: FlaskClient, database: db.Database, cast: Cast
):
    before, tried = everything(database), 0
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - READS):
            if rule.endpoint == "admin.end_support":
                continue
            for sent in ({"data": {"name": "x", "password": "x"}}, {"json": {"data": {}}}):
                answer = ada.open(address(rule, cast), method=method, **sent)
                assert answer.status_code == 403, (rule, method)
                words = answer.json["error"] if "json" in sent else answer.text
                assert "for support: nothing can be changed" in words, (rule, method)
                tried += 1
    assert tried > 150
    assert everything(database) == before


def test_the_refusal_speaks_the_readers_language(ada: FlaskClient):
    ada.get("/?lang=zh")
    assert "不能做任何更改" in ada.post("/account/language", data={"lang": "en"}).text


def test_what_got_past_the_first_wall_stops_at_the_unit_of_work(
    app: Flask, ada: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    walls = app.before_request_funcs[None]
    monkeypatch.setitem(
        app.before_request_funcs, None, [w for w in walls if w is not support.refuse_writing]
    )
    with pytest.raises(RuntimeError, match="only reads"):
        ada.post("/account/language", data={"lang": "zh"})


def test_beginning_and_end_are_in_the_journal_and_the_person_is_told(
    ada: FlaskClient, client_of: Browser, database: db.Database, cast: Cast
):
    answer = ada.post("/admin/supports/endings")
    assert answer.location == f"/admin/people/{cast.lin}"
    assert ada.get("/admin/people").status_code == 200
    with db.reading(database) as rows:
        query = select(Entry.actor_id, Entry.verb, Entry.about_id, Entry.particulars)
        found = rows.execute(query.where(Entry.object_kind == "support").order_by(Entry.id)).all()
    assert found == [
        (cast.ada, "started-support", cast.lin, {"reason": REASON}),
        (cast.ada, "ended-support", cast.lin, {}),
    ]
    assert REASON in client_of("lin").get("/notices").text
    page = ada.get("/admin/journal?q=support").text
    assert "signed in for support as" in page
    assert "林夏" in page
    assert ada.post("/admin/supports/endings").status_code == 303  # a second press does no harm


def test_after_half_an_hour_it_is_over_by_itself(
    app: Flask, ada: FlaskClient, database: db.Database, cast: Cast
):
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        late = ada.post(f"/admin/people/{cast.sam}/deactivations")
        assert late.status_code == 403  # sent as lin, and not done as the administrator
        assert "yourself again" in late.text
        assert ada.get("/admin/people").status_code == 200
        assert "You see what" not in ada.get("/").text
        worker.do_all(app)
        worker.do_all(app)
    with db.reading(database) as rows:
        ends = select(func.count()).where(Entry.verb == "ended-support")
        assert rows.scalar(ends) == 1
        assert rows.scalar(select(Person.deactivated_at).where(Person.id == cast.sam)) is None


def test_a_cookie_that_was_kept_is_worth_nothing_after_the_end(ada: FlaskClient):
    with ada.session_transaction() as cookie:
        kept = dict(cookie["support"])
    ada.post("/admin/supports/endings")
    with ada.session_transaction() as cookie:
        cookie["support"] = kept
    assert "You see what" not in ada.get("/").text
    assert ada.get("/admin").status_code == 200


def test_it_ends_with_the_administrators_rights(
    ada: FlaskClient, database: db.Database, cast: Cast
):
    with db.transaction(database):
        db.load(Person, cast.ada).is_administrator = False
    assert "You see what" not in ada.get("/").text


@pytest.mark.parametrize(
    "wrong", [{"password": "not mine"}, {"password": ""}, {"reason": ""}, {"reason": "why"}]
)
def test_without_reason_or_own_password_nothing_begins(
    client_of: Browser, database: db.Database, cast: Cast, wrong: dict[str, str]
):
    ada = client_of("ada")
    assert begin(ada, cast.lin, **wrong).status_code == 422
    assert "You see what" not in ada.get("/").text
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count()).where(Entry.object_kind == "support")) == 0
        assert rows.scalar(select(func.count()).select_from(Notice)) == 0


def test_wrong_passwords_are_counted_and_locked(
    client_of: Browser, database: db.Database, cast: Cast
):
    ada = client_of("ada")
    for _ in range(5):
        begin(ada, cast.lin, password="not mine")
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count()).select_from(FailedSignIn)) == 5
    assert begin(ada, cast.lin).status_code == 422


def test_nobody_becomes_an_administrator_and_only_administrators_support(
    client_of: Browser, database: db.Database, cast: Cast
):
    for name in ("lin", "tara", "mei", "ann"):
        assert client_of(name).get(f"/admin/people/{cast.sam}/supports").status_code == 404
        assert begin(client_of(name), cast.sam).status_code == 404
    with db.transaction(database):
        db.load(Person, cast.sam).is_administrator = True
        db.load(Person, cast.otto).deactivated_at = clock.now()
    ada = client_of("ada")
    for person in (cast.ada, cast.sam, cast.otto):
        assert begin(ada, person).status_code == 422
    assert begin(ada, 10**6).status_code == 404
    assert ada.get("/admin").status_code == 200


def test_drafts_recordings_and_own_data_stay_the_persons(
    ada: FlaskClient, client_of: Browser, database: db.Database, cast: Cast, course: Course
):
    definition = next(e for e in course.exercises.values() if e.filled_by == "learner")
    with db.transaction(database):
        number = exercises.open_submission(me(cast.lin), definition, "")
    assert client_of("lin").get(f"/submissions/{number}").status_code == 200
    for private in (
        f"/submissions/{number}", f"/submissions/{number}.pdf", "/recordings", "/recordings/1",
        "/recordings/consents", "/account/data/copies/1",
    ):  # fmt: skip
        assert ada.get(private).status_code == 403, private


def test_private_notes_on_people_stay_their_authors(client_of: Browser, cast: Cast):
    words = "谈到价格就脸红，多陪两次"
    sent = client_of("mei").post(f"/people/{cast.lin}/coaching/notes", data={"text": words})
    assert sent.status_code == 303
    page = f"/people/{cast.lin}/coaching"
    assert words in client_of("mei").get(page).text
    ada = client_of("ada")
    assert begin(ada, cast.mei).status_code == 303
    shown = ada.get(page)
    assert shown.status_code == 403
    assert words not in shown.text
