"""Inputs by type: names to choose from, files, marks, people, periods; each with its label and its error beside it."""

import io
import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from courseware.content.definitions import Course
from courseware.exercise.rules.judging import problems
from courseware.exercise.rules.repeating import nearby
from courseware.kit import signing
from tests.exercise.conftest import PLAN, Begin, ClientOf


def picture() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(kept, "PNG")
    return kept.getvalue()


def send(client: FlaskClient, number: int, content: bytes, name: str = "展台 照片.png") -> Any:
    """As a browser sends it; the test client's own way leaves a temporary file open."""
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--edge--\r\n"
    return client.post(
        f"/submissions/{number}/files",
        data=body,
        content_type="multipart/form-data; boundary=edge",
    )


def test_ends_of_links_and_what_lies_under_are_chosen_from_the_names_typed(
    client_of: ClientOf, begin: Begin
):
    number, lin = begin(), client_of("lin")
    data = {
        "chain": {},
        "chain.nodes": [{"name": "厂长", "kind": "决策者"}],
        "chain.links": [{"from": "厂长", "to": "班长", "label": "问"}],
        "causes": [{"name": "成交少", "under": ""}],
    }
    assert (
        lin.put(f"/submissions/{number}/draft", json={"counter": 0, "data": data}).status_code
        == 200
    )
    page = lin.get(f"/submissions/{number}").text
    nodes = page.partition('<datalist id="names.chain.nodes.name"')[2].partition("</datalist>")[0]
    assert '<option value="厂长">' in nodes
    for name in ("chain.links-0-from", "chain.links-0-to"):
        tag = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', page)
        assert tag is not None
        assert 'list="names.chain.nodes.name"' in tag[0]
    assert 'list="names.causes.name"' in page


def test_an_unknown_name_is_told_beside_its_input(client_of: ClientOf, begin: Begin):
    number, lin = begin(), client_of("lin")
    wrong = {
        **PLAN, "counter": "0", "chain.nodes-0-name": "厂长", "chain.links-0-from": "厂长",
        "chain.links-0-to": "班长", "causes-0-name": "成交少", "causes-1-name": "拜访少", "causes-1-under": "别的",
    }  # fmt: skip
    answer = lin.post(f"/submissions/{number}/handovers", data=wrong)
    assert answer.status_code == 422
    for name, words in (("chain.links-0-to", "班长"), ("causes-1-under", "别的")):
        beside = answer.text.partition(f'id="{name}-error"')[2].partition("</p>")[0]
        assert f"“{words}” is not among the names typed above." in beside
        assert f'href="#{name}"' in answer.text  # and in the summary
    mended = wrong | {"chain.links-0-to": "厂长", "causes-1-under": "成交少"}
    assert lin.post(f"/submissions/{number}/handovers", data=mended).status_code == 303


def test_a_link_needs_both_ends(course: Course):
    answers = {
        "chain": {"nodes": [{"name": "a"}], "links": [{"from": "a", "to": "", "label": "x"}]}
    }
    found = [p for p in problems(course.exercises["plan"], answers) if p.place.startswith("chain")]
    assert [(p.place, p.sentence) for p in found] == [
        ("chain.links-0-to", "Row {n} is missing this.")
    ]


def test_a_file_is_kept_and_those_who_may_see_the_form_may_see_it(
    client_of: ClientOf, begin: Begin
):
    number, lin, tara = begin(), client_of("lin"), client_of("tara")
    sent = send(lin, number, picture())
    assert sent.status_code == 200
    assert sent.json["name"] == "展台 照片.png"
    assert tara.get(sent.json["href"]).status_code == 404  # a draft is its owner's alone
    data = {**PLAN, "counter": "0", "photo": sent.json["value"]}
    assert lin.post(f"/submissions/{number}/handovers", data=data).status_code == 303
    for name in ("lin", "tara"):
        page = client_of(name).get(f"/submissions/{number}").text
        assert f'<a href="{sent.json["href"]}">展台 照片.png</a>' in page
        file = client_of(name).get(sent.json["href"])
        assert (file.status_code, file.mimetype, file.data) == (200, "image/png", picture())
        assert file.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("mei", "otto", "oda", "sam", "ada", "ann"):
        assert client_of(name).get(sent.json["href"]).status_code == 404, name
    assert client_of("nobody").get(sent.json["href"]).status_code == 302


def test_a_file_without_script_goes_with_the_draft(client_of: ClientOf, begin: Begin):
    number, lin = begin(), client_of("lin")
    data = {
        "counter": "0", "owner": "林夏", "file": "photo", "upload.photo": (io.BytesIO(picture()), "a/b.png"),
    }  # fmt: skip
    url = f"/submissions/{number}/draft"
    answer = lin.post(url, data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    page = lin.get(f"/submissions/{number}").text
    assert ">b.png</a>" in page
    assert 'value="林夏"' in page
    again = lin.post(
        url, data={"counter": "1", "file": "photo"}, content_type="multipart/form-data"
    )
    assert again.status_code == 422  # nothing was chosen


@pytest.mark.parametrize(
    "content", [b"", b"MZ program", b"<svg onload='x'>", b"%PDF-" + b"x" * (10 * 1024 * 1024)]
)
def test_what_is_no_picture_document_or_too_large_is_refused(
    client_of: ClientOf, begin: Begin, content: bytes
):
    assert send(client_of("lin"), begin(), content).status_code == 422


def test_nobody_else_sends_or_makes_up_a_file(
    client_of: ClientOf, begin: Begin, handed_in: Begin, app: Any
):
    number = begin()
    for name in ("tara", "mei", "otto", "sam", "ada"):
        assert send(client_of(name), number, picture()).status_code == 404, name
    assert send(client_of("nobody"), number, picture()).status_code in (302, 401)
    lin = client_of("lin")
    secret = app.config["SECRET_KEY"]
    for token in ("x", signing.sign(secret, "other", [number, "0" * 32]), "0" * 32 + ".png"):
        assert lin.get(f"/form-files/{token}").status_code == 404
    gone = signing.sign(secret, "form-file", [number, "0" * 32 + ".png"])
    assert lin.get(f"/form-files/{gone}").status_code == 404
    handed_in()
    assert send(lin, number, picture()).status_code == 409
    assert send(client_of("tara"), number, picture()).status_code == 403


def test_a_rating_is_five_buttons_a_person_and_a_period_are_offered(
    client_of: ClientOf, begin: Begin
):
    page = client_of("lin").get(f"/submissions/{begin()}").text
    assert len(re.findall(r'type="radio" name="confidence" value="[1-5]"', page)) == 5
    people = page.partition('<datalist id="people">')[2].partition("</datalist>")[0]
    for name in ("林夏", "谭老师", "梅经理"):
        assert name in people
    assert "欧" not in people  # another class and team
    assert 'list="people"' in page
    assert 'list="periods"' in page
    assert nearby(date(2026, 11, 5), 1) == (
        "2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2", "2026", "2027",
    )  # fmt: skip


def test_every_input_has_a_label_of_its_own(client_of: ClientOf, begin: Begin):
    page = client_of("lin").get(f"/submissions/{begin()}").text.partition("data-exercise")[2]
    page = re.sub(r"<template>.*?</template>", "", page, flags=re.DOTALL)
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", page):
        if re.search(r'type="(hidden|radio|checkbox)"', tag):
            continue
        own = re.search(r' id="([^"]+)"', tag)
        assert "aria-label=" in tag or (own and own[1] in labelled), tag
