"""What a person can rely on about how certificates look, in every design, on both sheets, in every language.

The golden pictures are made anew, after a change that is meant, by
GOLDEN=new python -m pytest tests/certificates/test_looks.py -k golden; look at them before they are kept.
"""

import io
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pypdf
import pytest
from flask import Flask
from PIL import Image

from courseware import db, worker
from courseware.certificates import queries
from courseware.certificates.documents import print_page
from courseware.certificates.documents.facts import HEADINGS, MOST_FACTS, facts_in
from courseware.certificates.documents.looks import (
    Look,
    look_now,
    look_of,
    look_wished,
    template_digest,
)
from courseware.certificates.documents.pages import COPY, TEST, page_of
from courseware.certificates.documents.stamping import in_full
from courseware.kit.documents import CertificatePage
from courseware.settings.rules import DESIGNS, Organisation
from tests.certificates.conftest import Browser, serials
from tests.certificates.looks import (
    GOLDEN,
    GOLDEN_DPI,
    LOOKS,
    difference,
    name_of,
    organisation,
    picture_file,
    row_of,
)
from tests.kit import paper

#: of three dots in a row of a golden picture, in 16 greys: another drawer's edges, no other place
EDGE = 60
LARGEST = 30 * 1024
#: lines stand close: so much of a word's box may lie under the next line's
CLOSE = 0.35
LONG = "Maximiliane-Theodora Konstantinopoulou von Hohenzollern-Berg"
PageOf = Callable[..., CertificatePage]


@pytest.fixture
def choices(one_app: Flask) -> Organisation:
    """With a logo and a signature."""
    storage = one_app.extensions["storage"]
    keys = {name: storage.put(picture_file(name), ".png") for name in ("logo", "signature")}
    return organisation(**keys)


@pytest.fixture
def context(
    one_app: Flask, choices: Organisation, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    monkeypatch.setitem(one_app.extensions, "organisation", SimpleNamespace(now=lambda: choices))
    with one_app.app_context():
        yield one_app


@pytest.fixture
def page(context: Flask, choices: Organisation) -> PageOf:
    assert "organisation" in context.extensions

    def of(look: Look, name: str = "欧阳明", **changes: object) -> CertificatePage:
        # one language goes without pictures, so that both ways are looked at
        has = choices if look.other else organisation()
        made = page_of(row_of(name, **changes), look, has, copy=False)
        return replace(made, watermark="")

    return of


@pytest.mark.parametrize("look", LOOKS, ids=name_of)
def test_a_certificate_is_its_golden_picture(page: PageOf, look: Look):
    path = GOLDEN / f"{name_of(look)}.png"
    picture = paper.seen(in_full(page(look)), dpi=2 * GOLDEN_DPI).reduce(2)
    if os.environ.get("GOLDEN") == "new":
        GOLDEN.mkdir(exist_ok=True)
        picture.quantize(16, dither=Image.Dither.NONE).save(path, optimize=True, bits=4)
    assert path.stat().st_size <= LARGEST
    with Image.open(path) as golden:
        assert difference(picture, golden.convert("L")) < EDGE


@pytest.mark.parametrize("look", LOOKS, ids=name_of)
def test_no_word_lies_on_another_and_none_runs_off(page: PageOf, look: Look):
    """With six facts, and a name of sixty letters."""
    found = words(in_full(page(look, LONG)))
    width, height = (842, 595) if look.orientation == "landscape" else (595, 842)
    off = [w.text for w in found if w.left < 20 or w.right > width - 20 or w.bottom > height - 20]
    assert off == []
    close = [(a.text, b.text) for a, b in combinations(found, 2) if a.shared(b) > CLOSE]
    assert close == []


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("design", DESIGNS)
def test_what_proves_nothing_says_so(design: str):
    look = Look(design, "landscape", "en")
    record, copy = (text_of(print_page(row_of(), look, copy=copy)) for copy in (False, True))
    assert squeezed(TEST) in squeezed(record)
    assert squeezed(COPY) not in squeezed(record)
    assert squeezed(COPY) in squeezed(copy)


def test_with_a_public_address_there_is_no_watermark(
    context: Flask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(context.config, "PUBLIC_URL", "https://training.firm.cn")
    text = squeezed(text_of(print_page(row_of(), LOOKS[0], copy=False)))
    assert squeezed(TEST) not in text
    assert "https://training.firm.cn/verify/" in text


@pytest.mark.usefixtures("context")
def test_the_organisation_decides_and_an_address_may_wish():
    assert look_now() == Look("formal", "landscape", "both")
    assert look_wished({"design": "modern", "languages": "en"}) == Look("modern", "landscape", "en")
    assert look_wished({"design": "../x"}) == look_now()
    odd = Organisation(
        certificate_design="gone", certificate_orientation="", certificate_languages="fr"
    )
    assert look_of(odd) == Look("formal", "landscape", "zh")


def test_the_digest_is_that_of_the_design():
    found = {template_digest(look) for look in LOOKS}
    assert len(found) == len(DESIGNS)
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in found)


@pytest.mark.usefixtures("context")
def test_every_kind_has_a_heading_and_facts_in_both_languages():
    for kind in HEADINGS:
        row = row_of(kind=kind)
        row.facts.update(scenarios=2, drills=12, accepted_on="2026-11-20T04:00:00+00:00")
        zh, en = facts_in(row, "zh"), facts_in(row, "en")
        assert 1 <= len(zh) == len(en) <= MOST_FACTS
        assert all(label and value for label, value in (*zh, *en))
        both = text_of(
            in_full(page_of(row, Look("modern", "portrait", "both"), organisation(), copy=False))
        )
        assert all(squeezed(word) in squeezed(both) for word in (zh[0][0], en[0][0]))


def test_a_form_follows_the_certificate_that_it_earned(
    app: Flask, client_of: Browser, handed_in: int, database: db.Database
):
    client_of("tara").post(f"/submissions/{handed_in}/acceptances", data={})
    worker.do_all(app)
    (serial,) = serials(database, "exercise")
    with app.app_context(), db.reading(database):
        row = queries.by_serial(serial)
        assert row is not None
        pdf = print_page(row, Look("festive", "landscape", "both"), copy=False)
    first, form, *_ = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert first.mediabox.width > first.mediabox.height
    assert form.mediabox.width < form.mediabox.height
    assert "新客户签约" not in squeezed(first.extract_text())
    text = squeezed(form.extract_text())
    assert "新客户签约12家" in text
    assert serial in text


class Word(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def shared(self, other: "Word") -> float:
        """How much of the smaller of two boxes lies on the other."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0) * max(high, 0) / min(self.area, other.area)

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)


def words(pdf: bytes) -> list[Word]:
    """The words of the first page with their places in points, as poppler finds them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.pdf"
        path.write_bytes(pdf)
        command = ["pdftotext", "-bbox", "-l", "1", str(path), "-"]
        html = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    lines = re.findall(r'xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">(.*?)<', html)
    return [Word(*map(float, line[:4]), line[4]) for line in lines]


def text_of(pdf: bytes) -> str:
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
