"""Many certificates at once: ordered by who may, made piece by piece, resumed, cancelled, kept for a week."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from courseware import db, worker
from courseware.accounts.models import Person, TeamMembership
from courseware.certificates.actions import orders as actions
from courseware.certificates.documents import bundles
from courseware.certificates.jobs import orders as jobs
from courseware.certificates.models import Certificate, CertificateOrder
from courseware.certificates.rules import new_serial
from courseware.certificates.rules.orders import file_name, parts_of, pieces_of
from courseware.cohorts.models import CohortMembership
from courseware.kit import clock
from courseware.kit.jobs import Job
from courseware.kit.pdf import gathering
from courseware.notices.models import Notice
from courseware.web.printing import storage
from tests.certificates.conftest import Browser
from tests.world import START, Cast

COUNT = 12
SERIALS = [new_serial(2026) for _ in range(COUNT)]
ODD = ("=1+1 公式", 'a<b>:"/\\|?*. ', "㛃䶮", "林夏")
FACTS = {
    "title": {"zh": "销售小课", "en": "A small sales course"},
    "track": {"zh": "新销售", "en": "New seller"},
    "modules": 2,
    "exercises": [],
    "average": 90.0,
}
COHORT = "/certificates/orders?place=cohort:{}"
Holders = list[tuple[int, str]]
Order = Callable[..., int]


def a_pdf(pages: int = 2) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page(page_size=(300, 200))
    made.save(out)
    return out.getvalue()


def serial(number: int) -> str:
    return SERIALS[number]


@pytest.fixture
def holders(database: db.Database, cast: Cast) -> Holders:
    """Twelve members of tara's class and mei's team who hold a certificate each; some have odd names."""
    emails = [f"h{n}@test.example" for n in range(COUNT)]
    with db.transaction(database) as session:
        rows = [
            {"email": email, "name": ODD[n] if n < len(ODD) else f"学员{n:02d}", "lang": "en"}
            for n, email in enumerate(emails)
        ]
        session.execute(insert(Person), rows)
        query = select(Person.id, Person.name).where(Person.email.in_(emails)).order_by(Person.id)
        found = [(row.id, row.name) for row in session.execute(query)]
        for kind, place in ((TeamMembership, "team"), (CohortMembership, "cohort")):
            where = {f"{place}_id": getattr(cast, place), "from_on": START}
            session.execute(insert(kind), [{"person_id": p, **where} for p, _ in found])
        certificates = [_certificate(n, who) for n, who in enumerate(found)]
        session.execute(insert(Certificate), certificates)
        session.execute(update(Person).where(Person.id == cast.tara).values(lang="en"))
    return found


def _certificate(number: int, who: tuple[int, str]) -> dict[str, Any]:
    is_form = number == COUNT - 1
    return {
        "serial": serial(number),
        "kind": "exercise" if is_form else "course",
        "person_id": who[0],
        "source_id": who[0],
        "subject": "plan" if is_form else "new-seller",
        "edition": "2026-1",
        "facts": FACTS | {"name": who[1]},
        "issued_at": clock.now(),
    }


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Records are made at once, of blank pages; the numbers of the certificates in the order they were made."""
    seen: list[int] = []

    def make(certificate_id: int) -> None:
        key = storage().put(a_pdf(), ".pdf")
        seen.append(certificate_id)
        db.load(Certificate, certificate_id).file = key

    monkeypatch.setattr(jobs, "make_record", make)
    return seen


@pytest.fixture
def order(client_of: Browser, cast: Cast) -> Order:
    """tara orders everything of her class; the number of the order."""

    def ordered(who: str = "tara", **sent: Any) -> int:
        data = {"kinds": ["course", "exercise"], "form": "zip"} | sent
        answer = client_of(who).post(COHORT.format(cast.cohort), data=data)
        assert answer.status_code == 303, answer.text
        return int(answer.location.rpartition("/")[2])

    return ordered


def row_of(database: db.Database, number: int) -> Any:
    with db.reading(database) as rows:
        return rows.execute(
            select(CertificateOrder.__table__).where(CertificateOrder.id == number)
        ).one()


def zip_of(client_of: Browser, number: int, who: str = "tara") -> zipfile.ZipFile:
    with client_of(who).get(f"/certificates/orders/{number}/file") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "application/zip")
        return zipfile.ZipFile(io.BytesIO(answer.data))


@pytest.mark.usefixtures("holders")
def test_a_class_comes_as_one_zip_with_names_that_every_system_takes(
    app: Flask, client_of: Browser, order: Order, made: list[int], database: db.Database, cast: Cast
):
    number = order()
    page = client_of("tara").get(f"/certificates/orders/{number}").text
    assert "being made" in page
    assert f'data-poll="/certificates/orders/{number}/state"' in page
    worker.do_all(app)
    archive = zip_of(client_of, number)
    names = archive.namelist()
    assert len(names) == COUNT + 1 == len({name.casefold() for name in names})
    assert f"{serial(3)} 林夏.pdf" in names
    assert f"{serial(1)} a b.pdf" in names
    assert not any(set('<>:"/\\|?*') & set(name) for name in names)
    assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
    table = archive.read("index.csv")
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert len(rows) == COUNT + 1
    assert "'=1+1 公式" in {row[1] for row in rows}
    assert len(made) == COUNT == len(set(made))
    with db.reading(database) as found:
        told = found.execute(select(Notice.href).where(Notice.person_id == cast.tara)).all()
    assert (f"/certificates/orders/{number}",) in told


@pytest.mark.usefixtures("holders", "made")
@pytest.mark.parametrize(("with_forms", "pages"), [("", 2 * COUNT - 1), ("y", 2 * COUNT)])
def test_one_pdf_to_print_with_or_without_the_forms(
    app: Flask, client_of: Browser, order: Order, monkeypatch: pytest.MonkeyPatch, with_forms: str, pages: int
):  # fmt: skip
    monkeypatch.setattr(gathering, "A_VOLUME", 5)
    number = order(form="pdf", with_forms=with_forms)
    worker.do_all(app)
    with client_of("tara").get(f"/certificates/orders/{number}/file") as answer:
        assert answer.mimetype == "application/pdf"
        content = answer.data
    with pikepdf.open(io.BytesIO(content)) as book, book.open_outline() as outline:
        assert len(book.pages) == pages
        assert len(outline.root) == COUNT
        assert "/AcroForm" not in book.Root
    left = list(storage_root(app).glob(f"{jobs.PREFIX}*"))
    assert left == []


@pytest.mark.usefixtures("holders", "made")
def test_who_may_order_whose(client_of: Browser, cast: Cast):
    for who, place, status in (
        ("tara", f"cohort:{cast.cohort}", 200),
        ("ada", f"cohort:{cast.cohort}", 200),
        ("ada", "people", 200),
        ("mei", "people", 200),
        ("mei", f"team:{cast.team}", 200),
        ("bo", f"team:{cast.team}", 200),
        ("oda", f"cohort:{cast.cohort}", 404),
        ("omar", f"team:{cast.team}", 404),
        ("mei", f"cohort:{cast.cohort}", 404),
        ("tara", "people", 404),
        ("lin", "people", 404),
        ("mei", "team:x", 404),
        ("mei", "", 404),
    ):
        where = f"/certificates/orders/new?place={place}"
        assert client_of(who).get(where).status_code == status, (who, place)
        if status == 404:
            sent = {"kinds": ["course"], "form": "zip"}
            answer = client_of(who).post(f"/certificates/orders?place={place}", data=sent)
            assert answer.status_code == 404
    assert client_of("nobody").get("/certificates/orders").status_code == 302
    assert "(11)" in client_of("mei").get("/certificates/orders/new").text
    assert "No certificate here yet" in client_of("omar").get("/certificates/orders/new").text


@pytest.mark.usefixtures("holders", "made")
def test_the_file_is_for_whoever_asked_and_nobody_else(
    app: Flask, client_of: Browser, order: Order
):
    number = order()
    worker.do_all(app)
    for who in ("ada", "mei", "oda", "lin"):
        for part in ("", "/state", "/file"):
            path = f"/certificates/orders/{number}{part}"
            assert client_of(who).get(path).status_code == 404, who
        for part in ("cancellations", "tries"):
            assert client_of(who).post(f"/certificates/orders/{number}/{part}").status_code == 404
    assert client_of("tara").get("/certificates/orders/999/file").status_code == 404
    assert client_of("tara").post(f"/certificates/orders/{number}/file").status_code == 405
    assert f"/certificates/orders/{number}" in client_of("tara").get("/certificates/orders").text
    assert f"/certificates/orders/{number}" not in client_of("ada").get("/certificates/orders").text


@pytest.mark.usefixtures("holders")
def test_a_refused_form_orders_nothing(client_of: Browser, cast: Cast, database: db.Database):
    tara = client_of("tara")
    for sent in ({}, {"kinds": ["course"], "form": "rar"}, {"kinds": ["portfolio"], "form": "zip"}):
        assert tara.post(COHORT.format(cast.cohort), data=sent).status_code == 422
    with db.reading(database) as rows:
        assert rows.execute(select(CertificateOrder.id)).all() == []


@pytest.mark.usefixtures("holders", "made")
def test_the_page_follows_the_worker_and_then_stops_asking(
    app: Flask, client_of: Browser, order: Order
):
    tara, number = client_of("tara"), order()
    path = f"/certificates/orders/{number}/state"
    first = tara.get(path)
    assert "0 / 12" in first.text
    assert tara.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    for _ in range(4):
        worker.do_one(app)
    later = tara.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert "0 / 12" not in later.text
    worker.do_all(app)
    done = tara.get(path)
    assert "12 of 12 certificates are in the file" in done.text
    assert tara.get(path, headers={"If-None-Match": done.headers["ETag"]}).status_code == 204


class Killed(BaseException):
    """The process is gone: nothing of ours runs any more."""


@pytest.mark.usefixtures("holders")
def test_what_a_killed_worker_left_is_continued_and_nothing_is_made_twice(
    app: Flask, client_of: Browser, order: Order, made: list[int], database: db.Database,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    monkeypatch.setattr(actions, "pieces_of", lambda total: [(0, total)])
    number, make = order(), jobs.make_record

    def dies_at_the_fifth(certificate_id: int) -> None:
        if len(made) == 4:
            raise Killed
        make(certificate_id)

    monkeypatch.setattr(jobs, "make_record", dies_at_the_fifth)
    with pytest.raises(Killed):
        worker.do_all(app)
    worker.do_all(app)
    assert len(made) == 4, "the lease of the killed worker still runs"
    monkeypatch.setattr(jobs, "make_record", make)
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        worker.do_all(app)
        assert len(made) == COUNT == len(set(made))
        assert row_of(database, number).done == COUNT
        assert len(zip_of(client_of, number).namelist()) == COUNT + 1


@pytest.mark.usefixtures("holders")
def test_a_worker_killed_while_binding_leaves_no_half_file(
    app: Flask, client_of: Browser, order: Order, made: list[int], monkeypatch: pytest.MonkeyPatch
):
    number, write = order(), bundles.write_zip

    def dies(*_: Any) -> None:
        raise Killed

    monkeypatch.setattr(jobs, "write_zip", dies)
    with pytest.raises(Killed):
        worker.do_all(app)
    assert client_of("tara").get(f"/certificates/orders/{number}/file").status_code == 404
    monkeypatch.setattr(jobs, "write_zip", write)
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        worker.do_all(app)
        assert len(zip_of(client_of, number).namelist()) == COUNT + 1
    assert len(made) == COUNT


@pytest.mark.usefixtures("holders")
def test_an_order_called_off_makes_no_more(
    app: Flask, client_of: Browser, order: Order, made: list[int]
):
    tara, number = client_of("tara"), order()
    for _ in range(3):
        worker.do_one(app)
    sent = tara.post(f"/certificates/orders/{number}/cancellations")
    assert sent.status_code == 303
    before = len(made)
    worker.do_all(app)
    assert 0 < before == len(made) < COUNT
    assert "Called off after" in tara.get(f"/certificates/orders/{number}").text
    assert tara.get(f"/certificates/orders/{number}/file").status_code == 404
    assert tara.post(f"/certificates/orders/{number}/tries").status_code == 409


@pytest.mark.usefixtures("holders")
def test_a_failure_is_said_and_can_be_tried_again(
    app: Flask, client_of: Browser, order: Order, made: list[int], monkeypatch: pytest.MonkeyPatch
):
    tara, number, make = client_of("tara"), order(), jobs.make_record
    with db.reading(app.extensions["database"]) as rows:
        bad = rows.scalar(select(Certificate.id).where(Certificate.serial == serial(5)))

    def one_fails(certificate_id: int) -> None:
        if certificate_id == bad:
            raise RuntimeError("no ink")
        make(certificate_id)

    assert tara.post(f"/certificates/orders/{number}/tries").status_code == 409
    monkeypatch.setattr(jobs, "make_record", one_fails)
    worker.do_all(app)
    page = tara.get(f"/certificates/orders/{number}").text
    assert len(made) == COUNT - 1
    assert f"The certificate {serial(5)} could not be made." in page or "stands still" in page
    monkeypatch.setattr(jobs, "make_record", make)
    assert tara.post(f"/certificates/orders/{number}/tries").status_code == 303
    worker.do_all(app)
    assert len(made) == COUNT == len(set(made))
    assert len(zip_of(client_of, number).namelist()) == COUNT + 1


@pytest.mark.usefixtures("made")
def test_who_was_erased_or_revoked_meanwhile_is_left_out_and_said(
    app: Flask, client_of: Browser, order: Order, holders: Holders, database: db.Database, cast: Cast
):  # fmt: skip
    number = order()
    with db.transaction(database) as session:
        session.execute(
            update(Person).where(Person.id == holders[4][0]).values(erased_at=clock.now())
        )
        gone = {"revoked_at": clock.now(), "revoked_by_id": cast.ada, "revoked_reason": "x"}
        session.execute(update(Certificate).where(Certificate.serial == serial(6)).values(**gone))
    worker.do_all(app)
    page = client_of("tara").get(f"/certificates/orders/{number}").text
    assert "10 of 12 certificates are in the file" in page
    assert "1 left out: the holder&#39;s data was removed." in page
    assert "1 left out: revoked since the order." in page
    archive = zip_of(client_of, number)
    assert len(archive.namelist()) == COUNT - 1
    assert not any(name.startswith((serial(4), serial(6))) for name in archive.namelist())
    assert holders[4][1] not in archive.read("index.csv").decode()


@pytest.mark.usefixtures("made")
def test_the_file_goes_after_a_week_and_with_a_holder_who_is_erased(
    app: Flask, client_of: Browser, order: Order, holders: Holders, database: db.Database
):
    week, erased = order(), order()
    worker.do_all(app)
    keys = [row_of(database, number).file for number in (week, erased)]
    later = clock.now() + timedelta(days=7, minutes=1)
    with clock.frozen(later), app.app_context(), db.working(database):
        jobs.let_orders_go()
    with clock.frozen(later):
        worker.do_all(app)
    assert row_of(database, week).file is None
    assert not any((storage_root(app) / key[:2] / key).exists() for key in keys)
    assert "The file was removed" in client_of("tara").get(f"/certificates/orders/{week}").text
    third = order()
    worker.do_all(app)
    with db.transaction(database) as session:
        at = clock.now() + timedelta(seconds=1)
        session.execute(update(Person).where(Person.id == holders[0][0]).values(erased_at=at))
    assert client_of("tara").get(f"/certificates/orders/{third}/file").status_code == 404
    with app.app_context(), db.working(database):
        jobs.let_orders_go()
    assert row_of(database, third).file is None


def storage_root(app: Flask) -> Any:
    return app.extensions["storage"].root


@pytest.fixture
def still(database: db.Database) -> Iterator[None]:
    yield
    with db.reading(database) as rows:
        assert rows.execute(select(Job.id).where(Job.failed_at.is_not(None))).all() == []


@pytest.mark.usefixtures("holders", "still")
def test_twelve_real_ones_are_printed_signed_and_zipped(
    app: Flask, client_of: Browser, order: Order
):
    number = order(kinds=["course"])
    worker.do_all(app)
    archive = zip_of(client_of, number)
    found = [name for name in archive.namelist() if name.endswith(".pdf")]
    assert len(found) == COUNT - 1
    assert all(b"/ByteRange" in archive.read(name) for name in found)


@pytest.mark.usefixtures("holders")
def test_a_certificate_of_which_nothing_comes_is_a_failure_not_a_wait_without_end(
    app: Flask, client_of: Browser, order: Order, monkeypatch: pytest.MonkeyPatch
):
    number = order()
    monkeypatch.setattr(jobs, "make_record", lambda _certificate_id: None)
    worker.do_all(app)
    page = client_of("tara").get(f"/certificates/orders/{number}").text
    assert "could not be made" in page
    assert "Try again" in page


def test_names_of_files_are_short_and_keep_what_they_can():
    assert file_name("SSM-1", "  CON. ") == "SSM-1 CON.pdf"
    assert file_name("SSM-1", "..") == "SSM-1.pdf"
    assert file_name("SSM-1", "a\u202eb\x00c") == "SSM-1 ab c.pdf"
    assert len(file_name("SSM-1", "名" * 300)) < 90


def test_pieces_cover_everything_once():
    for total in (1, 2, 12, 25, 26, 999, 1000, 5000):
        places = [n for first, count in pieces_of(total) for n in range(first, first + count)]
        assert places == list(range(total))
        assert max(count for _, count in pieces_of(total)) <= 20
    assert parts_of([("A", "exercise"), ("B", "course")], form="pdf", with_forms=False) == (
        "A/1",
        "B",
    )
