"""Asking a language model: the chat completions protocol of OpenAI over HTTP, its answer as text."""

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpx

from courseware.errors import AppError

Message = dict[str, str]  # role and content

LARGEST_ANSWER = 256 * 1024  # bytes
LONGEST_WAIT = 5.0  # seconds that a busy service may ask for before the second attempt
PAUSE = 0.5  # seconds, where it asks for none
CONNECT = 5.0  # seconds

log = logging.getLogger("courseware.chat")
# httpx writes every address into the log; ours says what an operator needs.
logging.getLogger("httpx").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to ask; `url` is what comes before /chat/completions."""

    url: str
    model: str
    key: str = field(default="", repr=False)


class ChatError(AppError):
    """No usable answer came; the sentence says why and never holds the key or what was asked."""

    status = 502


class _Again(Exception):
    """Worth a second attempt after `wait` seconds; `error` is what to say when that fails too."""

    def __init__(self, error: ChatError, wait: float = PAUSE) -> None:
        super().__init__(error.sentence)
        self.error, self.wait = error, wait


def complete(
    endpoint: Endpoint,
    messages: Sequence[Message],
    *,
    timeout: float,
    most_tokens: int,
    as_json: bool = True,
) -> str:
    """The model's answer. At most two attempts of `timeout` seconds each; ChatError when none brings one."""
    check_address(endpoint.url)
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": list(messages),
        "temperature": 0.2,
        "max_tokens": most_tokens,
    }
    if as_json:
        body["response_format"] = {"type": "json_object"}
    try:
        return _ask(endpoint, body, timeout)
    except _Again as again:
        time.sleep(again.wait)
    try:
        return _ask(endpoint, body, timeout)
    except _Again as again:
        raise again.error from None


def read_json(answer: str) -> dict[str, Any]:
    """The object in an answer, also where a model has put it between fences; ChatError when there is none."""
    start, end = answer.find("{"), answer.rfind("}")
    try:
        found = json.loads(answer[start : end + 1])
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(found, dict):
        raise _unreadable()
    return found


def check_address(url: str) -> None:
    """ChatError unless it is a plain http(s) address: a key or password in it would end up in logs."""
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, TypeError, ValueError):
        parts = httpx.URL("")
    plain = not (parts.userinfo or parts.query or parts.fragment)
    if parts.scheme not in ("http", "https") or not parts.host or not plain:
        raise ChatError("The address must look like https://host/v1, without a name, ? or #.")


def _ask(endpoint: Endpoint, body: dict[str, Any], timeout: float) -> str:
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    url = f"{endpoint.url.rstrip('/')}/chat/completions"
    limits = httpx.Timeout(timeout, connect=min(CONNECT, timeout))
    deadline = time.monotonic() + timeout
    try:
        with (
            httpx.Client(timeout=limits, follow_redirects=False) as client,
            client.stream("POST", url, json=body, headers=headers) as response,
        ):
            if response.status_code != HTTPStatus.OK:
                raise _refused(response)
            return _content(_read(response, deadline))
    except httpx.TimeoutException:
        raise _Again(_late()) from None
    except (httpx.HTTPError, UnicodeError):  # whatever it says may hold the key
        raise ChatError("The AI service cannot be reached.") from None


def _read(response: httpx.Response, deadline: float) -> bytes:
    """The whole body; a service that drips or floods is cut off."""
    found = b""
    for chunk in response.iter_raw():
        found += chunk
        if len(found) > LARGEST_ANSWER:
            raise ChatError("The answer of the AI service is too long.")
        if time.monotonic() > deadline:
            raise _Again(_late())
    return found


def _content(body: bytes) -> str:
    try:
        answer = json.loads(body)
        content = answer["choices"][0]["message"]["content"]
        usage = answer.get("usage")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise _unreadable() from None
    if not isinstance(content, str) or not content.strip():
        raise _unreadable()
    if isinstance(usage, dict):
        tokens = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")]
        log.info("asked a model: %s", " + ".join(f"{n} tokens" for n in tokens if type(n) is int))
    return content


def _refused(response: httpx.Response) -> Exception:
    status = response.status_code
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return ChatError("The AI service does not accept the key (status {n}).", n=status)
    if status == HTTPStatus.NOT_FOUND:
        return ChatError("The AI service does not know this address or model (status 404).")
    error = ChatError("The AI service answered with status {n}.", n=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        error = ChatError("The AI service is busy or its allowance is used up (status 429).")
    elif status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return error
    wait = _wanted_wait(response.headers.get("Retry-After", ""))
    return _Again(error, wait) if wait <= LONGEST_WAIT else error


def _wanted_wait(header: str) -> float:
    """Seconds; a date instead of a number counts as too long."""
    if not header:
        return PAUSE
    return float(header) if header.isascii() and header.isdigit() else LONGEST_WAIT + 1


def _late() -> ChatError:
    return ChatError("The AI service did not answer in time.")


def _unreadable() -> ChatError:
    return ChatError("The answer of the AI service could not be read.")
