"""Whatever stands on a page can be read: the contrast of every pair of colours, light and dark."""

import re

import pytest

from courseware.config import ROOT

SHEET = (ROOT / "static" / "css" / "tokens.css").read_text()
TONES = ("good", "warn", "bad", "info")
TEXTS = [
    (ink, ground)
    for ink in ("ink", "muted", "accent", *TONES)
    for ground in ("surface", "raised", "sunken")
]
TEXTS += [(tone, f"{tone}-soft") for tone in ("accent", *TONES)]
TEXTS += [(ink, f"{tone}-soft") for ink in ("ink", "muted") for tone in ("accent", *TONES)]
TEXTS += [("accent-ink", "accent"), *(("tone-ink", tone) for tone in TONES)]
TEXTS += [("accent-ink", "accent-strong"), ("ink", "mark"), ("raised", "ink")]
SIGNS = [f"cell-{name}" for name in (*TONES, "accent")]
MARKS = ["color-field", "color-focus", *(f"fig-{n}" for n in range(1, 7))]


def blocks() -> dict[str, dict[str, str]]:
    """The declarations of the light block and of both dark ones."""
    found = re.findall(r"(:root[^{]*)\{([^}]*)\}", SHEET)
    named: dict[str, dict[str, str]] = {}
    for selector, body in found:
        if "color-scheme" in body:
            pairs = re.findall(r"(?:--)?([\w-]+):\s*([^;]+);", body)
            named[selector.strip()] = dict(pairs)
    return named


BLOCKS = blocks()
LIGHT, SYSTEM, CHOSEN = BLOCKS
SCHEMES = (LIGHT, CHOSEN)


def lightness(colour: str) -> float:
    """Relative luminance as the guidelines for accessibility reckon it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((lightness(one), lightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_reckoning_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_systems_wish_and_the_choice_give_the_same_dark():
    assert SYSTEM == ':root:not([data-theme="light"])'
    assert CHOSEN == ':root[data-theme="dark"]'
    assert BLOCKS[SYSTEM] == BLOCKS[CHOSEN]
    assert BLOCKS[LIGHT].keys() == BLOCKS[CHOSEN].keys()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_words_can_be_read(scheme: str, ink: str, ground: str):
    colours = BLOCKS[scheme]
    assert contrast(colours[f"color-{ink}"], colours[f"color-{ground}"]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("mark", MARKS)
def test_edges_and_figures_can_be_seen(scheme: str, mark: str):
    assert contrast(BLOCKS[scheme][mark], BLOCKS[scheme]["color-raised"]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("mark", SIGNS)
def test_signs_on_coloured_cells_can_be_seen(scheme: str, mark: str):
    assert contrast(BLOCKS[scheme]["cell-mark"], BLOCKS[scheme][mark]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["surface", "raised", "sunken"])
def test_where_the_keyboard_is_can_be_seen(scheme: str, ground: str):
    colours = BLOCKS[scheme]
    assert contrast(colours["color-focus"], colours[f"color-{ground}"]) >= 3
