"""The key that signs certificates: where it lies, made for a first start, read once and anew when it changes."""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from flask import current_app

from courseware import config
from courseware.certificates.queries.records import signing_keys
from courseware.certificates.types.records import KeyNow, SigningKey
from courseware.kit import clock
from courseware.kit.pdf.signatures import (
    DocumentSigner,
    KeyPair,
    KeyUnusable,
    PdfSigner,
    new_key_pair,
)
from courseware.kit.pdf.tokens import Token, open_token
from courseware.settings import queries as organisation

__all__ = [
    "KeyUnusable",
    "key_now",
    "make_pair",
    "own_pair",
    "public_half",
    "sign_record",
    "signer",
]

#: our own key with its certificate, in the folder of keys
OWN = "pdf.pem"
SIGNER = "pdf_signer"
MISSING = (
    "The key that signed so far is not there. Bring {place} back from a backup, "
    "or make a new one: flask courseware make-keys"
)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A signer, and what its files were like when it was read."""

    stamp: tuple[object, ...]
    signer: DocumentSigner


def sign_record(pdf: bytes, serial: str) -> bytes:
    """The document, signed; after a failure the key is opened anew the next time."""
    try:
        return signer().sign(pdf, reason=f"Certificate {serial}")
    except Exception:
        _let_go()
        raise


def signer() -> DocumentSigner:
    """The signer of this process. KeyUnusable says why there is none."""
    settings = _settings()
    known: _Opened | None = current_app.extensions.get(SIGNER)
    stamp = _stamp(settings)
    if known is not None and known.stamp == stamp:
        return known.signer
    if not _is_given(settings) and not own_pair(settings).exists():
        # Never in place of one that is lost: what it signed would no longer be recognised.
        if signing_keys():
            raise KeyUnusable(MISSING.format(place=own_pair(settings)))
        make_pair(settings)
        stamp = _stamp(settings)
    _let_go()
    opened = _Opened(stamp, _open(settings))
    current_app.extensions[SIGNER] = opened
    return opened.signer


def public_half(used: DocumentSigner) -> SigningKey:
    """What may be told of a signer."""
    pem = used.certificate.public_bytes(serialization.Encoding.PEM).decode()
    return SigningKey(used.fingerprint, pem, clock.now(), None)


def key_now() -> KeyNow:
    """What signs now, or what is wrong with it; makes nothing."""
    settings = _settings()
    place = settings.pkcs11_module or settings.signing_key_file or str(own_pair(settings))
    if not _is_given(settings) and not own_pair(settings).exists():
        lost = bool(signing_keys())
        return KeyNow(place, problem=MISSING.format(place=place) if lost else "")
    try:
        found = signer()
    except KeyUnusable as error:
        return KeyNow(place, problem=str(error))
    valid_to = found.certificate.not_valid_after_utc
    return KeyNow(
        place,
        fingerprint=found.fingerprint,
        subject=found.certificate.subject.rfc4514_string(),
        valid_to=valid_to,
        days_left=(valid_to - clock.now()).days,
    )


def own_pair(settings: config.Settings) -> Path:
    """Where the key lies that we made ourselves."""
    return settings.keys / OWN


def make_pair(settings: config.Settings) -> bool:
    """Make our own key and certificate, readable by the owner only; False when they are there already."""
    target = own_pair(settings)
    if target.exists():
        return False
    pair = new_key_pair(organisation.current().name("zh"), clock.now())
    settings.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, new = tempfile.mkstemp(dir=settings.keys, prefix=".pdf-")  # readable by the owner only
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pair.key + pair.certificate)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was quicker: its key is everybody's
            os.link(new, target)
            return True
    finally:
        Path(new).unlink()
    return False


def _let_go() -> None:
    known: _Opened | None = current_app.extensions.pop(SIGNER, None)
    if known is not None:
        with suppress(Exception):  # a device that was pulled out has nothing to close
            known.signer.close()


def _settings() -> config.Settings:
    found: config.Settings = current_app.extensions["settings"]
    return found


def _is_given(settings: config.Settings) -> bool:
    """Whether whoever runs the platform named a key of their own."""
    return bool(settings.pkcs11_module or settings.signing_key_file)


def _open(settings: config.Settings) -> DocumentSigner:
    if settings.pkcs11_module:
        token = Token(
            settings.pkcs11_module,
            settings.pkcs11_label,
            settings.pkcs11_token,
            settings.pkcs11_pin,
        )
        return open_token(token)
    key, certificate = _files(settings)
    try:
        pair = KeyPair(key.read_bytes(), certificate.read_bytes())
    except OSError as error:
        raise KeyUnusable(f"{error.filename} cannot be read: {error.strerror}.") from error
    return PdfSigner(pair, settings.signing_passphrase.encode() or None)


def _files(settings: config.Settings) -> tuple[Path, Path]:
    """The file of the key and that of its certificate, which may be one."""
    key = Path(settings.signing_key_file) if settings.signing_key_file else own_pair(settings)
    return key, Path(settings.signing_certificate_file or key)


def _stamp(settings: config.Settings) -> tuple[object, ...]:
    """Changes when another key is put in place, so that no process need be started anew."""
    if settings.pkcs11_module:
        return (settings.pkcs11_module, settings.pkcs11_token, settings.pkcs11_label)
    found: list[object] = []
    for path in _files(settings):
        with suppress(OSError):
            facts = path.stat()
            found += [str(path), facts.st_mtime_ns, facts.st_ino]
    return tuple(found)
