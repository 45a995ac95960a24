"""Promises about the whole: every route says who may call it, every sentence is there in Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from courseware.web import locale

ROOT = Path(__file__).resolve().parent.parent
IN_TEMPLATE = re.compile(r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\|\s*t\b""")
CALLED = re.compile(r"""\bt\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
ERRORS = {"AppError", "NotFound", "Forbidden", "Conflict", "Refused", "TooMany", "TableError"}


def test_every_route_says_who_may_call_it(one_app: Flask):
    silent = [
        rule.rule
        for rule in one_app.url_map.iter_rules()
        if not hasattr(one_app.view_functions[rule.endpoint], "access")
    ]
    assert silent == []


def _template_sentences() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        for pattern in (IN_TEMPLATE, CALLED):
            for found in pattern.finditer(text):
                sentence = found.group(1) if found.group(1) is not None else found.group(2)
                yield sentence.replace("\\'", "'").replace('\\"', '"'), str(path.relative_to(ROOT))


def _python_sentences() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "courseware").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            first = (
                node.args[1] if name in ("tell", "refuse") and len(node.args) > 1 else node.args[0]
            )
            spoken = name in {"t", "lazy", "tell", "refuse"} | ERRORS
            if spoken and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_every_sentence_is_there_in_chinese():
    known = locale.CATALOGUE["zh"]
    missing = sorted(
        {
            (s, where)
            for s, where in [*_template_sentences(), *_python_sentences()]
            if s not in known
        }
    )
    assert missing == []


def test_a_translation_keeps_the_places_for_values():
    wrong = [
        english
        for english, chinese in locale.CATALOGUE["zh"].items()
        if set(re.findall(r"\{(\w+)\}", english)) != set(re.findall(r"\{(\w+)\}", chinese))
    ]
    assert wrong == []


def test_no_sentence_is_translated_in_two_ways():
    seen: dict[str, tuple[str, str]] = {}
    different = []
    for path in sorted((locale.CATALOGUES / "zh").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh"):
                if not message.id:
                    continue
                known = seen.setdefault(str(message.id), (str(message.string), path.name))
                if known[0] != str(message.string):
                    different.append((message.id, known, (message.string, path.name)))
    assert different == []


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda p: p.name)
def test_no_template_holds_a_script_or_a_style_of_its_own(path: Path):
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S", text)
    if "pdf" not in path.parts:  # a PDF has no policy to keep
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
