"""An administrator chooses the look of certificates and sees it at once."""

import io
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.kit.storage import Storage
from courseware.settings import queries as settings
from tests.certificates.looks import picture_file

Browser = Callable[[str], FlaskClient]
PLACE, SAMPLE = "/admin/certificates/preview", "/admin/certificates/sample.pdf"
CHOSEN = {
    "certificate_design": "festive",
    "certificate_orientation": "portrait",
    "certificate_languages": "en",
    "signatory_en": "Zhang Min",
    "signatory_title_en": "Head of Sales Training",
    "signatory_zh": "",
    "signatory_title_zh": "",
}


def words(pdf: bytes) -> str:
    return "".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def test_the_sample_follows_choices_that_are_not_saved(client_of: Browser, database: db.Database):
    ada = client_of("ada")
    answer = ada.get(SAMPLE, query_string=CHOSEN)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1
    text = words(answer.data)
    for part in ("ZhangMin", "SAMPLE", "Certificateofcompletion"):
        assert part in text
    assert "结业证书" not in text
    page = pypdf.PdfReader(io.BytesIO(answer.data)).pages[0]
    assert page.mediabox.height > page.mediabox.width
    shown = ada.get(PLACE, query_string=CHOSEN).text
    assert "certificate_design=festive" in shown
    with db.reading(database):
        assert settings.current().certificate_design == "formal"


def test_without_script_the_button_shows_it_and_keeps_no_token_in_the_address(client_of: Browser):
    answer = client_of("ada").get(PLACE, query_string=CHOSEN | {"csrf_token": "secret"})
    assert answer.status_code == 303
    assert "secret" not in answer.location
    assert "certificate_design=festive" in answer.location


def test_what_is_saved_holds_with_its_pictures(client_of: Browser, database: db.Database, app: Any):
    ada = client_of("ada")
    files = {name: (io.BytesIO(picture_file(name)), f"{name}.png") for name in ("seal", "logo")}
    answer = ada.post(PLACE, data=CHOSEN | files, content_type="multipart/form-data")
    assert answer.status_code == 303
    with db.reading(database):
        now = settings.current()
    assert (now.certificate_design, now.signatory_en) == ("festive", "Zhang Min")
    storage: Storage = app.extensions["storage"]
    assert storage.get(now.seal).startswith(b"\x89PNG")
    assert ada.get(SAMPLE).data != ada.get(SAMPLE, query_string={"signatory_en": "Else"}).data
    assert ada.post(PLACE, data=CHOSEN | {"seal_removed": "y"}).status_code == 303
    with db.reading(database):
        again = settings.current()
    assert (again.seal, again.logo) == ("", now.logo)


@pytest.mark.parametrize("data", [b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused_and_changes_nothing(
    client_of: Browser, database: db.Database, data: bytes
):
    sent = CHOSEN | {"seal": (io.BytesIO(data), "seal.png")}
    answer = client_of("ada").post(PLACE, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    refused = client_of("ada").post(PLACE, data=CHOSEN | {"certificate_design": "none"})
    assert refused.status_code == 422
    with db.reading(database):
        assert settings.current().certificate_design == "formal"


def test_it_is_the_administrators_alone(client_of: Browser):
    for path in (PLACE, SAMPLE):
        assert client_of("nobody").get(path).status_code == 302
        for name in ("lin", "tara", "mei", "ann"):
            assert client_of(name).get(path).status_code == 404, name
