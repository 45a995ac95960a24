"""What the public page says of a number and of a file, to anybody, in both languages; nothing that is sent is kept."""

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from courseware import db
from courseware.accounts.models import Person
from courseware.certificates.documents import records as paper
from courseware.certificates.models import Certificate
from courseware.certificates.rules.addresses import is_test_address
from courseware.certificates.rules.files import MOST, TooLarge, judge, look_at
from courseware.kit import clock
from courseware.web.limits import counter
from tests.certificates.conftest import Browser, Finish
from tests.world import Cast

UNKNOWN = "SSM-2026-0000-0000-0000"
GENUINE = "This certificate is genuine and valid"


@pytest.fixture
def public(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that others can reach."""
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://training.example.com")


@pytest.fixture
def serial(public: None, finish: Finish) -> str:  # noqa: ARG001 - its certificate is no test
    return finish()


def change(database: db.Database, serial: str, **values: object) -> None:
    with db.transaction(database) as session:
        session.execute(update(Certificate).where(Certificate.serial == serial).values(**values))


def send(client_of: Browser, place: str, content: bytes, name: str = "证书.pdf") -> TestResponse:
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(content), name)})
    return client_of("nobody").post(
        f"/verify/{place}?lang=en",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def record(client_of: Browser, serial: str, more: str = "") -> bytes:
    return client_of("lin").get(f"/certificates/{serial}.pdf{more}").data


def second(finish: Finish, cast: Cast, first: str) -> str:
    """The certificate of somebody else."""
    found = finish(cast.otto)
    assert found != first
    return found


@pytest.mark.parametrize(
    "write",
    [str.lower, lambda s: s.replace("0", "O"), lambda s: s.replace("1", "l"), lambda s: s.replace("-", " ")],
)  # fmt: skip
def test_a_number_is_found_however_it_was_typed(client_of: Browser, serial: str, write: Any):
    page = client_of("nobody").get(f"/verify/{write(serial)}?lang=en")
    assert page.status_code == 200
    assert GENUINE in page.text
    assert serial in page.text


def test_each_state_is_told_and_never_taken_for_unknown(
    client_of: Browser, serial: str, database: db.Database, cast: Cast
):
    nobody = client_of("nobody")

    def page(lang: str = "en") -> str:
        answer = nobody.get(f"/verify/{serial}?lang={lang}")
        assert answer.status_code == 200
        assert "There is no certificate" not in answer.text
        return answer.text

    assert GENUINE in page()
    past = clock.now() - timedelta(days=1)
    change(database, serial, expires_at=past)
    assert "has expired" in page()
    assert "已过期" in page("zh")
    change(database, serial, revoked_at=past, revoked_by_id=cast.ada, revoked_reason="发错了")
    assert "This certificate has been revoked" in page()
    assert "Revoked on" in page()
    assert "已被撤销" in page("zh")
    assert "发错了" not in page()  # a reason may speak of the person
    assert GENUINE not in page()
    unknown = nobody.get(f"/verify/{UNKNOWN}?lang=en")
    assert unknown.status_code == 404
    assert "There is no certificate with this number" in unknown.text


def test_of_a_replaced_and_of_a_renewed_one_the_newer_is_named(
    client_of: Browser, serial: str, finish: Finish, database: db.Database, cast: Cast
):
    newer = second(finish, cast, serial)
    with db.reading(database) as rows:
        number = rows.scalar(select(Certificate.id).where(Certificate.serial == serial))
    change(database, newer, renews_id=number)
    page = client_of("nobody").get(f"/verify/{serial}?lang=en").text
    assert GENUINE in page
    assert "It was renewed" in page
    assert f'href="/verify/{newer}"' in page
    change(database, newer, renews_id=None, replaces_id=number)
    change(database, serial, replaced_at=clock.now())
    page = client_of("nobody").get(f"/verify/{serial}?lang=en").text
    assert "This certificate has been replaced" in page
    assert GENUINE not in page
    assert f'href="/verify/{newer}"' in page
    assert GENUINE in client_of("nobody").get(f"/verify/{newer}?lang=en").text


def test_a_test_proves_nothing_and_says_so(client_of: Browser, finish: Finish):
    page = client_of("nobody").get(f"/verify/{finish()}?lang=en").text
    assert "This is a test and proves nothing" in page
    assert GENUINE not in page


@pytest.mark.parametrize(
    ("address", "is_test"),
    [
        ("", True), ("http://localhost:8000", True), ("http://127.0.0.1", True), ("http://[::1]:80", True),
        ("http://0.0.0.0:8000", True), ("https://training.example.com", False), ("http://10.0.0.5", False),
    ],
)  # fmt: skip
def test_an_address_that_nobody_else_can_open_is_for_tests(address: str, is_test: bool):
    assert is_test_address(address) is is_test


def test_how_to_check_the_signature_is_said(client_of: Browser, serial: str):
    page = client_of("nobody").get(f"/verify/{serial}?lang=en").text
    pem = client_of("nobody").get("/verify/keys.pem")
    assert "BEGIN CERTIFICATE" in pem.text
    assert "PRIVATE" not in pem.text
    fingerprint = pem.text.partition("SHA-256 ")[2][:64]
    assert fingerprint in page
    assert f"pdfsig {serial}.pdf" in page
    with pikepdf.open(io.BytesIO(record(client_of, serial))) as pdf:
        assert pdf.Root.AcroForm.Fields[0].V.SubFilter == "/ETSI.CAdES.detached"


def test_the_very_file_is_known_with_or_without_its_number(client_of: Browser, serial: str):
    content = record(client_of, serial)
    for place in (f"{serial}/checks", f"{serial.lower()}/checks", "checks"):
        answer = send(client_of, place, content)
        assert answer.status_code == 200
        assert "This is the very file that was signed" in answer.text
        assert GENUINE in answer.text
        assert "林夏" in answer.text


def test_the_very_file_of_a_revoked_one_is_revoked_all_the_same(
    client_of: Browser, serial: str, database: db.Database, cast: Cast
):
    content = record(client_of, serial)
    change(database, serial, revoked_at=clock.now(), revoked_by_id=cast.ada, revoked_reason="x")
    for place in (f"{serial}/checks", "checks"):
        page = send(client_of, place, content).text
        assert "This is the very file that was signed" in page
        assert "This certificate has been revoked" in page


def test_an_altered_file_is_exposed(client_of: Browser, serial: str):
    content = record(client_of, serial)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        saved = io.BytesIO()
        pdf.save(saved)
    one_bit = content[:-40] + bytes([content[-40] ^ 1]) + content[-39:]
    for altered in (one_bit, content + b"\n", saved.getvalue()):
        for place in (f"{serial}/checks", "checks"):
            page = send(client_of, place, altered).text
            assert "This file was altered, or is only a copy" in page
            assert "very file" not in page


def test_a_copy_is_told_that_it_cannot_be_compared(client_of: Browser, serial: str):
    copy = record(client_of, serial, "?copy=1&lang=en")
    for place in (f"{serial}/checks", "checks"):
        page = send(client_of, place, copy).text
        assert "This file says that it is a copy" in page
        assert "altered" not in page


def test_the_file_of_another_certificate_is_named(
    client_of: Browser, serial: str, finish: Finish, cast: Cast
):
    other = second(finish, cast, serial)
    page = send(client_of, f"{other}/checks", record(client_of, serial)).text
    assert "This file belongs to another certificate" in page
    assert f'href="/verify/{serial}"' in page
    copy = record(client_of, serial, "?copy=1")
    assert f'href="/verify/{serial}"' in send(client_of, f"{other}/checks", copy).text


def test_before_there_is_a_record_nothing_is_called_altered(
    client_of: Browser, serial: str, database: db.Database
):
    content = record(client_of, serial)
    change(database, serial, file=None, sha256=None, printed_at=None)
    assert "nothing to compare" in send(client_of, f"{serial}/checks", content).text


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"%PDF-1.7" + b" " * MOST, 413, "The file is larger than 10 MB."),
        (b"<html>not a pdf", 422, "This file is no PDF."),
        (b"", 422, "This file is no PDF."),
        (b"%PDF-1.7 of somebody else", 200, "This file was altered, or is only a copy"),
    ],
)
def test_what_cannot_be_compared_is_said(
    client_of: Browser, serial: str, content: bytes, status: int, words: str
):
    for place in (f"{serial}/checks", "checks"):
        answer = send(client_of, place, content)
        assert answer.status_code == status
        assert words in answer.text


def test_nothing_chosen_is_said_and_a_wrong_number_stays_unknown(client_of: Browser, serial: str):
    nobody = client_of("nobody")
    answer = nobody.post(f"/verify/{serial}/checks?lang=en", data={})
    assert (answer.status_code, "Choose the PDF first." in answer.text) == (422, True)
    answer = send(client_of, f"{UNKNOWN}/checks", b"%PDF-1.7")
    assert answer.status_code == 404
    assert "There is no certificate with this number" in answer.text


def test_nothing_that_is_sent_is_kept(
    app: Flask, client_of: Browser, serial: str, database: db.Database
):
    def everything() -> tuple[Any, ...]:
        instance = app.extensions["settings"].instance
        there = sorted((str(p), p.stat().st_size) for p in instance.rglob("*") if p.is_file())
        with db.reading(database) as rows:
            counts = {
                table.name: rows.scalar(select(func.count()).select_from(table))
                for table in db.Base.metadata.sorted_tables
            }
        return there, counts

    content = record(client_of, serial)
    before = everything()
    for sent in (content, content + b"x", b"%PDF-1.7" + b" " * (2 * 1024 * 1024), b"nothing"):
        for place in (f"{serial}/checks", "checks"):
            send(client_of, place, sent)
    assert everything() == before


def test_of_an_erased_holder_no_fact_is_told_whatever_is_sent(
    client_of: Browser, serial: str, database: db.Database, cast: Cast
):
    content = record(client_of, serial)
    with db.transaction(database) as session:
        session.execute(update(Person).where(Person.id == cast.lin).values(erased_at=clock.now()))
    for page in (
        client_of("nobody").get(f"/verify/{serial}?lang=en").text,
        send(client_of, "checks", content).text,
    ):
        assert "holder&#39;s data removed" in page
        assert "林夏" not in page
        assert "fingerprint" not in page


def test_it_is_asked_only_so_often(client_of: Browser, serial: str):
    counter.enabled = True
    try:
        answers = [send(client_of, f"{serial}/checks", b"x").status_code for _ in range(31)]
    finally:
        counter.enabled = False
        counter.reset()
    assert answers[:30] == [422] * 30
    assert answers[30] == 429


def test_a_serial_across_two_pieces_is_seen(serial: str):
    marked = b"%PDF-1.7\n" + b"x" * 100 + paper.MARK.format(serial=serial).encode()
    whole = look_at([marked])
    assert (whole.serials, whole.is_copy, whole.is_pdf) == ((serial,), True, True)
    for cut in range(len(marked)):
        assert look_at([marked[:cut], marked[cut:]]) == whole
    with pytest.raises(TooLarge):
        look_at(b"x" * 1024 for _ in range(MOST // 1024 + 1))


def test_a_file_is_judged_by_what_is_known(serial: str):
    seen = look_at([b"%PDF-"])
    assert judge(seen, serial, None).word == "same"
    assert judge(seen, serial, serial).word == "same"
    assert judge(seen, serial, UNKNOWN).word == "other"
    assert judge(seen, None, serial).word == "altered"
    assert judge(seen, None, serial, is_made=False).word == "waiting"
