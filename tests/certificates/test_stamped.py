"""What a person can rely on: a certificate by mould is, to the eye, the one that is laid out in full."""

import io
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pypdf
import pytest
import zxingcpp
from flask import Flask

from courseware.certificates.documents import print_page
from courseware.certificates.documents.looks import Look
from courseware.certificates.documents.pages import page_of, verify_address
from courseware.certificates.documents.stamping import (
    in_full,
    mould_of,
    shape_of,
    stamped,
    values_of,
)
from courseware.kit.documents import CertificatePage
from tests.certificates.looks import LOOKS, SERIAL, difference, name_of, organisation, row_of, seen

#: of three dots in a row an edge may fall a quarter of a dot elsewhere
EDGE = 50
PageOf = Callable[..., CertificatePage]


@pytest.fixture
def page(one_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PageOf]:
    monkeypatch.setitem(one_app.extensions, "organisation", SimpleNamespace(now=organisation))

    def of(look: Look, name: str = "欧阳明", **changes: object) -> CertificatePage:
        return page_of(row_of(name, **changes), look, organisation(), copy=False)

    with one_app.app_context():
        yield of


@pytest.mark.parametrize("look", LOOKS, ids=name_of)
def test_a_stamped_certificate_is_the_printed_one_to_the_eye(page: PageOf, look: Look):
    one = page(look)
    mould = mould_of(shape_of(one))
    assert mould is not None
    quick = mould.stamp(values_of(one), qr=one.verify_url)
    assert difference(seen(quick), seen(in_full(one))) < EDGE
    words = squeezed(text_of(quick))
    for word in (one.name, SERIAL, *one.issued_on, *(fact.value[0] for fact in one.facts)):
        assert squeezed(word) in words
    if look.other:  # the code stands where it stands in one language
        codes = zxingcpp.read_barcodes(seen(quick, 100))
        assert [code.text for code in codes] == [verify_address(SERIAL)]
    assert is_tagged(quick)


@pytest.mark.parametrize(
    "name", ["王伟", "Maximiliane Hohenberg", "林夏 Summer Lin", "阿卜杜热合曼·买买提艾力"]
)
def test_names_of_every_script_share_the_moulds(page: PageOf, name: str):
    one = page(LOOKS[2], name)
    assert mould_of(shape_of(one)) is not None
    assert difference(seen(stamped(one)), seen(in_full(one))) < EDGE
    assert squeezed(name) in squeezed(text_of(stamped(one)))


def test_that_look_would_notice_another_name(page: PageOf):
    drawn = [seen(stamped(page(LOOKS[2], name))) for name in ("王晓明", "王晓朋")]
    assert difference(*drawn) > EDGE


@pytest.mark.parametrize(
    "name", ["㛃䶮", "𠮷野", "𫖯𬱖", "W" * 60, "韦" * 60, "Ж" * 30, "ø", "名\u200b"]
)
def test_what_does_not_fit_or_is_rare_is_printed_in_full(page: PageOf, name: str):
    """Text and pixels agree: the very name is copied from it, and drawn as in the full page."""
    one = page(LOOKS[8], name)
    pdf = stamped(one)
    assert name.replace("\u200b", "") in squeezed(text_of(pdf)).replace("\u200b", "")
    assert difference(seen(pdf), seen(in_full(one))) < EDGE


@pytest.mark.parametrize("name", ["㛃䶮", "𠮷野", "欧阳靐龘"])
def test_text_and_pixels_agree_on_names_with_rare_characters(page: PageOf, name: str):
    """pdftotext says the name, and its drawing is that name's and not another's."""
    pdf, other = (stamped(page(LOOKS[0], one)) for one in (name, "王" * len(name)))
    assert name in pdftotext(pdf)
    assert difference(seen(pdf), seen(other)) > EDGE


def test_readers_of_one_kind_share_a_mould_and_nothing_else(page: PageOf):
    one, other = page(LOOKS[0], "王伟"), page(LOOKS[0], "李娜", serial="SSM-2026-AAAA-BBBB-CCC3")
    assert shape_of(one) == shape_of(other)
    assert values_of(one) != values_of(other)
    text = squeezed(text_of(stamped(other)))
    assert "王伟" not in text
    assert SERIAL not in text
    different = [
        page(LOOKS[1], "王伟"),
        page(LOOKS[0], "王伟", kind="part"),
        page(LOOKS[0], "Ava"),
        replace(one, mark="COPY"),
        replace(one, organisation=("别的公司", "")),
    ]
    assert all(shape_of(each) != shape_of(one) for each in different)


@pytest.mark.usefixtures("page")
def test_the_same_certificate_gives_the_same_bytes():
    first, again = (print_page(row_of(), LOOKS[0], copy=False) for _ in range(2))
    assert first == again
    assert pikepdf.open(io.BytesIO(first)).check_pdf_syntax() == []


def is_tagged(pdf: bytes) -> bool:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return bool(document.Root.MarkInfo.Marked) and "/StructTreeRoot" in document.Root


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def pdftotext(pdf: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.pdf"
        path.write_bytes(pdf)
        return subprocess.run(
            ["pdftotext", str(path), "-"], capture_output=True, check=True, text=True
        ).stdout


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
