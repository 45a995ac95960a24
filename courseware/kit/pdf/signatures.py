"""Signatures on PDFs belong here: who signs, with which key, and the signed bytes.

PAdES baseline B-B (ETSI EN 319 142-1) by pyHanko. Nothing is asked of a network: no time stamp,
no revocation list. The key is read once: reading and checking it costs seven times the signing.
"""

import asyncio
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import x509 as asn1  # type: ignore[import-untyped]  # has none
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Signature"
#: bytes kept free for the signature; asking for just enough would sign twice
RESERVED = 8192
BITS = 3072
YEARS = timedelta(days=3652)


class KeyUnusable(ValueError):
    """A key or certificate that cannot sign; the sentence says why."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key and its certificate, as PEM."""

    key: bytes
    certificate: bytes


def new_key_pair(organisation: str, at: datetime) -> KeyPair:
    """An RSA key and a certificate that vouches for itself, for a first start; good for ten years."""
    key = rsa.generate_private_key(65537, BITS)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, organisation[:64])])
    usage = {
        name: name in ("digital_signature", "content_commitment")
        for name in (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        )
    }
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    return KeyPair(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain),
        certificate.public_bytes(serialization.Encoding.PEM),
    )


class DocumentSigner:
    """Signs documents with one key. Safe to share between threads."""

    def __init__(self, signer: signers.Signer, certificate: x509.Certificate) -> None:
        self.certificate = certificate
        self._signer = signer

    def close(self) -> None:
        """Let go of what holds the key; it signs no more."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def sign(self, pdf: bytes, *, reason: str, place: str = "") -> bytes:
        """The document with a signature over all of it, appended: what was there stays byte for byte."""
        wish = signers.PdfSignatureMetadata(
            field_name=FIELD,
            subfilter=fields.SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            reason=reason,
            location=place or None,
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        out = io.BytesIO()
        signer = signers.PdfSigner(wish, self._signer)
        # Its own loop each time: a thread of the worker has none.
        asyncio.run(signer.async_sign_pdf(writer, output=out, bytes_reserved=RESERVED))
        return out.getvalue()


class PdfSigner(DocumentSigner):
    """Signs with a key that lies in a file."""

    def __init__(self, pair: KeyPair, passphrase: bytes | None = None) -> None:
        """KeyUnusable when the key cannot be read, is no RSA key, or is not the certificate's."""
        try:
            key = serialization.load_pem_private_key(pair.key, passphrase)
            chain = x509.load_pem_x509_certificates(pair.certificate)
        except (ValueError, TypeError) as error:
            raise KeyUnusable(f"The key or its certificate cannot be read: {error}") from error
        if not isinstance(key, rsa.RSAPrivateKey):
            raise KeyUnusable("The key is no RSA key.")
        if key.public_key() != chain[0].public_key():
            raise KeyUnusable("The certificate belongs to another key.")
        super().__init__(_Loaded(key, chain), chain[0])


class _Loaded(signers.Signer):
    """A key that was read already; the one of pyHanko reads and checks it for each signature."""

    def __init__(self, key: rsa.RSAPrivateKey, chain: list[x509.Certificate]) -> None:
        ours, *others = (
            asn1.Certificate.load(each.public_bytes(serialization.Encoding.DER)) for each in chain
        )
        registry: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # half typed
        registry.register_multiple([ours, *others])
        self._key = key
        super().__init__(signing_cert=ours, cert_registry=registry, embed_roots=True)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if digest_algorithm != "sha256":
            raise SigningError("Only SHA-256 is used here.")
        if dry_run:
            return bytes(self._key.key_size // 8)
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def parts_of(certificate: x509.Certificate) -> dict[str, Any]:
    """What to show of a certificate: who, from when, to when."""
    return {
        "subject": certificate.subject.rfc4514_string(),
        "issuer": certificate.issuer.rfc4514_string(),
        "from": certificate.not_valid_before_utc,
        "to": certificate.not_valid_after_utc,
    }
