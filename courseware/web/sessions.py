"""Signed cookies whose signer is made once and not at every request."""

from typing import Any

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class KeptSessions(SecureCookieSessionInterface):
    """Flask's own sessions; an application's key never changes while it runs."""

    def __init__(self) -> None:
        self._signers: dict[Flask, Any] = {}

    def get_signing_serializer(self, app: Flask) -> Any:
        if app not in self._signers:
            self._signers[app] = super().get_signing_serializer(app)
        return self._signers[app]

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Never with an answer that a proxy may keep for others: they would get this person's cookie."""
        if not response.cache_control.public:
            super().save_session(app, session, response)
