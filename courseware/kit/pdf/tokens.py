"""Keys that never leave a device belong here: a smart card or a security module, asked by PKCS#11.

The package python-pkcs11 is needed for this and for nothing else: whoever has such a device
installs it beside the others. Key and certificate lie on the device under one label.
"""

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign import signers

from courseware.kit.pdf.signatures import DocumentSigner, KeyUnusable

try:
    from pyhanko.sign import pkcs11 as devices
except ImportError:  # python-pkcs11 is not installed: nobody needs it without a device
    devices = None  # type: ignore[assignment]  # said so where a device is asked for


@dataclass(frozen=True, slots=True)
class Token:
    """Where a key lies that never leaves its device."""

    module: str  # the maker's library
    label: str  # of the key and its certificate
    token: str = ""  # name of the device; without one the first with a token in it
    pin: str = field(default="", repr=False)


class TokenSigner(DocumentSigner):
    """Signs with a key on a device, one document at a time: its session is no crowd's."""

    def __init__(self, signer: signers.Signer, certificate: x509.Certificate, session: Any) -> None:
        super().__init__(signer, certificate)
        self._session = session
        self._lock = threading.Lock()

    def close(self) -> None:
        """End the session: a device takes no second one of the same process."""
        with self._lock:
            self._session.close()

    def sign(self, pdf: bytes, *, reason: str, place: str = "") -> bytes:
        with self._lock:
            return super().sign(pdf, reason=reason, place=place)


def open_token(token: Token) -> TokenSigner:
    """The signer of a device, its session open; KeyUnusable says what is missing or wrong."""
    if devices is None:
        raise KeyUnusable("The package python-pkcs11 is not installed.")
    if not Path(token.module).is_file():
        raise KeyUnusable(f"The library {token.module} of the token is not there.")
    wanted = TokenCriteria(label=token.token) if token.token else None
    session: Any = None
    try:
        session = devices.open_pkcs11_session(
            token.module, token_criteria=wanted, user_pin=token.pin or None
        )
        signer: Any = devices.PKCS11Signer(session, cert_label=token.label, key_label=token.label)
        found = signer.signing_cert  # reads key and certificate now, and not at the first document
    except Exception as error:  # each maker's library fails in its own way
        if session is not None:
            session.close()
        said = str(error) or type(error).__name__
        raise KeyUnusable(f"The token cannot be used: {said}") from error
    return TokenSigner(signer, x509.load_der_x509_certificate(found.dump()), session)
