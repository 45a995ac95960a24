"""What every answer carries, so that a browser protects the visitor."""

from typing import Any

import pytest
from flask import Flask

from courseware import config
from courseware.web.downloads import download
from tests import world
from tests.web.conftest import build

PATHS = (
    "/login",
    "/",
    "/modules",
    "/no/such/page",
    "/healthz",
    "/static/site.css",
    "/explode?how=python",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_protecting_headers(lin: Any, served: Flask, path: str):
    for client in (lin, served.test_client()):
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["Strict-Transport-Security"].startswith("max-age=")
        stored = "public, max-age=" if path.startswith("/static") else "private, no-store"
        assert headers["Cache-Control"].startswith(stored)


def _sign_in(app: Flask) -> str:
    data = {"email": world.email("lin"), "password": world.PASSWORD}
    answer = app.test_client().post("/login", data=data)
    assert answer.status_code == 303
    return answer.headers["Set-Cookie"]


def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_http(
    served: Flask, settings: config.Settings
):
    cookie = _sign_in(served)
    for mark in ("HttpOnly", "SameSite=Lax", "Secure"):
        assert mark in cookie
    plain = build(settings)
    plain.extensions["database"] = served.extensions["database"]
    cookie = _sign_in(plain)
    assert "Secure" not in cookie
    assert "HttpOnly" in cookie
    assert "Strict-Transport-Security" not in plain.test_client().get("/login").headers


def test_a_page_has_no_script_or_style_of_its_own(lin: Any):
    for path in ("/", "/modules/01-first-talk", "/certificates"):
        page = lin.get(path).text
        assert "<style" not in page
        assert " onclick" not in page
        assert all("src=" in tag.partition(">")[0] for tag in page.split("<script")[1:])


@pytest.mark.parametrize("inline", [False, True])
def test_a_download_keeps_its_chinese_name(served: Flask, inline: bool):
    with served.test_request_context():
        answer = download(b"x", '一班 "报告" 2026.pdf', inline=inline)
    place = answer.headers["Content-Disposition"]
    assert place.startswith("inline; " if inline else "attachment; ")
    assert 'filename="file.pdf"' in place
    encoded = "%E4%B8%80%E7%8F%AD%20%22%E6%8A%A5%E5%91%8A%22%202026.pdf"
    assert place.endswith(f"filename*=UTF-8''{encoded}")
    assert place.isascii()
    assert answer.mimetype == "application/pdf"


def test_an_answer_that_a_proxy_may_keep_holds_nobodys_cookie(lin: Any):
    with lin.session_transaction() as cookie:
        cookie.permanent = True  # "stay signed in": renewed with every page
    assert "Set-Cookie" in lin.get("/account").headers
    assert "Set-Cookie" not in lin.get("/static/site.css").headers


def test_a_look_at_the_head_of_a_page_is_led_to_sign_in_too(served: Flask):
    assert served.test_client().head("/modules").location == "/login?next=/modules"
