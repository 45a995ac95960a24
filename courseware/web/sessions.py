"""Signed cookies whose signer is made once and not at every request."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface


class KeptSessions(SecureCookieSessionInterface):
    """Flask's own sessions; an application's key never changes while it runs."""

    def __init__(self) -> None:
        self._signers: dict[Flask, Any] = {}

    def get_signing_serializer(self, app: Flask) -> Any:
        if app not in self._signers:
            self._signers[app] = super().get_signing_serializer(app)
        return self._signers[app]
