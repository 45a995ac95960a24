"""Signed JSON belongs here: a key that is made once and read once, its public half, and tokens (RFC 7515).

RS256, the one algorithm that every verifier of badges must know; the same payload always gives the same token.
"""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

ALGORITHM = "RS256"
BITS = 3072
Payload = dict[str, Any]


class NotGenuine(ValueError):
    """The token was not signed by that key, or is none."""


class TokenSigner:
    """Signs with one private key. Safe to share between threads."""

    def __init__(self, pem: bytes) -> None:
        """ValueError when the key is no RSA key that can be read without a passphrase."""
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ValueError("The key that signs tokens must be an RSA key.")  # noqa: TRY004 - what stands in the file is wrong
        self._key = RSAKey.import_key(pem)
        der = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        #: SHA-256 of the public key, in hexadecimal
        self.fingerprint = hashlib.sha256(der).hexdigest()

    def public(self) -> dict[str, str]:
        """The public half as JSON Web Key, without a name."""
        found = self._key.as_dict(private=False)
        return {"kty": "RSA", "n": str(found["n"]), "e": str(found["e"])}

    def sign(self, payload: Payload, *, key_id: str) -> str:
        """The payload as a compact token; `key_id` is the address of the public key."""
        header = {"alg": ALGORITHM, "kid": key_id, "typ": "JWT"}
        text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        return jws.serialize_compact(header, text.encode(), self._key, algorithms=[ALGORITHM])


def payload_of(token: str, public: dict[str, str]) -> Payload:
    """What a token says; NotGenuine when another key has signed it."""
    try:
        found = jws.deserialize_compact(token, RSAKey.import_key(public), algorithms=[ALGORITHM])  # type: ignore[arg-type]  # wants its own typed dict
        payload: Payload = json.loads(found.payload)
    except (JoseError, ValueError) as error:
        raise NotGenuine("This token was not signed by this key.") from error
    return payload


def make_key(path: Path) -> bool:
    """Make a private key, readable by its owner only; False when there is one already: it stays."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = rsa.generate_private_key(65537, BITS).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    handle, own = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # readable by the owner only
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
        with suppress(FileExistsError):  # another process was quicker: its key is everybody's
            os.link(own, path)
            return True
        return False
    finally:
        Path(own).unlink()
