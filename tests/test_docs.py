"""The documents are true: their links lead somewhere, and what there is to set and to call is described."""

import dataclasses
import re
from pathlib import Path

import pytest
from flask import Flask

from courseware import config
from courseware.cli import group

ROOT = config.ROOT
DOCUMENTS = sorted(
    path
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md"))
    if path.name != "authoring.md"  # its links are examples
)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PICTURE_BYTES = 200_000


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path):
    text = FENCE.sub("", path.read_text())
    for target in LINK.findall(text):
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        found = (path.parent / name).resolve() if name else path
        assert found.exists(), f"{target} is not there"
        if anchor:
            assert anchor in _anchors(found), f"{target}: no such heading"


def test_every_picture_is_shown_and_small():
    shown = " ".join(path.read_text() for path in DOCUMENTS)
    for picture in (ROOT / "docs" / "pictures").iterdir():
        assert f"pictures/{picture.name}" in shown
        assert picture.stat().st_size < PICTURE_BYTES


def test_every_setting_is_described():
    described = (ROOT / "docs" / "operate.md").read_text()
    names = {field.name.upper() for field in dataclasses.fields(config.Settings)}
    assert {name for name in names if f"`{name}`" not in described} == set()


def test_every_command_is_described(app: Flask):
    described = (ROOT / "docs" / "operate.md").read_text()
    commands = {*group.commands, *app.cli.commands["courseware"].commands}  # type: ignore[attr-defined]  # a group
    assert {name for name in commands if not re.search(rf"`{name}\b", described)} == set()


def test_every_dependency_is_named_with_its_reason():
    described = (ROOT / "README.md").read_text()
    lines = (ROOT / "requirements.in").read_text().splitlines()
    names = [re.split(r"[\[=<>~ ]", line)[0] for line in lines if line and not line.startswith("#")]
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", described)] == []


def _anchors(path: Path) -> set[str]:
    headings = HEADING.findall(FENCE.sub("", path.read_text()))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
