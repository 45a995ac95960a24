"""Who was revoked or replaced, as a list that does not say who is asked about; checked by other people's software."""

import base64
import gzip
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, Route, sync_playwright
from sqlalchemy import select, update

from courseware import db
from courseware.certificates.jobs.badges import make_badges
from courseware.certificates.models import Certificate
from courseware.certificates.rules.badges import PLACES, encoded, ids_of, place_of
from courseware.kit import clock
from courseware.kit.jws import payload_of
from tests.certificates.badges import BUNDLE, PUBLIC, VENDOR, make
from tests.certificates.conftest import Browser, Finish

CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
}
Check = Callable[[str], dict[str, Any]]
#: a verifier of four libraries, none of ours; whatever it asks for beyond the contexts and the issuer is refused
VERIFY = """
async ({token, contexts}) => {
  const {jwtVerify, createLocalJWKSet, checkCredential, checkStatus, jsonld} = await import("/badges.min.js");
  const get = async address => (await fetch(address)).text();
  const keys = createLocalJWKSet(JSON.parse(await get("PUBLIC_URL/badges/keys.json")));
  const verified = await jwtVerify(token, keys, {algorithms: ["RS256"]});
  const {iss, sub, jti, nbf, exp, ...credential} = verified.payload;
  checkCredential({credential});
  const documentLoader = async url => {
    if (contexts[url]) return {documentUrl: url, document: contexts[url]};
    const list = await jwtVerify(await get(url), keys, {algorithms: ["RS256"]});
    return {documentUrl: url, document: list.payload};
  };
  const expanded = await jsonld.expand(credential, {documentLoader, safe: true});
  const status = await checkStatus({
    credential, documentLoader, verifyBitstringStatusListCredential: false});
  return {iss, types: expanded[0]["@type"], error: String(status.error || ""), revoked: status.results?.[0].status};
}
""".replace("PUBLIC_URL", PUBLIC)


def bits(text: str) -> bytes:
    assert text[0] == "u"
    return gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))


@given(st.sets(st.integers(0, PLACES - 1), max_size=50))
def test_exactly_those_who_are_revoked_are_on_the_list(revoked: set[int]):
    unpacked = bits(encoded(revoked))
    assert len(unpacked) * 8 == PLACES
    found = {
        place * 8 + bit
        for place, byte in enumerate(unpacked)
        if byte
        for bit in range(8)
        if byte & (0x80 >> bit)
    }
    assert found == revoked


@given(st.integers(1, 10**9))
def test_every_certificate_has_a_place_of_its_own(certificate_id: int):
    number, place = place_of(certificate_id)
    first, last = ids_of(number)
    assert first <= certificate_id <= last
    assert certificate_id - first == place < PLACES


@pytest.fixture
def badge(
    app: Flask, database: db.Database, finish: Finish, monkeypatch: pytest.MonkeyPatch
) -> str:
    monkeypatch.setitem(app.config, "PUBLIC_URL", PUBLIC)
    serial = finish()
    make(app, database)
    return serial


def listed(client_of: Browser, serial: str) -> tuple[bool, dict[str, Any]]:
    """Whether the badge is on the list it names, and what the list says."""
    nobody = client_of("nobody")
    status = nobody.get(f"/badges/{serial}.json").json["credentialStatus"]
    answer = nobody.get(status["statusListCredential"].removeprefix(PUBLIC))
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    payload = payload_of(answer.text, nobody.get("/badges/keys.json").json["keys"][0])
    place = int(status["statusListIndex"])
    byte = bits(payload["credentialSubject"]["encodedList"])[place // 8]
    return bool(byte & (0x80 >> place % 8)), payload


def test_a_revoked_badge_is_on_the_list(client_of: Browser, badge: str):
    is_listed, before = listed(client_of, badge)
    assert not is_listed
    revoked = client_of("ada").post(f"/certificates/{badge}/revocations", data={"reason": "发错了"})
    assert revoked.status_code == 303
    is_listed, after = listed(client_of, badge)
    assert is_listed
    assert after["nbf"] >= before["nbf"]
    assert "发错了" not in json.dumps(after, ensure_ascii=False)
    assert after["id"] == after["jti"]
    assert after["issuer"] == after["iss"] == f"{PUBLIC}/badges/issuer.json"


def test_a_replaced_badge_is_on_the_list(client_of: Browser, database: db.Database, badge: str):
    with db.transaction(database) as session:
        session.execute(update(Certificate).values(replaced_at=clock.now()))
    assert listed(client_of, badge)[0]


def test_the_list_is_the_same_until_something_changes(client_of: Browser, badge: str):
    nobody = client_of("nobody")
    first = nobody.get("/badges/status/1")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = nobody.get("/badges/status/1", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    client_of("ada").post(f"/certificates/{badge}/revocations", data={"reason": "x"})
    changed = nobody.get("/badges/status/1", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


@pytest.fixture
def page(badge: str) -> Iterator[Page]:
    assert badge  # made before: nothing can be signed in a thread in which a browser runs
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


@pytest.fixture
def check(page: Page, client_of: Browser) -> Iterator[Check]:
    """A verifier in a browser without a network: of the platform it sees the public addresses, and nothing else."""
    nobody, refused = client_of("nobody"), list[str]()
    contexts = {
        address: json.loads((VENDOR / name).read_text()) for address, name in CONTEXTS.items()
    }

    def answer(route: Route) -> None:
        address = route.request.url
        if address == "https://verifier.test/":
            route.fulfill(body="<!doctype html>", content_type="text/html")
        elif address == "https://verifier.test/badges.min.js":
            route.fulfill(body=BUNDLE.read_text(), content_type="text/javascript")
        elif address.startswith(f"{PUBLIC}/badges/"):
            found = nobody.get(address.removeprefix(PUBLIC))
            route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)
        else:
            refused.append(address)
            route.abort()

    page.route("**/*", answer)
    page.goto("https://verifier.test/")
    yield lambda token: page.evaluate(VERIFY, {"token": token, "contexts": contexts})
    assert refused == []


def test_other_peoples_verifiers_accept_it_and_say_when_it_is_revoked(
    client_of: Browser, badge: str, check: Check
):
    token = client_of("nobody").get(f"/badges/{badge}.jwt").text
    found = check(token)
    assert found["revoked"] is False, found["error"]
    assert found["iss"] == f"{PUBLIC}/badges/issuer.json"
    assert "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential" in found["types"]
    client_of("ada").post(f"/certificates/{badge}/revocations", data={"reason": "x"})
    assert check(token)["revoked"] is True
    head, body, signature = token.split(".")
    other = json.loads(base64.urlsafe_b64decode(body + "=="))
    other["credentialSubject"]["identifier"][1]["identityHash"] = "别人"
    forged = base64.urlsafe_b64encode(json.dumps(other).encode()).rstrip(b"=").decode()
    with pytest.raises(Exception, match="signature"):
        check(f"{head}.{forged}.{signature}")


def test_an_expired_badge_is_told_by_its_own_date(
    app: Flask, database: db.Database, client_of: Browser, badge: str, check: Check
):
    with db.transaction(database) as session:
        ended = clock.now() - timedelta(days=1)
        session.execute(update(Certificate).values(credential=None, expires_at=ended))
    with app.app_context(), db.transaction(database):
        make_badges()
    with db.reading(database) as rows:
        token = rows.scalar(select(Certificate.credential).where(Certificate.serial == badge))
    assert not listed(client_of, badge)[0]  # expired is not revoked
    with pytest.raises(Exception, match="exp"):
        check(token or "")
