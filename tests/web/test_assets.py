"""What a page needs beside itself is small, arrives compressed, and is fetched once."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from courseware.config import ROOT
from courseware.web import assets

TEMPLATES = ROOT / "templates"
#: scripts that a template brings by itself (what a press fetches later does not count), and other templates that it names
SCRIPT = re.compile(r"""src="\{\{\s*(?:asset\()?["']((?:js|vendor)/[\w./-]+\.js)["']""")
OTHER = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([\w./-]+)["']""")
#: compressed bytes of style sheet and scripts on one page
MOST = 60 * 1024
SHELF = assets.Shelf(ROOT / "static")
PAGES = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for path in TEMPLATES.rglob("*.html")
    if "{% extends" in path.read_text() and not path.is_relative_to(TEMPLATES / "pdf")
)


def named_by(template: str, seen: set[str] | None = None) -> set[str]:
    """The scripts of a template and of everything that it is made of."""
    seen = set() if seen is None else seen
    seen.add(template)
    path = TEMPLATES / template
    if path.is_dir():  # which of its parts, the page's data say
        parts = [part.relative_to(TEMPLATES).as_posix() for part in path.glob("*.html")]
        return set().union(*(named_by(part, seen) for part in parts if part not in seen))
    text = path.read_text()
    scripts = set(SCRIPT.findall(text))
    for other in set(OTHER.findall(text)) - seen:
        scripts |= named_by(other, seen)
    return scripts


def weight(template: str) -> int:
    names = [assets.SHEET, *named_by(template)]
    return sum(len(SHELF.kept[name].packed or SHELF.kept[name].content) for name in names)


@pytest.mark.parametrize("page", PAGES)
def test_style_and_scripts_of_a_page_are_light(page: str):
    assert weight(page) <= MOST, named_by(page)


def test_the_reckoning_follows_frames_and_parts():
    found = named_by("learning/lesson.html")
    assert {"js/site.js", "js/theme.js"} < found
    assert len(PAGES) > 100


def test_no_script_waits_for_another_one():
    for path in sorted((ROOT / "static" / "js").glob("*.js")):
        assert not re.search(r"^\s*import\b[^(]*$", path.read_text(), re.MULTILINE), path.name


def test_what_comments_are_taken_out_of_is_still_the_same_script():
    for path in sorted((ROOT / "static" / "js").glob("*.js")):
        lines = path.read_text().splitlines()
        odd = [line for line in lines if len(re.findall(r"(?<!\\)`", line)) % 2]
        assert not odd, f"{path.name}: a text in backticks goes over several lines"
    assert assets.bare_script('// why\nconst a = 1; // here\n\n  // and\n  say("//x");\n') == (
        'const a = 1; // here\nsay("//x");\n'
    )


@pytest.mark.parametrize("name", ["site.css", "js/site.js", "icons/icons.svg"])
def test_a_file_arrives_compressed_where_the_browser_understands(served: Flask, name: str):
    client = served.test_client()
    plain = client.get(f"/static/{name}")
    small = client.get(f"/static/{name}", headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < 0.5 * len(plain.data)
    assert int(small.headers["Content-Length"]) == len(small.data)
    assert plain.mimetype == small.mimetype
    for answer in (plain, small):
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_browser_that_declines_compression_gets_the_file_itself(served: Flask):
    declined = {"Accept-Encoding": "gzip;q=0, identity"}
    answer = served.test_client().get("/static/site.css", headers=declined)
    assert "Content-Encoding" not in answer.headers


def test_what_a_browser_has_already_is_not_sent_again(served: Flask):
    client = served.test_client()
    marks = []
    for wish in ({}, {"Accept-Encoding": "gzip"}):
        first = client.get("/static/site.css", headers=wish)
        again = client.get(
            "/static/site.css", headers=wish | {"If-None-Match": first.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")
        marks.append(first.headers["ETag"])
    assert marks[0] != marks[1]


def test_every_text_has_an_address_that_changes_with_it(tmp_path: Path):
    for folder in assets.FOLDERS:
        (tmp_path / folder).mkdir()
    (tmp_path / "css" / "manifest.txt").write_text("one.css\n")
    sheet = tmp_path / "css" / "one.css"
    sheet.write_text("/* why */\n@layer base {\n  a { color: red; }\n}\n")
    before = assets.Shelf(tmp_path)
    assert before.kept["site.css"].content == b"\n@layer base {\na { color: red; }\n}\n"
    sheet.write_text("@layer base { a { color: blue; } }\n")
    assert assets.Shelf(tmp_path).urls["css/site.css"] != before.urls["css/site.css"]
    found = assets.Shelf(tmp_path, is_debugging=True)
    sheet.write_text("@layer base { a { color: green; } }\n")
    changed = found.find("css/one.css")
    assert changed is not None
    assert b"green" in changed.content


def test_scripts_that_come_together_are_one_file_and_fail_alone(tmp_path: Path):
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "one.js").write_text("// why\nconst words = 1;\nthrow words;\n")
    (tmp_path / "js" / "two.js").write_text("const words = 2;\n")
    assert assets.joined_scripts(tmp_path, ("one", "two")) == (
        "try {\nconst words = 1;\nthrow words;\n} catch (error) { console.error(error); }\n"
        "try {\nconst words = 2;\n} catch (error) { console.error(error); }\n"
    )
    for name, parts in assets.JOINED.items():
        for part in parts:
            text = SHELF.kept[f"js/{part}.js"].content.decode()
            assert not re.search(r"^\s*export\b|import\.meta", text, re.MULTILINE), name
