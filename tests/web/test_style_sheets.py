"""What the style sheets promise: layers, values from one place, motion only on request, focus that shows."""

import re
from collections.abc import Iterator

import pytest

from courseware.config import ROOT

FOLDER = ROOT / "static" / "css"
JOINED = [line for line in (FOLDER / "manifest.txt").read_text().split() if line.endswith(".css")]
#: fetched with the script or the one page that needs it, when somebody asks for it
ON_REQUEST = ["components/palette.css", "components/slides.css"]
NAMES = JOINED + ON_REQUEST
COMPONENTS = sorted(f"components/{path.name}" for path in (FOLDER / "components").glob("*.css"))
LAYERS = {"reset.css": "reset", "base.css": "base", "layout.css": "layout", "print.css": "print"}
CALM = "@media (prefers-reduced-motion: no-preference)"
MOVES = ("transition", "animation", "scroll-behavior", "view-transition-name")
#: what only tokens.css may say in figures; in a component stand names, parts of the text (em) and hairlines (px)
FIGURES = (
    (
        r"(?:padding|margin)(?:-\w+)*|gap|(?:row|column)-gap",
        r"(?<![\w.-])-?\d*\.?\d+(?:rem|pt|ch|vw)\b",
    ),
    (r"font-size", r"\d(?:rem|px|pt)"),
    (r"font-weight", r"\d|bold|normal"),
    (r"font-family", r"^(?!inherit)\w"),
    (r"border(?:-\w+)*-radius", r"[1-9]\d*(?:\.\d+)?(?:px|rem)"),
    (r"box-shadow", r"^(?!none|inset|0 0 0 )."),
    (r"transition(?:-\w+)*", r"\d(?:ms|s)\b"),
)
COLOURS = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(|\b(?:white|black)\b")
STACKED_AT_MOST = 6


def sheet(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (FOLDER / name).read_text(), flags=re.DOTALL)


def declarations(name: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """What encloses a declaration (at-rules and selector), its property and its value."""
    enclosing: list[str] = []
    for text, mark in re.findall(r"([^{};]*)([{};])", sheet(name)):
        words = " ".join(text.split())
        if mark == "{":
            enclosing.append(words)
            continue
        if ":" in words and not words.startswith("@"):
            name_of, _, value = words.partition(":")
            yield tuple(enclosing), name_of.strip(), value.strip()
        if mark == "}":
            enclosing.pop()


def test_every_component_is_joined():
    assert sorted(name for name in NAMES if "/" in name) == COMPONENTS
    assert len(set(NAMES)) == len(NAMES)
    assert not (FOLDER / "site.css").exists(), "manifest.txt is the one list"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "tokens.css"])
def test_every_rule_stands_in_the_layer_of_its_file(name: str):
    layer = f"@layer {LAYERS.get(name, 'components')}"
    outside = [found for found in declarations(name) if found[0][0] != layer]
    assert not outside


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in ("tokens.css", "print.css")]
)
def test_colours_and_measures_come_from_the_tokens(name: str):
    faults = [f"{prop}: {value}" for _, prop, value in declarations(name) if _is_own(prop, value)]
    assert not faults, f"{name}: {faults}"


def _is_own(prop: str, value: str) -> bool:
    """Whether a value should be a name of tokens.css; what is reckoned from another length is its own."""
    rest = re.sub(r"var\(--[\w-]+\)", "", value)
    rest = re.sub(r"(?:calc|max|min|clamp)\(.*\)", "", rest).strip()
    if prop == "z-index":
        return rest.isdigit() and int(rest) > STACKED_AT_MOST
    figure = next((found for kind, found in FIGURES if re.fullmatch(kind, prop)), None)
    return bool(COLOURS.search(rest) or (figure and re.search(figure, rest)))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_used_is_one_of_the_tokens(name: str):
    tokens = set(re.findall(r"(--[\w-]+):", sheet("tokens.css")))
    own = set(re.findall(r"(--[\w-]+):", sheet(name)))
    used = set(re.findall(r"var\((--[\w-]+)\)", sheet(name)))
    assert used <= tokens | own


@pytest.mark.parametrize("name", NAMES)
def test_nothing_moves_for_those_who_asked_for_calm(name: str):
    moving = [
        (where, prop)
        for where, prop, value in declarations(name)
        if prop.startswith(MOVES) and value != "none" and CALM not in where
    ]
    assert not moving


def test_scripts_ask_before_they_move_anything():
    for path in sorted((ROOT / "static" / "js").glob("*.js")):
        text = path.read_text()
        moves = re.search(r"\"smooth\"|\.animate\(|startViewTransition", text)
        assert not moves or "prefers-reduced-motion" in text, path.name


def test_where_the_keyboard_is_shows_everywhere():
    """An outline is taken away only where something around it shows one instead, or nothing is chosen."""
    hidden = [
        where[-1]
        for name in NAMES
        for where, prop, value in declarations(name)
        if prop == "outline" and value in ("none", "0")
    ]
    assert sorted(hidden) == [
        ".card.link .card-title a:focus-visible",  # the card
        ".option input:focus-visible",  # the option
        "a.item-title:focus-visible",  # the row
        'main:focus, [tabindex="-1"]:focus',  # where a link led, or a script
    ]
