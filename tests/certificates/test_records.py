"""The PDF of record: made once by the worker, signed, served unchanged; every other rendition says that it is a copy."""

import hashlib
import io
import subprocess
import threading
import zipfile
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from courseware import db, worker
from courseware.accounts.models import Person
from courseware.certificates.jobs import records as making
from courseware.certificates.models import Certificate, IssuerKey
from courseware.content.definitions import Course
from courseware.home import personal
from courseware.kit.jobs import Job
from courseware.kit.pdf.signatures import KeyUnusable
from tests.certificates.conftest import ALL, Browser, Finish, do, serials, words_of
from tests.world import Cast

FRESH = {"file": None, "sha256": None, "size": None, "printed_at": None}


def judged(pdf: bytes, folder: Path) -> str:
    """What poppler says of the signatures of a document."""
    path = folder / "certificate.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdfsig", "-nocert", str(path)], check=False, capture_output=True, text=True
    )
    return done.stdout


def row_of(database: db.Database, serial: str) -> dict[str, object]:
    with db.reading(database) as rows:
        query = select(Certificate.__table__).where(Certificate.serial == serial)
        return dict(rows.execute(query).mappings().one())


def files(app: Flask) -> set[str]:
    return {file.key for file in app.extensions["storage"].files()}


def unmake(database: db.Database, serial: str) -> int:
    """As it is between the issue and the printing; the number of the certificate."""
    with db.transaction(database) as session:
        session.execute(delete(Job))
        changed = update(Certificate).where(Certificate.serial == serial).values(**FRESH)
        return int(session.execute(changed.returning(Certificate.id)).scalar_one())


def test_the_copy_of_ones_data_holds_the_files_of_record(
    app: Flask, database: db.Database, cast: Cast, client_of: Browser, finish: Finish
):
    """Once each; one that is not made yet says that it is a copy."""
    serial = finish()
    served = client_of("lin").get(f"/certificates/{serial}.pdf").data

    def copies() -> dict[str, bytes]:
        with app.test_request_context(), db.reading(database):
            content = zipfile.ZipFile(io.BytesIO(personal.copy_of(cast.lin, "zh")))
            return {name: content.read(name) for name in content.namelist()}

    held = copies()
    assert held[f"certificates/{serial}.pdf"] == served
    assert list(held.values()).count(served) == 1
    unmake(database, serial)
    assert served.startswith(b"%PDF")
    assert f"%COPY {serial}".encode() in copies()[f"certificates/{serial}.pdf"]


def test_another_program_finds_the_signature_valid_and_a_changed_byte(
    client_of: Browser, finish: Finish, tmp_path: Path
):
    serial = finish()
    served = client_of("lin").get(f"/certificates/{serial}.pdf").data
    said = judged(served, tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    with pikepdf.open(io.BytesIO(served)) as pdf:
        assert str(pdf.Root.AcroForm.Fields[0].V.Reason) == f"Certificate {serial}"
    middle = served.index(b"stream") + 20
    changed = served[:middle] + bytes([served[middle] ^ 1]) + served[middle + 1 :]
    assert "Digest Mismatch" in judged(changed, tmp_path)


def test_the_record_is_noted_with_all_that_made_it(
    app: Flask, client_of: Browser, finish: Finish, database: db.Database
):
    row = row_of(database, finish())
    kept = app.extensions["storage"].get(row["file"])
    assert row["sha256"] == hashlib.sha256(kept).hexdigest()
    assert row["size"] == len(kept)
    assert (row["design"], row["orientation"]) == ("formal", "landscape")
    assert row["languages"] in ("zh", "en", "both")
    assert len(str(row["template"])) == 64
    assert row["is_test"] is True  # the tests have no public address
    with db.reading(database) as rows:
        key = rows.execute(select(IssuerKey.kind, IssuerKey.used_from, IssuerKey.retired_at)).one()
    assert key == ("pdf", row["printed_at"], None)
    served = client_of("lin").get(f"/certificates/{row['serial']}.pdf")
    assert served.data == kept


def test_with_a_public_address_it_is_no_test(
    app: Flask, finish: Finish, database: db.Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://training.example.com")
    assert row_of(database, finish())["is_test"] is False


def test_it_stays_as_it_was_whatever_changes(
    client_of: Browser, finish: Finish, database: db.Database, cast: Cast
):
    path = f"/certificates/{finish()}.pdf"
    lin = client_of("lin")
    first = lin.get(path)
    with db.transaction(database) as session:
        session.execute(update(Person).where(Person.id == cast.lin).values(name="另一个名字"))
    assert lin.get(f"{path}?lang=en").data == first.data
    assert client_of("tara").get(path).data == first.data
    tag = first.headers["ETag"]
    assert tag.strip('"') == hashlib.sha256(first.data).hexdigest()
    again = lin.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_it_is_made_once(app: Flask, finish: Finish, database: db.Database):
    serial = finish()
    before, there = row_of(database, serial), files(app)
    for _ in range(2):
        with app.app_context(), db.working(database):
            making.make_record(int(str(before["id"])))
    assert row_of(database, serial) == before
    assert files(app) == there


def test_of_two_workers_at_once_one_has_made_it(
    app: Flask, own_database: db.Database, course: Course, cast: Cast
):
    app.extensions["database"] = own_database
    do(own_database, course, cast.lin, *ALL)
    worker.do_all(app)
    [serial] = serials(own_database)
    number, before = unmake(own_database, serial), files(app)
    start, failed = threading.Barrier(2), []

    def work() -> None:
        start.wait()
        try:
            with app.app_context(), db.working(own_database):
                making.make_record(number)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert files(app) - before == {row_of(own_database, serial)["file"]}


def test_nothing_is_printed_or_signed_in_the_writing_transaction(
    app: Flask, finish: Finish, database: db.Database, monkeypatch: pytest.MonkeyPatch
):
    number, was_writing = unmake(database, finish()), []
    for name in ("printed", "sign_record"):
        inner = getattr(making, name)

        def watched(*values: object, inner: object = inner) -> object:
            was_writing.append(db.unit()._writer is not None)
            return inner(*values)  # type: ignore[operator]  # one of ours

        monkeypatch.setattr(making, name, watched)
    with app.app_context(), db.working(database):
        making.make_record(number)
    assert was_writing == [False, False]


def test_until_it_is_made_a_page_says_so_and_follows(
    app: Flask, client_of: Browser, finish: Finish, database: db.Database
):
    serial = finish()
    number = unmake(database, serial)
    lin, path = client_of("lin"), f"/certificates/{serial}"
    page = lin.get(f"{path}.pdf?lang=en")
    assert page.status_code == 202
    assert "is being printed and signed" in page.text
    assert f'data-poll="{path}/record"' in page.text
    assert lin.get(f"{path}/record").status_code == 304
    for _ in range(2):
        assert lin.post(f"{path}/records").location == f"{path}.pdf"
    with db.reading(database) as rows:
        waiting = select(func.count()).where(Job.name == "make_record", Job.done_at.is_(None))
        assert rows.scalar(waiting) == 1
    worker.do_all(app)
    ready = lin.get(f"{path}/record")
    assert ready.status_code == 200
    assert f'href="{path}.pdf"' in ready.get_data(as_text=True)
    assert lin.get(f"{path}.pdf").mimetype == "application/pdf"
    lin.post(f"{path}/records")
    with db.reading(database) as rows:
        assert rows.scalar(waiting) == 0
    for address in (f"{path}/record", f"{path}/records"):
        method = "GET" if address.endswith("record") else "POST"
        assert client_of("otto").open(address, method=method).status_code == 404
    assert number


def test_those_of_older_times_are_made_by_and_by(app: Flask, finish: Finish, database: db.Database):
    serial = finish()
    unmake(database, serial)
    with app.app_context(), db.working(database):
        making.make_missing_records()
    worker.do_all(app)
    assert row_of(database, serial)["file"] is not None


def test_a_copy_says_so_and_is_not_signed(client_of: Browser, finish: Finish, tmp_path: Path):
    serial = finish()
    lin = client_of("lin")
    path = f"/certificates/{serial}.pdf?copy=1"
    for wish, words in (("lang=en", "Certificateofcompletion"), ("lang=zh", "结业证书")):
        copy = lin.get(f"{path}&{wish}&design=modern&orientation=portrait&x=y").data
        text = words_of(copy)
        for word in ("COPY", "副本", serial, words):
            assert word in text, word
        assert "does not contain any signatures" in judged(copy, tmp_path)
    record = words_of(lin.get(f"/certificates/{serial}.pdf").data)
    assert "COPY" not in record
    assert client_of("otto").get(path).status_code == 404


def test_when_the_holder_is_forgotten_the_file_goes(
    app: Flask, client_of: Browser, finish: Finish, database: db.Database, cast: Cast
):
    serial = finish()
    file = row_of(database, serial)["file"]
    number = row_of(database, serial)["id"]
    assert file in files(app)
    with app.app_context(), db.transaction(database):
        personal.forget(cast.ada, cast.lin)
    worker.do_all(app)
    assert file not in files(app)
    assert row_of(database, serial)["file"] is None
    for address in (f"/certificates/{serial}.pdf", f"/certificates/{serial}.pdf?copy=1"):
        answer = client_of("ada").get(f"{address}")
        assert answer.status_code == 404
        assert "The holder&#39;s data was removed" in answer.text
    there = files(app)
    with app.app_context(), db.working(database):
        making.make_record(int(str(number)))
        making.make_missing_records()
    worker.do_all(app)
    assert files(app) == there


def test_a_key_that_fails_leaves_nothing_behind_and_is_tried_again(
    app: Flask, finish: Finish, database: db.Database, monkeypatch: pytest.MonkeyPatch
):
    serial = finish()
    number, there = unmake(database, serial), files(app)

    def broken(*_values: object) -> bytes:
        raise KeyUnusable("The token was pulled out.")

    with monkeypatch.context() as patched, app.app_context():
        patched.setattr(making, "sign_record", broken)
        with pytest.raises(KeyUnusable), db.working(database):
            making.make_record(number)
    assert files(app) == there
    with app.app_context(), db.working(database):
        making.make_record(number)
    assert row_of(database, serial)["file"] is not None


def test_a_file_that_was_lost_is_no_page_of_ours(
    app: Flask, client_of: Browser, finish: Finish, database: db.Database
):
    serial = finish()
    app.extensions["storage"].delete(row_of(database, serial)["file"])
    answer = client_of("lin").get(f"/certificates/{serial}.pdf?lang=en")
    assert answer.status_code == 404
    assert "no longer there" in answer.text
