"""Values in a link that nobody can make up or change."""

from typing import Any

from itsdangerous import BadData, BadSignature, URLSafeSerializer


def sign(secret: str, purpose: str, value: Any) -> str:
    """A JSON value as a token for an address; a token of one purpose is worth nothing for another."""
    return str(URLSafeSerializer(secret, salt=purpose).dumps(value))


def signed(secret: str, purpose: str, token: str) -> Any:
    """The value that `sign` put into a token; none when the token is not ours."""
    try:
        return URLSafeSerializer(secret, salt=purpose).loads(token)
    except BadSignature:
        return None


def unchecked(token: str) -> Any:
    """The value in a token whoever signed it, with whatever key; none when it is no token. Never to decide who may."""
    try:
        return URLSafeSerializer("").loads_unsafe(token)[1]
    except BadData:
        return None
