"""Digests: `version` over what decides a result, `text` over the wording."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from courseware.content.definitions import Digest, Text


def digest(value: Any) -> str:
    """The first 16 hex digits of SHA-256 over a canonical text of the value."""
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def pair(version: Any, text: Any) -> Digest:
    return Digest(version=digest(version), text=digest(text))


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return [value.zh, value.en]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
