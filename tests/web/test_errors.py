"""Whatever goes wrong, a visitor reads a sentence, learns nothing of the inside, and can name the case."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from courseware import db
from courseware.web.log import JsonLines

SORRY = "Something went wrong on our side."


@pytest.fixture
def log() -> Iterator[list[dict[str, Any]]]:
    """The lines that the process wrote, parsed."""
    lines: list[dict[str, Any]] = []

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(JsonLines().format(record)))

    logger, reader = logging.getLogger("courseware"), Reader()
    level = logger.level
    logger.addHandler(reader)
    logger.setLevel("INFO")
    yield lines
    logger.removeHandler(reader)
    logger.setLevel(level)


@pytest.mark.parametrize("path", ["/explode", "/explode/inside"])
@pytest.mark.parametrize("how", ["python", "statement", "twice"])
def test_an_unexpected_error_is_a_page_with_a_number_that_the_log_knows(
    lin: Any, log: list[dict[str, Any]], path: str, how: str
):
    answer = lin.post(f"{path}?how={how}")
    assert answer.status_code == 500
    number = answer.headers["X-Request-Id"]
    assert SORRY in answer.text
    assert number in answer.text
    assert answer.mimetype == "text/html"
    for inside in ("Traceback", "secret", "ValueError", "sqlalchemy", "INSERT", "nowhere", ".py"):
        assert inside not in answer.text
    [found] = [line for line in log if "traceback" in line]
    assert found["request_id"] == number
    assert "_explode" in found["traceback"]
    assert lin.get("/").status_code == 200  # nothing is left broken behind


def test_an_error_leaves_nothing_half_written(lin: Any, served: Flask):
    lin.post("/explode?how=twice")
    database: db.Database = served.extensions["database"]
    with db.reading(database) as rows:
        assert (
            rows.exec_driver_sql("SELECT count(*) FROM person WHERE name = 'twice'").scalar() == 0
        )


def test_without_a_database_there_is_still_a_sentence(served: Flask, tmp_path: Path):
    class Gone(db.Database):
        def reader(self) -> Any:
            raise OperationalError("", {}, ConnectionError("gone"))

    served.extensions["database"] = Gone(f"sqlite:///{tmp_path / 'gone.db'}")
    served.extensions["organisation"].forget()
    client = served.test_client()
    answer = client.get("/login?lang=en")
    assert answer.status_code == 500
    assert SORRY in answer.text
    alive, ready = client.get("/healthz"), client.get("/readyz")
    assert (alive.status_code, alive.json) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json["error"]) == (503, "The database does not answer.")
    for each in (answer, alive, ready):
        assert "gone" not in each.text
        assert each.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("get", "/no/such/page", 404, "There is no such page"),
        ("post", "/modules", 405, "This page does not work that way."),
        ("post", "/explode/inside?how=conflict", 409, "has been revoked already"),
        ("get", f"/people/{10**30}", 404, "There is no such page"),
        ("get", f"/submissions/{2**63}.pdf", 404, "There is no such page"),
        ("post", f"/notices/{'9' * 18}/readings", 404, "There is no such page"),
        ("get", "/search?q=%00", 404, "There is no such page"),
        ("get", "/modules/%00", 404, "There is no such page"),
        ("get", "/static/../app.py", 404, "There is no such page"),
    ],
)
def test_what_is_refused_is_refused_in_words(
    lin: Any, method: str, path: str, status: int, words: str
):
    answer = getattr(lin, method)(path)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert words in answer.text
    script = getattr(lin, method)(path, headers={"Accept": "application/json"})
    assert script.status_code == status
    assert words in script.json["error"]
    assert script.json["request_id"] == script.headers["X-Request-Id"]


def test_a_wrong_method_names_the_right_ones(lin: Any):
    assert "GET" in lin.post("/modules").headers["Allow"]


@pytest.mark.parametrize(
    ("kind", "head", "megabytes"),
    [
        ("application/x-www-form-urlencoded", b"text=", 21),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n',
            6,
        ),
    ],
)
def test_what_is_too_large_is_refused_in_words(lin: Any, kind: str, head: bytes, megabytes: int):
    sent = head + b"x" * (megabytes * 1024 * 1024) + b"\r\n--b--\r\n"
    answer = lin.post("/modules/01-first-talk/notes", data=sent, content_type=kind)
    assert answer.status_code == 413
    assert "This is too large to be sent." in answer.text


def test_a_form_sent_after_the_session_ended_is_answered_in_words(served: Flask):
    answer = served.test_client().post("/modules/01-first-talk/readings?lang=en")
    assert (answer.status_code, answer.mimetype) == (401, "text/html")
    assert "Please sign in first." in answer.text
    script = served.test_client().post(
        "/modules/01-first-talk/places", headers={"Accept": "application/json"}
    )
    assert (script.status_code, script.json) == (401, {"error": "signed-out"})


def test_every_request_is_one_line_of_json(lin: Any, cast: Any, log: list[dict[str, Any]]):
    answer = lin.get("/modules/01-first-talk?token=secret")
    [line] = [entry for entry in log if entry["event"] == "request"]
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert (line["method"], line["path"], line["status"], line["person"]) == (
        "GET",
        "/modules/01-first-talk",
        200,
        cast.lin,
    )
    assert line["ms"] > 0
    assert "secret" not in json.dumps(line)
    lin.get("/static/site.css")
    assert log[-1]["person"] is None
