"""Which key signs: made for a first start, never in place of another, changed without a restart, told before its end."""

import shutil
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from courseware import config, db, worker
from courseware.admin import backup
from courseware.certificates.actions.keys import note_key
from courseware.certificates.documents import signing
from courseware.certificates.documents.signing import (
    KeyUnusable,
    key_now,
    own_pair,
    sign_record,
    signer,
)
from courseware.certificates.jobs.records import watch_signing_key
from courseware.certificates.queries.records import key_at, signing_keys
from courseware.kit import clock
from courseware.kit.pdf import tokens
from courseware.kit.pdf.signatures import KeyPair, PdfSigner, new_key_pair
from courseware.notices.models import Notice
from tests.certificates.conftest import Browser
from tests.world import Cast


@pytest.fixture(scope="module")
def pair() -> KeyPair:
    return new_key_pair("Somebody", clock.now())


@pytest.fixture
def own(app: Flask, settings: config.Settings, tmp_path: Path) -> Iterator[config.Settings]:
    """An installation of the test's own, without a key."""
    before = app.extensions["settings"]
    mine = replace(settings, instance=tmp_path / "instance")
    _serve(app, mine)
    yield mine
    _serve(app, before)


def _serve(app: Flask, settings: config.Settings) -> None:
    app.extensions["settings"] = settings
    app.extensions.pop(signing.SIGNER, None)


def put(settings: config.Settings, pair: KeyPair) -> Path:
    settings.keys.mkdir(parents=True, exist_ok=True)
    path = own_pair(settings)
    path.write_bytes(pair.key + pair.certificate)
    return path


def test_the_command_makes_a_key_that_only_its_owner_reads(app: Flask, own: config.Settings):
    run = app.test_cli_runner().invoke(args=["courseware", "make-keys"])
    assert run.exit_code == 0, run.output
    path = own_pair(own)
    assert f"{path} made" in run.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in own.keys.glob(".*")] == []
    kept = path.read_bytes()
    again = app.test_cli_runner().invoke(args=["courseware", "make-keys"])
    assert f"{path} was there" in again.output
    assert path.read_bytes() == kept


def test_a_new_key_puts_the_old_one_aside(app: Flask, own: config.Settings, pair: KeyPair):
    old = put(own, pair).read_bytes()
    run = app.test_cli_runner().invoke(args=["courseware", "make-keys", "--new"])
    assert "made" in run.output
    assert own_pair(own).read_bytes() != old
    [aside] = own.keys.glob("pdf-until-*.pem")
    assert aside.read_bytes() == old


@pytest.mark.usefixtures("own")
def test_a_first_start_signs_without_any_setting(app: Flask, database: db.Database):
    with app.app_context(), db.reading(database):
        first = signer()
        assert signer() is first  # read once


def test_a_lost_key_is_never_replaced_in_silence(
    app: Flask, own: config.Settings, database: db.Database, cast: Cast, client_of: Browser
):
    with db.transaction(database):
        note_key("pdf", "a" * 64, "PEM")
    with app.app_context(), db.reading(database), pytest.raises(KeyUnusable, match="backup"):
        signer()
    assert not own_pair(own).exists()
    for _ in range(2):
        with app.app_context(), db.transaction(database):
            watch_signing_key()
    with db.reading(database) as rows:
        told = list(rows.scalars(select(Notice.person_id)))
    assert told == [cast.ada]
    assert "No certificate can be signed:" in client_of("ada").get("/admin/settings?lang=en").text


def test_another_key_in_its_place_signs_without_a_restart(
    app: Flask, own: config.Settings, database: db.Database, pair: KeyPair
):
    put(own, pair)
    with app.app_context(), db.reading(database):
        first = signer().fingerprint
        put(own, new_key_pair("Another", clock.now()))
        assert signer().fingerprint != first


def test_a_new_key_retires_the_old_and_each_moment_finds_its_own(database: db.Database):
    start = clock.now()
    moments = []
    for days, name in ((0, "a"), (1, "a"), (10, "b"), (20, "a")):
        with clock.frozen(start + timedelta(days=days)), db.transaction(database):
            moments.append(note_key("pdf", name * 64, f"public {name}"))
    with db.transaction(database):
        note_key("badge", "c" * 64, "another kind")
    with db.reading(database):
        assert [key.fingerprint[0] for key in signing_keys() if key.retired_at is None] == ["a"]
        assert [key.fingerprint[0] for key in signing_keys()] == ["a", "b"]
        now = key_at(start + timedelta(days=30))
        between = key_at(start + timedelta(days=15))
        assert now is not None
        assert between is not None
        assert (now.fingerprint[0], between.fingerprint[0]) == ("a", "b")


def test_a_key_from_the_environment_goes_before_ours(
    app: Flask, own: config.Settings, database: db.Database, pair: KeyPair, tmp_path: Path
):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    key.write_bytes(pair.key)
    certificate.write_bytes(pair.certificate)
    given = replace(own, signing_key_file=str(key), signing_certificate_file=str(certificate))
    _serve(app, given)
    with app.app_context(), db.reading(database):
        assert signer().fingerprint == PdfSigner(pair).fingerprint
    run = app.test_cli_runner().invoke(args=["courseware", "make-keys"])
    assert "nothing was made" in run.output
    assert not own_pair(given).exists()
    key.unlink()
    with app.app_context(), db.reading(database):
        assert "key.pem cannot be read" in key_now().problem


def test_a_passphrase_may_stand_in_a_file(tmp_path: Path):
    path = tmp_path / "passphrase"
    path.write_text("open sesame\n")
    env = {"INSTANCE": str(tmp_path), "SIGNING_PASSPHRASE_FILE": str(path)}
    assert config.from_environment(env).signing_passphrase == "open sesame"
    assert config.from_environment(env | {"SIGNING_PASSPHRASE": "x"}).signing_passphrase == "x"
    path.unlink()
    with pytest.raises(ValueError, match="SIGNING_PASSPHRASE_FILE"):
        config.from_environment(env)


@pytest.mark.parametrize(("years", "is_told"), [(5, False), (9.9, True)])
def test_administrators_are_told_before_the_key_ends(
    app: Flask, own: config.Settings, database: db.Database, cast: Cast, client_of: Browser, pair: KeyPair,
    years: float, is_told: bool,
):  # fmt: skip
    put(own, pair)
    with clock.frozen(clock.now() + timedelta(days=365 * years)):
        for _ in range(2):
            with app.app_context(), db.transaction(database):
                watch_signing_key()
        page = client_of("ada").get("/admin/settings?lang=en").text
    with db.reading(database) as rows:
        told = list(rows.scalars(select(Notice.person_id)))
    assert told == ([cast.ada] if is_told else [])
    assert ("The key ends on" in page) is is_told
    assert PdfSigner(pair).fingerprint in page
    assert "PRIVATE" not in page


def test_the_settings_page_makes_no_key(own: config.Settings, client_of: Browser):
    page = client_of("ada").get("/admin/settings?lang=en").text
    assert "A key is made when the first certificate is printed" in page
    assert 'id="signing"' in page
    assert not own_pair(own).exists()


def test_a_worker_asks_every_hour_whether_the_key_still_holds():
    assert worker.HANDLERS["watch_signing_key"] is watch_signing_key


class _Devices:
    """What pyHanko offers for devices, without a device."""

    def __init__(self, pair: KeyPair) -> None:
        self.inner, self.asked = PdfSigner(pair)._signer, {}

    def open_pkcs11_session(self, module: str, **wanted: object) -> "_Devices":
        self.asked |= {"module": module, **wanted}
        return self

    def close(self) -> None:
        self.asked["is_closed"] = True

    def PKCS11Signer(self, session: object, **wanted: object) -> object:  # noqa: N802 - the library's name
        self.asked |= {"session": session, **wanted}
        return self.inner


def test_a_device_is_asked_by_its_names(
    monkeypatch: pytest.MonkeyPatch, pair: KeyPair, tmp_path: Path
):
    module = tmp_path / "device.so"
    module.touch()
    devices = _Devices(pair)
    monkeypatch.setattr(tokens, "devices", devices)
    opened = tokens.open_token(tokens.Token(str(module), "signing", "card", "1234"))
    assert opened.fingerprint == PdfSigner(pair).fingerprint
    assert devices.asked["token_criteria"].label == "card"
    assert devices.asked["user_pin"] == "1234"
    assert (devices.asked["cert_label"], devices.asked["key_label"]) == ("signing", "signing")
    assert "1234" not in repr(tokens.Token(str(module), "signing", "card", "1234"))
    opened.close()
    assert devices.asked["is_closed"]


def test_a_device_that_fails_is_let_go_and_opened_anew(
    app: Flask, own: config.Settings, database: db.Database, monkeypatch: pytest.MonkeyPatch,
    pair: KeyPair, tmp_path: Path,
):  # fmt: skip
    module = tmp_path / "device.so"
    module.touch()
    devices = _Devices(pair)
    monkeypatch.setattr(tokens, "devices", devices)
    _serve(app, replace(own, pkcs11_module=str(module), pkcs11_label="signing"))
    with app.app_context(), db.reading(database):
        first = signer()
        assert signer() is first
        with pytest.raises(Exception, match=r".+"):
            sign_record(b"no document", "SSM-2026-7Q4K-9F2M-0XT3")
        assert devices.asked["is_closed"]
        assert signer() is not first
        assert key_now().place == str(module)


@pytest.mark.parametrize("what", ["package", "library"])
def test_what_a_device_lacks_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str):
    monkeypatch.setattr(tokens, "devices", None if what == "package" else object())
    with pytest.raises(KeyUnusable, match="python-pkcs11" if what == "package" else "not there"):
        tokens.open_token(tokens.Token(str(tmp_path / "none.so"), "signing"))


def test_keys_are_in_a_backup(
    own: config.Settings, own_database: db.Database, pair: KeyPair, tmp_path: Path
):
    kept = put(own, pair).read_bytes()
    backup.write(own, own_database, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        assert archive.read("keys/pdf.pem") == kept
        place = replace(own, instance=tmp_path / "elsewhere")
        place.instance.mkdir()
        backup._restore_files(archive, place)
    assert own_pair(place).read_bytes() == kept
    assert stat.S_IMODE(own_pair(place).stat().st_mode) == 0o600
    shutil.rmtree(place.instance)
