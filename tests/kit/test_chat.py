"""Asking a language model: one retry, no redirect, limits, and an error that never tells the key."""

import json
import logging
import time
import traceback
from collections.abc import Iterator

import pytest

from courseware.kit import chat
from courseware.kit.chat import ChatError, Endpoint
from tests.roleplay.stub_model import Model, Say, serving

KEY = "sk-very-secret"
ASK = [{"role": "user", "content": "one word"}]
NOT_ANSWERS = [
    Say(body=b"<html>not json"),
    Say(body=b'{"choices": []}'),
    Say(body=b'{"error": "no choices"}'),
    Say(body=b'{"choices": [{"message": {"content": null}}]}'),
    Say(body=b'{"choices": [{"message": {"content": ["x"]}}]}'),
    Say(body=b"[1]"),
    Say(body=b"null"),
    Say(body=b"[" * 100_000),
    Say(body=b"\xff\xfe\x00"),
    Say(words="   "),
]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chat, "PAUSE", 0.0)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def model() -> Iterator[Model]:
    with serving() as found:
        yield found


def ask(model: Model, **changes: float) -> str:
    endpoint = Endpoint(model.url, "small", KEY)
    return chat.complete(endpoint, ASK, timeout=changes.get("timeout", 5), most_tokens=50)


def test_a_question_follows_the_protocol(model: Model):
    assert ask(model) == "ready"
    asked = model.asked[0]
    assert asked["path"] == "/v1/chat/completions"
    assert asked["model"] == "small"
    assert asked["messages"] == ASK
    assert asked["response_format"] == {"type": "json_object"}
    assert asked["max_tokens"] == 50
    assert 0 <= asked["temperature"] <= 1
    assert model.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_a_service_without_a_key_gets_none(model: Model):
    chat.complete(Endpoint(model.url + "/", "small"), ASK, timeout=5, most_tokens=9, as_json=False)
    assert "Authorization" not in model.headers[0]
    assert "response_format" not in model.asked[0]
    assert model.asked[0]["path"] == "/v1/chat/completions"


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_service_is_asked_once_more(model: Model, status: int):
    model.script = [Say(status=status), Say("then ok")]
    assert ask(model) == "then ok"
    model.script = [Say(status=status), Say(status=status), Say("too late")]
    with pytest.raises(ChatError, match=str(status)):
        ask(model)
    assert len(model.asked) == 4


def test_the_second_attempt_waits_as_long_as_it_is_told(model: Model):
    model.script = [Say(status=429, headers={"Retry-After": "1"}), Say("ok")]
    began = time.monotonic()
    assert ask(model) == "ok"
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize("wait", ["60", "Wed, 21 Oct 2026 07:28:00 GMT", "-1", "1e9", "²"])
def test_nobody_waits_long_for_a_second_attempt(model: Model, wait: str):
    model.script = [Say(status=429, headers={"Retry-After": wait}) for _ in range(2)]
    if not wait.isascii():
        model.script[0].headers = {"Retry-After": "x"}
    with pytest.raises(ChatError, match="429"):
        ask(model)
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    ("status", "says"), [(401, "key"), (403, "key"), (404, "model"), (400, "400")]
)
def test_what_would_fail_again_is_not_asked_again(model: Model, status: int, says: str):
    model.script = [Say(status=status), Say("ok")]
    with pytest.raises(ChatError, match=says):
        ask(model)
    assert len(model.asked) == 1


def test_a_slow_service_is_asked_twice_and_then_given_up(model: Model):
    model.script = [Say(delay=2.5), Say("quick")]
    assert ask(model, timeout=1.5) == "quick"  # a busy machine also takes a while
    model.script = [Say(delay=0.6), Say(delay=0.6)]
    with pytest.raises(ChatError, match="in time"):
        ask(model, timeout=0.3)


def test_a_redirect_is_not_followed(model: Model):
    model.script = [Say(status=307, headers={"Location": f"{model.url}/elsewhere"})]
    with pytest.raises(ChatError, match="307"):
        ask(model)
    assert len(model.asked) == 1


@pytest.mark.parametrize("answer", NOT_ANSWERS, ids=range(len(NOT_ANSWERS)))
def test_what_is_no_answer_is_one_error(model: Model, answer: Say):
    model.script = [answer]
    with pytest.raises(ChatError, match="could not be read"):
        ask(model)


def test_a_flood_is_cut_off(model: Model):
    model.script = [Say("x" * (chat.LARGEST_ANSWER + 1))]
    with pytest.raises(ChatError, match="too long"):
        ask(model)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://host/v1",
        "file:///etc/passwd",
        "host/v1",
        "https://",
        "https://me:pw@host/v1",
        "https://host/v1?key=1",
        "https://host/v1#x",
        "javascript:alert(1)",
    ],
)
def test_only_a_plain_web_address_is_asked(url: str):
    with pytest.raises(ChatError, match="https://host/v1"):
        chat.check_address(url)
    with pytest.raises(ChatError):
        chat.complete(Endpoint(url, "m"), ASK, timeout=1, most_tokens=1)


def test_a_service_that_is_away_is_said_so():
    with pytest.raises(ChatError, match="reached"):
        chat.complete(Endpoint("http://127.0.0.1:9/v1", "m", KEY), ASK, timeout=1, most_tokens=1)


@pytest.mark.parametrize("key", [KEY, "a\nb", "钥匙"])
def test_the_key_is_in_no_error_and_no_log(
    model: Model, caplog: pytest.LogCaptureFixture, key: str
):
    endpoint, said = Endpoint(model.url, "small", key), ""
    with caplog.at_level(logging.DEBUG):
        for answer in (Say("fine"), Say(status=401), Say(status=500), Say(body=b"?")):
            model.script = [answer, answer]
            said += _what_went_wrong(endpoint)
    said += "".join(record.getMessage() for record in caplog.records)
    assert key not in said
    assert key not in repr(endpoint)


def _what_went_wrong(endpoint: Endpoint) -> str:
    try:
        chat.complete(endpoint, ASK, timeout=2, most_tokens=5)
    except ChatError as error:
        return "".join(traceback.format_exception(error, chain=True))
    return ""


def test_what_it_cost_is_in_the_log(model: Model, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO, logger="courseware.chat"):
        ask(model)
    assert "7 tokens + 3 tokens" in caplog.text


@pytest.mark.parametrize("text", ['{"a": 1}', '```json\n{"a": 1}\n```', 'Sure!\n{"a": 1} Bye'])
def test_an_object_is_found_in_an_answer(text: str):
    assert chat.read_json(text) == {"a": 1}


@pytest.mark.parametrize(
    "text", ["", "no", "[1]", "{", "}{", '{"a": }', '{"a": 1} {"b": 2}', json.dumps("x")]
)
def test_an_answer_without_one_object_is_an_error(text: str):
    with pytest.raises(ChatError):
        chat.read_json(text)
