"""Posting into a group of a team chat: the group robots of WeCom, DingTalk and Feishu over HTTP.

Protocols: WeCom 群机器人 (`msgtype: text`, `mentioned_mobile_list`), DingTalk 自定义机器人 (加签: HMAC-SHA256 of
`timestamp\\nsecret` with the secret as key, in the address), Feishu 自定义机器人 (签名校验: HMAC-SHA256 of nothing with
`timestamp\\nsecret` as key, in the body).
"""

import base64
import hashlib
import hmac
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote_plus

import httpx

from courseware.errors import AppError
from courseware.kit import clock

KINDS = ("wecom", "dingtalk", "feishu")
#: so many messages a minute each of the three takes from one robot, and a little less
A_MINUTE = 18
PATIENCE = 10.0  # seconds
LONGEST_TEXT = 1800  # characters; the three cut or refuse longer ones

log = logging.getLogger("courseware.robots")


@dataclass(frozen=True, slots=True)
class Robot:
    """A robot of one group."""

    kind: str  # one of KINDS
    url: str = field(repr=False)  # holds the robot's own key
    secret: str = field(
        default="", repr=False
    )  # of the signature; empty where the group asks for none


class RobotError(AppError):
    """The chat did not take the message; the sentence holds what it answered, never the address."""

    status = 502


def check_address(url: str) -> None:
    """RobotError unless it is an http(s) address without a name in it."""
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, TypeError, ValueError):
        parts = httpx.URL("")
    if parts.scheme not in ("http", "https") or not parts.host or parts.userinfo:
        raise RobotError(
            "The address is the one that the chat shows for its robot; it begins with https://."
        )


def post(robot: Robot, text: str, mobiles: Sequence[str] = ()) -> str:
    """Say something in the group, mentioning these people where the chat can; what the other side answered."""
    check_address(robot.url)
    url, body = _request(robot, text[:LONGEST_TEXT], list(mobiles))
    try:
        answer = httpx.post(url, json=body, timeout=PATIENCE, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise RobotError("The chat does not answer: {what}.", what=type(error).__name__) from None
    if answer.status_code != HTTPStatus.OK:
        raise RobotError("The chat answered {what}.", what=answer.status_code)
    try:
        said = answer.json()
        code = said.get("errcode", said.get("code", said.get("StatusCode")))
    except (ValueError, AttributeError):
        raise RobotError("The chat answered {what}.", what="nothing readable") from None
    words = f"{code} {said.get('errmsg') or said.get('msg') or ''}".strip()[:200]
    if code != 0:
        raise RobotError("The chat answered {what}.", what=words)
    return words


def _request(robot: Robot, text: str, mobiles: list[str]) -> tuple[str, dict[str, Any]]:
    if robot.kind == "wecom":
        return robot.url, {
            "msgtype": "text",
            "text": {"content": text, "mentioned_mobile_list": mobiles},
        }
    if robot.kind == "dingtalk":
        # DingTalk mentions only those whose number stands in the text.
        named = "".join(f" @{mobile}" for mobile in mobiles)
        body = {"msgtype": "text", "text": {"content": text + named}, "at": {"atMobiles": mobiles}}
        return robot.url + _dingtalk_signature(robot.secret), body
    body = {"msg_type": "text", "content": {"text": text}}
    return robot.url, _feishu_signature(robot.secret) | body


def _dingtalk_signature(secret: str) -> str:
    if not secret:
        return ""
    moment = str(int(clock.now().timestamp() * 1000))
    sign = _hmac(secret, f"{moment}\n{secret}")
    return f"&timestamp={moment}&sign={quote_plus(sign)}"


def _feishu_signature(secret: str) -> dict[str, str]:
    if not secret:
        return {}
    moment = str(int(clock.now().timestamp()))
    return {"timestamp": moment, "sign": _hmac(f"{moment}\n{secret}", "")}


def _hmac(key: str, message: str) -> str:
    digest = hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
