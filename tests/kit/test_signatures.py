"""What a person can rely on about signed documents, judged by a program that is not ours."""

import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from courseware.kit.pdf.signatures import KeyPair, KeyUnusable, PdfSigner, new_key_pair

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
REASON = "Certificate SSM-2026-7Q4K-9F2M-0XT3"


@pytest.fixture(scope="module")
def pair() -> KeyPair:
    return new_key_pair("华东锐进科技有限公司", AT)


@pytest.fixture(scope="module")
def signer(pair: KeyPair) -> PdfSigner:
    return PdfSigner(pair)


@pytest.fixture
def document(tmp_path: Path) -> bytes:
    path = tmp_path / "plain.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "Certificate"
        pdf.save(path)
    return path.read_bytes()


def judged(pdf: bytes, folder: Path) -> str:
    """What poppler says of the signatures of a document."""
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdfsig", "-nocert", str(path)], check=False, capture_output=True, text=True
    )
    return done.stdout


def test_another_program_finds_the_signature_valid(
    signer: PdfSigner, document: bytes, tmp_path: Path
):
    signed = signer.sign(document, reason=REASON)
    said = judged(signed, tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "华东锐进科技有限公司" in said
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        assert str(pdf.Root.AcroForm.Fields[0].V.Reason) == REASON


def test_one_changed_byte_is_found(signer: PdfSigner, document: bytes, tmp_path: Path):
    signed = signer.sign(document, reason=REASON)
    changed = signed.replace(b"(Certificate)", b"(certificate)", 1)
    assert changed != signed
    assert "Digest Mismatch" in judged(changed, tmp_path)


def test_what_was_there_stays_byte_for_byte(signer: PdfSigner, document: bytes):
    assert signer.sign(document, reason=REASON).startswith(document)


def test_a_key_with_a_passphrase_signs_too(pair: KeyPair, document: bytes, tmp_path: Path):
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - for this test alone

    key = serialization.load_pem_private_key(pair.key, None)
    locked = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"open sesame"),
    )
    signer = PdfSigner(KeyPair(locked, pair.certificate), b"open sesame")
    assert "Signature is Valid" in judged(signer.sign(document, reason=REASON), tmp_path)
    with pytest.raises(KeyUnusable):
        PdfSigner(KeyPair(locked, pair.certificate), b"wrong")
    with pytest.raises(KeyUnusable):
        PdfSigner(KeyPair(locked, pair.certificate))


def test_a_key_that_cannot_sign_is_refused_with_a_sentence(pair: KeyPair):
    other = new_key_pair("Somebody else", AT)
    with pytest.raises(KeyUnusable, match="another key"):
        PdfSigner(KeyPair(other.key, pair.certificate))
    with pytest.raises(KeyUnusable, match="cannot be read"):
        PdfSigner(KeyPair(b"nonsense", pair.certificate))


def test_it_is_known_by_its_certificate(signer: PdfSigner):
    assert len(signer.fingerprint) == 64
    assert signer.certificate.not_valid_after_utc.year == 2036
