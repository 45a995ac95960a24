"""What an administrator can rely on about files from outside: judged by content, not by name."""

import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from PIL import Image

from courseware.errors import Refused
from courseware.kit import uploads
from courseware.kit.uploads import UploadError, check_upload
from courseware.kit.zips import BadZip

ALL = (*uploads.PICTURES, *uploads.DOCUMENTS, *uploads.RECORDINGS)


def picture(form: str, size: tuple[int, int] = (20, 10)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, form)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture("PNG"), uploads.PNG),
        (picture("JPEG"), uploads.JPEG),
        (picture("WEBP"), uploads.WEBP),
        (b"%PDF-1.7\n...", uploads.PDF),
        (workbook(), uploads.XLSX),
        (archive("[Content_Types].xml", "word/document.xml"), uploads.DOCX),
        (
            b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm",
            uploads.WEBM,
        ),
        (b"OggS\x00\x02" + bytes(40), uploads.OGG),
        (b"\x00\x00\x00\x20ftypM4A " + bytes(40), uploads.MP4),
    ],
)
def test_each_kind_is_known_by_its_content(data: bytes, kind: uploads.Kind) -> None:
    assert check_upload(data, ALL, megabytes=1) == kind


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"\xef\xbb\xbf<?xml version='1.0'?><svg/>",
        b"<html><script>alert(1)</script></html>",
        b"MZ\x90\x00" + bytes(100),
        b"GIF89a" + bytes(20),
        archive("readme.txt"),
        archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
    ],
    ids=["svg", "svg with mark", "html", "program", "gif", "plain zip", "macros"],
)
def test_what_could_run_or_is_unknown_is_refused(data: bytes) -> None:
    with pytest.raises(UploadError, match="Only these kinds"):
        check_upload(data, ALL, megabytes=1)


def test_a_known_kind_is_refused_where_it_is_not_asked_for() -> None:
    with pytest.raises(UploadError, match="JPEG, PNG, WEBP"):
        check_upload(b"%PDF-1.7\n", uploads.PICTURES, megabytes=1)


def test_size_is_limited_and_nothing_is_not_a_file() -> None:
    with pytest.raises(UploadError, match=r"larger than 0\.001 MB"):
        check_upload(b"%PDF-" + bytes(2000), ALL, megabytes=0.001)
    with pytest.raises(UploadError, match="empty"):
        check_upload(b"", ALL, megabytes=1)


def cut_off() -> bytes:
    return picture("PNG")[:40]


def html_in_disguise() -> bytes:
    return b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>"


def too_many_pixels() -> bytes:
    out = io.BytesIO()
    Image.new("1", (8000, 7000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("make", [cut_off, html_in_disguise, too_many_pixels])
def test_a_broken_or_monstrous_picture_is_refused(make: Callable[[], bytes]) -> None:
    with pytest.raises(UploadError, match="picture"):
        check_upload(make(), ALL, megabytes=1)


def test_a_zip_that_unpacks_into_too_much_is_refused() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file,
        file.open("xl/workbook.xml", "w") as part,
    ):
        for _ in range(201):
            part.write(bytes(1024 * 1024))
    with pytest.raises(BadZip, match="unpacks"):
        check_upload(out.getvalue(), ALL, megabytes=1)


def test_a_damaged_zip_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refused, match="damaged"):
        check_upload(b"PK\x03\x04" + bytes(50), ALL, megabytes=1)
