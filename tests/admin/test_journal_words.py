"""The journal's codes are put into words: no page shows a code that is kept."""

import ast
from collections.abc import Iterator
from pathlib import Path

from courseware import config
from courseware.web.locale import read_catalogue

PAGE = config.ROOT / "templates" / "admin" / "_journal.html"


def test_every_deed_that_the_code_records_has_words():
    page = PAGE.read_text()
    deeds = {verb for verb, _kind in recorded() if verb}
    things = {kind for _verb, kind in recorded() if kind}
    assert len(deeds) > 50
    assert sorted(word for word in deeds | things if f'"{word}": "' not in page) == []


def test_the_words_of_the_journal_are_chinese_too():
    known = read_catalogue("zh")
    words = [part.rsplit('"', 2)[1] for part in PAGE.read_text().split("|t")[:-1]]
    assert len(words) > 90
    assert [word for word in words if word not in known] == []


def recorded() -> Iterator[tuple[str, str]]:
    """Verb and kind of each `journal.record(…)`, as far as they are written out."""
    for path in _files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "journal.record":
                verb, thing = node.args[1], node.args[2]
                kind = thing.elts[0] if isinstance(thing, ast.Tuple) else None
                yield _text(verb), _text(kind)


def _files() -> list[Path]:
    return sorted((config.ROOT / "courseware").rglob("*.py"))


def _text(node: ast.AST | None) -> str:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else ""  # type: ignore[union-attr, attr-defined]  # just looked
