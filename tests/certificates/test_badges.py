"""A badge beside each certificate: signed, after the schema of Open Badges 3.0, and checked by other people's software."""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from cryptography.hazmat.primitives import serialization
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3 import OB3Verifier
from sqlalchemy import select, update

from courseware import db
from courseware.accounts.models import Person
from courseware.certificates.documents import badge_keys, badges
from courseware.certificates.documents.badge_pictures import picture
from courseware.certificates.models import Certificate, IssuerKey
from courseware.certificates.rules.badges import TYPES, linkedin_address
from courseware.certificates.types import CertificateRow
from courseware.certificates.types.badges import Achieved
from courseware.kit import clock
from courseware.kit.jws import TokenSigner, make_key, payload_of
from courseware.web.limits import counter
from tests.certificates.badges import PUBLIC, make, wrong
from tests.certificates.conftest import Browser, Finish
from tests.world import Cast

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
FACTS = {
    "name": "林夏",
    "title": {"zh": "销售小课", "en": "A small sales course"},
    "track": {"zh": "新销售", "en": "New seller"},
    "modules": 2,
    "exercises": [{"zh": "季度计划", "en": "Quarterly plan"}],
}


@pytest.fixture
def public(app: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(app.config, "PUBLIC_URL", PUBLIC)
    return PUBLIC


@pytest.fixture
def badge(public: str, app: Flask, database: db.Database, finish: Finish) -> str:
    """The serial of lin's certificate, whose badge is made."""
    assert public
    serial = finish()
    make(app, database)
    return serial


def said(token: str, keys: dict[str, Any]) -> dict[str, Any]:
    return payload_of(token, keys["keys"][0])


def test_each_certificate_has_a_badge_that_never_changes(
    app: Flask, database: db.Database, client_of: Browser, badge: str
):
    nobody = client_of("nobody")
    answer = nobody.get(f"/badges/{badge}.jwt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    make(app, database)
    assert nobody.get(f"/badges/{badge.lower()}.jwt").data == answer.data
    payload = said(answer.text, nobody.get("/badges/keys.json").json)
    assert payload == nobody.get(f"/badges/{badge}.json").json
    assert payload["id"] == payload["jti"] == f"{PUBLIC}/badges/{badge}.jwt"
    assert payload["sub"] == payload["credentialSubject"]["id"]
    assert payload["iss"] == payload["issuer"]["id"] == f"{PUBLIC}/badges/issuer.json"
    moment = datetime.fromisoformat(payload["validFrom"])
    assert payload["nbf"] == moment.timestamp()
    assert "exp" not in payload
    for key, value in (
        ("Access-Control-Allow-Origin", "*"),
        ("Cache-Control", "public, max-age=300"),
    ):
        assert answer.headers[key] == value
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert nobody.get(f"/badges/{badge}.jwt", headers=tag).status_code == 304


def test_it_says_what_was_achieved_and_of_the_address_only_a_hash(client_of: Browser, badge: str):
    payload = client_of("nobody").get(f"/badges/{badge}.json").json
    subject = payload["credentialSubject"]
    email, name = subject["identifier"]
    digest = hashlib.sha256(f"lin@test.example{email['salt']}".encode()).hexdigest()
    assert email["identityHash"] == f"sha256${digest}"
    assert email["hashed"] is True
    assert (name["identityType"], name["identityHash"]) == ("name", "林夏")
    assert "lin@test.example" not in json.dumps(payload)
    achieved = subject["achievement"]
    assert achieved["name"] == "销售小课 / A small sales course"
    assert achieved["achievementType"] == "CertificateOfCompletion"
    assert "Passed 2 modules of the track “New seller”" in achieved["criteria"]["narrative"]
    assert "通过学习路径“新销售”的 2 个模块" in achieved["criteria"]["narrative"]
    assert "Quarterly plan" in achieved["criteria"]["narrative"]


def test_it_follows_the_published_schema(client_of: Browser, badge: str):
    nobody = client_of("nobody")
    payload = nobody.get(f"/badges/{badge}.json").json
    assert wrong(payload) == []
    assert wrong(nobody.get("/badges/issuer.json").json, "profile") == []
    assert wrong({**payload, "validFrom": "yesterday"}) != []
    assert wrong({key: value for key, value in payload.items() if key != "issuer"}) != []


def test_a_library_for_open_badges_that_we_did_not_write_accepts_it(
    app: Flask, client_of: Browser, badge: str
):
    nobody = client_of("nobody")
    token = nobody.get(f"/badges/{badge}.jwt").text
    with app.app_context():
        pem = badge_keys.key_path(app.extensions["settings"]).read_bytes()
    verifier = OB3Verifier(pubkey_pem=_public_pem(pem))
    found = verifier.verify(token)
    assert found.issuer.id == f"{PUBLIC}/badges/issuer.json"
    head, body, signature = token.split(".")
    for broken in (f"{head}.{body[:-4]}AAAA.{signature}", f"{head}.{body}.{signature[::-1]}"):
        with pytest.raises(Exception, match=r"(?i)signature|valid|decode|base64"):
            verifier.verify(broken)


def _public_pem(private: bytes) -> bytes:
    key = serialization.load_pem_private_key(private, None).public_key()
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def test_what_a_badge_names_can_be_opened(client_of: Browser, badge: str):
    nobody = client_of("nobody")
    payload = nobody.get(f"/badges/{badge}.json").json
    achieved = payload["credentialSubject"]["achievement"]
    here = {address: nobody.get(address.removeprefix(PUBLIC)) for address in (
        payload["id"], payload["issuer"]["id"], achieved["id"], achieved["image"]["id"],
        payload["credentialStatus"]["statusListCredential"],
    )}  # fmt: skip
    assert {answer.status_code for answer in here.values()} == {200}
    profile = here[payload["issuer"]["id"]].json
    assert {name: profile[name] for name in payload["issuer"]} == payload["issuer"]
    known = here[achieved["id"]].json
    assert {name: known[name] for name in achieved} == achieved
    drawn = ET.fromstring(here[achieved["image"]["id"]].data)
    title = drawn.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert "A small sales course" in (title.text or "")


def test_the_key_that_a_token_names_is_published_and_a_retired_one_stays(
    database: db.Database, client_of: Browser, badge: str
):
    nobody = client_of("nobody")
    first = nobody.get(f"/badges/{badge}.jwt").text
    keys = nobody.get("/badges/keys.json").json["keys"]
    head = json.loads(_decoded(first.split(".")[0]))
    assert set(head) == {"alg", "kid", "typ"}  # the specification allows no others
    assert head["alg"] == "RS256"
    assert head["kid"] == keys[0]["kid"]
    assert nobody.get(head["kid"].removeprefix(PUBLIC)).json == keys[0]
    assert not {"d", "p", "q"} & set(keys[0])
    with db.transaction(database) as session:  # as if the platform had been given another key
        session.execute(update(IssuerKey).values(retired_at=clock.now()))
    assert nobody.get("/badges/keys.json").json["keys"] == keys
    assert nobody.get(f"/badges/{badge}.json").status_code == 200
    assert nobody.get("/badges/keys/none.json").status_code == 404


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_a_picture_holds_the_badge(client_of: Browser, badge: str):
    nobody = client_of("nobody")
    answer = nobody.get(f"/badges/{badge}.svg")
    assert answer.mimetype == "image/svg+xml"
    baked = ET.fromstring(answer.data).find("{https://purl.imsglobal.org/ob/v3p0}credential")
    assert baked is not None
    assert baked.get("verify") == nobody.get(f"/badges/{badge}.jwt").text


def test_without_a_public_address_there_are_none(
    app: Flask, database: db.Database, client_of: Browser, finish: Finish
):
    serial = finish()
    make(app, database)
    for path in (f"{serial}.jwt", f"{serial}.json", "issuer.json", "keys.json", "status/1"):
        answer = client_of("nobody").get(f"/badges/{path}?lang=en")
        assert answer.status_code == 404, path
        assert "no public address" in answer.text
    page = client_of("lin").get(f"/certificates/{serial}/badge")
    assert "There is no badge for this certificate" in page.text


def test_a_certificate_of_a_test_has_none(
    app: Flask, database: db.Database, client_of: Browser, public: str, finish: Finish
):
    serial = finish()
    with db.transaction(database) as session:
        session.execute(update(Certificate).values(is_test=True))
    make(app, database)
    assert public
    assert client_of("nobody").get(f"/badges/{serial}.jwt").status_code == 404


def test_of_a_forgotten_holder_nothing_is_left(
    app: Flask, database: db.Database, client_of: Browser, badge: str, cast: Cast
):
    with db.transaction(database) as session:
        session.execute(update(Person).where(Person.id == cast.lin).values(erased_at=clock.now()))
        session.execute(update(Certificate).values(credential=None))
    make(app, database)
    for ending in ("jwt", "json", "svg"):
        answer = client_of("nobody").get(f"/badges/{badge}.{ending}")
        assert answer.status_code == 410
        assert "林夏" not in answer.text
    with db.reading(database) as rows:
        assert rows.scalar(select(Certificate.credential)) is None


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_holder_is_told_what_to_do_with_it(client_of: Browser, badge: str, lang: str):
    lin = client_of("lin")
    page = lin.get(f"/certificates/{badge}/badge?lang={lang}").text
    assert {"en": "Put it into a wallet", "zh": "放入数字钱包"}[lang] in page
    assert f"{PUBLIC}/badges/{badge}.jwt" in page
    assert "https://www.linkedin.com/profile/add?" in page
    for name, status in (("tara", 200), ("mei", 200), ("ada", 200), ("otto", 404), ("omar", 404)):
        assert client_of(name).get(f"/certificates/{badge}/badge").status_code == status, name
    assert client_of("nobody").get(f"/certificates/{badge}/badge").status_code == 302
    assert lin.post(f"/certificates/{badge}/badge").status_code == 405


def test_linkedin_is_told_name_organisation_dates_and_page():
    page = f"{PUBLIC}/verify/SSM-2026-1"
    address = linkedin_address(
        "销售 & Co", "学院", issued=NOW, expires=NOW + timedelta(days=365), page=page
    )
    told = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
    assert told == {
        "startTask": "CERTIFICATION_NAME", "name": "销售 & Co", "organizationName": "学院",
        "issueYear": "2026", "issueMonth": "9", "expirationYear": "2027", "expirationMonth": "9",
        "certUrl": page, "certId": "SSM-2026-1",
    }  # fmt: skip


def test_the_public_addresses_are_limited(client_of: Browser, badge: str):
    nobody = client_of("nobody")
    counter.reset()
    counter.enabled = True
    try:
        codes = {nobody.get(f"/badges/{badge}.jwt").status_code for _ in range(40)}
    finally:
        counter.enabled = False
        counter.reset()
    assert codes == {200, 429}


@pytest.mark.parametrize("path", ["SSM-2026-0000-0000-0000.jwt", "谁.json", "none.svg", "x.jwt",
    "achievements/course-none.json", "achievements/none.svg", "achievements/-.json", "status/0", "status/99"])  # fmt: skip
def test_what_is_not_there_is_not_found(client_of: Browser, badge: str, path: str):
    assert badge
    assert client_of("nobody").get(f"/badges/{path}").status_code == 404
    assert client_of("nobody").post(f"/badges/{path}").status_code == 405


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> TokenSigner:
    path = tmp_path_factory.mktemp("key") / "keys" / "badge.pem"
    assert make_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert not make_key(path)
    return TokenSigner(path.read_bytes())


@pytest.fixture
def drawn(one_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a credential is made with, without a database."""
    choices = SimpleNamespace(name=lambda lang: {"zh": "学院", "en": "Academy"}[lang])
    monkeypatch.setattr(badges, "organisation", SimpleNamespace(current=lambda: choices))
    monkeypatch.setitem(one_app.config, "PUBLIC_URL", PUBLIC)
    with one_app.app_context():
        yield


@pytest.mark.usefixtures("drawn")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=names, kind=st.sampled_from(sorted(TYPES)), days=st.none() | st.integers(1, 3000))
def test_any_name_can_be_signed_and_read_back(
    key: TokenSigner, name: str, kind: str, days: int | None
):
    until = None if days is None else NOW + timedelta(days=days)
    facts = {**FACTS, "name": name}
    row = CertificateRow(
        7, "SSM-2026-1", kind, 1, 1, "new-seller", "2026", facts, NOW, until, None, None, False
    )
    written = badges.credential(row, "a@b.example")
    token = key.sign(written, key_id=f"{PUBLIC}/k")
    assert payload_of(token, key.public()) == written
    assert wrong(written) == []
    assert written["credentialSubject"]["identifier"][1]["identityHash"] == name
    assert ("validUntil" in written) == ("exp" in written) == (until is not None)


@given(zh=names, en=names, kind=st.sampled_from(sorted(TYPES)))
def test_any_title_is_drawn(zh: str, en: str, kind: str):
    what = Achieved(kind, "x", "2026", {"title": {"zh": zh, "en": en}})
    root = ET.fromstring(picture(what, "学院"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_another_key_is_noticed(key: TokenSigner, tmp_path: Path):
    make_key(tmp_path / "other.pem")
    other = TokenSigner((tmp_path / "other.pem").read_bytes())
    token = key.sign({"x": "林"}, key_id="k")
    assert token == key.sign({"x": "林"}, key_id="k")
    for public, text in (
        (other.public(), token),
        (key.public(), "no token"),
        (key.public(), token[:-9]),
    ):
        with pytest.raises(ValueError, match="was not signed"):
            payload_of(text, public)


def test_ones_own_page_leads_to_the_badge(app: Flask, client_of: Browser, badge: str):
    lin = client_of("lin")
    assert f'href="/certificates/{badge}/badge"' in lin.get("/certificates").text
    app.config["PUBLIC_URL"] = "http://localhost"  # put back by the fixture
    assert f'href="/certificates/{badge}/badge"' not in lin.get("/certificates").text


def test_a_new_certificate_has_its_badge_at_once(public: str, client_of: Browser, finish: Finish):
    assert public
    serial = finish()
    assert client_of("nobody").get(f"/badges/{serial}.jwt").status_code == 200
