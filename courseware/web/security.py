"""Headers that every answer carries."""

from flask import Flask, Response, request

from courseware.errors import NotFound

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}


def install(app: Flask, *, https: bool) -> None:
    headers = dict(HEADERS)
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000"

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in headers.items():  # an answer may have said something stricter or wider
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:  # pages hold personal facts
            response.headers["Cache-Control"] = "private, no-store"
        return response


def refuse_nul() -> None:
    """PostgreSQL stores no NUL and fails on it; no address of ours has one."""
    sent = request.environ  # once through the proxy: every page asks this
    if "%00" in sent.get("QUERY_STRING", "") or "\0" in sent["PATH_INFO"]:
        raise NotFound
