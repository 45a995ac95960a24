"""How often one address may call the pages that guess: sign-in, links, verification."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

#: Counted in each process; the lock-out of an account is counted in the database.
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
GUESSING = "30 per minute"


def install(app: Flask) -> None:
    app.config.setdefault("RATELIMIT_ENABLED", True)
    limiter.init_app(app)
