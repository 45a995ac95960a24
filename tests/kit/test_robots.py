"""Three chats' robots, each by its own protocol, against a server that speaks it."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from courseware.kit import clock, robots
from courseware.kit.robots import Robot, RobotError

SECRET = "SEC000"


class Chat:
    """What the group was told; `answers` come first, then yes."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Any]] = []
        self.answers: list[tuple[int, Any]] = []
        self.url = ""


@pytest.fixture
def chat() -> Iterator[Chat]:
    told = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.said.append((self.path, body))
            yes = {"errcode": 0, "errmsg": "ok", "code": 0, "msg": "success"}
            status, answer = told.answers.pop(0) if told.answers else (200, yes)
            sent = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}/robot/send?key=abc"
    yield told
    server.shutdown()
    server.server_close()


def test_wecom_takes_text_and_mobile_numbers(chat: Chat):
    robots.post(Robot("wecom", chat.url), "小满：2 条新通知", ["13900000001"])
    [(path, body)] = chat.said
    assert path == "/robot/send?key=abc"
    assert body == {
        "msgtype": "text",
        "text": {"content": "小满：2 条新通知", "mentioned_mobile_list": ["13900000001"]},
    }


def test_dingtalk_takes_a_signature_in_the_address_and_the_number_in_the_text(chat: Chat):
    robots.post(Robot("dingtalk", chat.url, SECRET), "两条", ["13900000001"])
    [(path, body)] = chat.said
    query = parse_qs(urlparse(path).query)
    moment = query["timestamp"][0]
    wanted = hmac.new(SECRET.encode(), f"{moment}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert query["sign"][0] == base64.b64encode(wanted).decode()
    assert abs(int(moment) / 1000 - clock.now().timestamp()) < 60
    assert body["at"] == {"atMobiles": ["13900000001"]}
    assert body["text"]["content"] == "两条 @13900000001"


def test_feishu_takes_a_signature_in_the_body(chat: Chat):
    robots.post(Robot("feishu", chat.url, SECRET), "两条")
    [(_, body)] = chat.said
    key = f"{body['timestamp']}\n{SECRET}".encode()
    assert body["sign"] == base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
    assert body["msg_type"] == "text"
    assert body["content"] == {"text": "两条"}


@pytest.mark.parametrize("kind", robots.KINDS)
@pytest.mark.parametrize(
    ("status", "answer", "words"),
    [
        (200, {"errcode": 45009, "errmsg": "api freq out of limit"}, "45009 api freq"),
        (200, {"code": 19021, "msg": "sign match fail"}, "19021 sign match fail"),
        (200, b"<html>", "nothing readable"),
        (200, b"[]", "nothing readable"),
        (500, {}, "500"),
        (302, {}, "302"),
    ],
)
def test_what_it_does_not_take_is_an_error_that_says_why(
    chat: Chat, kind: str, status: int, answer: Any, words: str
):
    chat.answers = [(status, answer)]
    with pytest.raises(RobotError) as refused:
        robots.post(Robot(kind, chat.url, SECRET), "x")
    assert words in str(refused.value)
    assert "abc" not in str(refused.value)


def test_nobody_there_is_an_error_too():
    with pytest.raises(RobotError, match="does not answer"):
        robots.post(Robot("wecom", "http://127.0.0.1:9/robot"), "x")


@pytest.mark.parametrize("url", ["", "ftp://x/y", "https://", "https://me:pw@x/y", "file:///etc"])
def test_an_address_that_is_none_is_refused(url: str):
    with pytest.raises(RobotError):
        robots.post(Robot("wecom", url), "x")
