"""Judging files from outside belongs here: what they are by content, never by their name."""

import io
import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass

from PIL import Image

from courseware.errors import Refused
from courseware.kit.zips import open_zip

MEGABYTE = 1024 * 1024
# A small file can unfold into a picture that fills the memory of whoever draws it.
MAX_PIXELS = 50_000_000
# Matroska names its kind within the first bytes of its header.
EBML_HEADER_BYTES = 64
PDF_HEADER_BYTES = 1024


class UploadError(Refused):
    """The file is too large, or is not one of the kinds that are accepted here."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: its name, the suffix it is kept under and the type it is sent with."""

    name: str
    suffix: str
    mime: str


PNG = Kind("png", ".png", "image/png")
JPEG = Kind("jpeg", ".jpg", "image/jpeg")
WEBP = Kind("webp", ".webp", "image/webp")
PDF = Kind("pdf", ".pdf", "application/pdf")
OFFICE = "application/vnd.openxmlformats-officedocument"
XLSX = Kind("xlsx", ".xlsx", f"{OFFICE}.spreadsheetml.sheet")
DOCX = Kind("docx", ".docx", f"{OFFICE}.wordprocessingml.document")
WEBM = Kind("webm", ".webm", "audio/webm")
OGG = Kind("ogg", ".ogg", "audio/ogg")
MP4 = Kind("mp4", ".m4a", "audio/mp4")

PICTURES = (PNG, JPEG, WEBP)
DOCUMENTS = (PDF, XLSX, DOCX)
# What MediaRecorder of the browsers produces.
RECORDINGS = (WEBM, OGG, MP4)


def check_upload(data: bytes, accepted: Collection[Kind], *, megabytes: float) -> Kind:
    """The kind of these bytes, when it is accepted. Nothing is changed or encoded anew.

    SVG is no kind at all: it can carry script, and our own pictures never need it.
    """
    if not data:
        raise UploadError("The file is empty.")
    if len(data) > megabytes * MEGABYTE:
        raise UploadError("The file is larger than {limit} MB.", limit=f"{megabytes:g}")
    kind = kind_of(data)
    if kind is None or kind not in accepted:
        names = ", ".join(sorted(one.name.upper() for one in accepted))
        raise UploadError("Only these kinds of file are accepted here: {kinds}.", kinds=names)
    if kind in PICTURES:
        _check_picture(data)
    return kind


def kind_of(data: bytes) -> Kind | None:
    """What the bytes are, by their content; None for everything that we do not take."""
    for is_kind, kind in SIGNS:
        if is_kind(data):
            return kind
    return _office_kind(data) if data.startswith(b"PK\x03\x04") else None


def _office_kind(data: bytes) -> Kind | None:
    names = set(open_zip(data).namelist())
    if "[Content_Types].xml" not in names or any("vbaProject" in name for name in names):
        return None
    if "xl/workbook.xml" in names:
        return XLSX
    return DOCX if "word/document.xml" in names else None


def _check_picture(data: bytes) -> None:
    """Reads the header and the check sums, not the pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
            width, height = picture.size
            picture.verify()
    except Exception as error:
        raise UploadError("This picture is damaged; save it again and send the new one.") from error
    if width * height > MAX_PIXELS:
        raise UploadError(
            "This picture has more than {limit} million pixels.", limit=MAX_PIXELS // 1_000_000
        )


def _starts_with(magic: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(magic)


SIGNS: tuple[tuple[Callable[[bytes], bool], Kind], ...] = (
    (_starts_with(b"\x89PNG\r\n\x1a\n"), PNG),
    (_starts_with(b"\xff\xd8\xff"), JPEG),
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", WEBP),
    (lambda data: b"%PDF-" in data[:PDF_HEADER_BYTES] and data.lstrip()[:5] == b"%PDF-", PDF),
    (lambda data: data[:4] == b"\x1aE\xdf\xa3" and b"webm" in data[:EBML_HEADER_BYTES], WEBM),
    (_starts_with(b"OggS"), OGG),
    (lambda data: data[4:8] == b"ftyp", MP4),
)
