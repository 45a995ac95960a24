"""The evaluator in the browser agrees with the one on the server, to the last digit, on formulas nobody thought of."""

import json
import math
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from courseware import config
from courseware.exercise.rules.answers import number
from courseware.exercise.rules.drawing import figure, to_places
from courseware.kit.formulas import FormulaError, evaluate

CHROMIUM = Path("/usr/bin/chromium")
SCRIPT = (config.ROOT / "static" / "js" / "formulas.js").read_text("utf-8")
KEYS = ("a", "b", "c", "d", "goals", "words", "empty", "day", "later")
CELLS = ("goals.target", "goals.actual", "goals.when", "words.x", "a.b")
CASES = 3000


@pytest.fixture(scope="module")
def twin() -> Iterator[Page]:
    if not CHROMIUM.exists() and "CI" not in os.environ:
        pytest.skip("No Chromium here; bin/setup --test installs it.")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page()
        page.evaluate(
            "async (script) => { window.twin = await import(URL.createObjectURL("
            "new Blob([script], {type: 'text/javascript'}))); }",
            SCRIPT,
        )
        yield page
        browser.close()


def formula(luck: random.Random, depth: int = 0) -> str:
    """A formula by the grammar; now and then one that breaks it."""
    kind = luck.randrange(11 if depth < 4 else 5)
    if kind < 2:
        return luck.choice(["0", "1", "2.50", "100", "0.1", "3.333", "1000000", "00012.5", "7e3"])
    if kind < 5:
        return luck.choice(KEYS)
    if kind < 8:
        signs = (
            ["<", ">=", "=", "<=", ">", "+"] if depth == 0 else ["+", "-", "*", "/", " + ", " = "]
        )
        sign = luck.choice(signs)
        return f"{formula(luck, depth + 1)}{sign}{formula(luck, depth + 1)}"
    if kind == 8:
        return f"({formula(luck, depth + 1)})"
    if kind == 9:
        return f"-{formula(luck, depth + 1)}"
    name = luck.choice(["sum", "count", "min", "max", "share", "days", "abs", "eval", "sum"])
    given = [
        luck.choice(CELLS) if luck.random() < 0.5 else formula(luck, depth + 1)
        for _ in range(luck.randint(1, 3))
    ]
    return f"{name}({', '.join(given)})"


def broken(luck: random.Random) -> str:
    parts = [
        "a",
        "sum(",
        ")",
        "+",
        "1.5",
        "goals.target",
        "；",
        "alert(1)",
        "a.b.c",
        "'x'",
        "=",
        " ",
    ]
    return "".join(luck.choices(parts, k=luck.randint(1, 9)))


def cell(luck: random.Random) -> Any:
    if luck.random() < 0.4:
        return round(luck.uniform(-100, 100), luck.randrange(4))
    return luck.choice([
        0, 1, -3, 12, 0.1, 0.2, 0.30000000000000004, 1 / 3, 2.675, 1e15, -1e-9, 1234567.891, 5e-324,
        "12", " 7.5 ", "-0", "+4", "1,200", "12%", "", "   ", "\u3000", "三", "abc", "2026-09-30", "2024-02-29",
        "2023-02-29", "0000-01-01", "0001-01-01", "9999-12-31", None, True, False, [], "１２", "٣", "1e5", "\ufeff8",
    ])  # fmt: skip


def answers(luck: random.Random) -> dict[str, Any]:
    rows = [
        {"target": cell(luck), "actual": cell(luck), "when": cell(luck)}
        for _ in range(luck.randrange(4))
    ]
    values = {key: cell(luck) for key in KEYS if luck.random() < 0.9}
    return values | {"goals": rows, "words": [cell(luck) for _ in range(luck.randrange(3))]}


def worth(source: str, values: dict[str, Any]) -> Any:
    try:
        return evaluate(source, values)
    except FormulaError:
        return "error"


def test_browser_and_server_agree_on_generated_formulas(twin: Page):
    luck = random.Random(20260930)
    cases = [(broken(luck) if n % 10 == 0 else formula(luck), answers(luck)) for n in range(CASES)]
    mine = [worth(*case) for case in cases]
    theirs = twin.evaluate(
        "(cases) => cases.map(([source, values]) => {"
        " try { const one = twin.evaluate(source, values); return Object.is(one, -0) ? 'minus' : one; }"
        " catch { return 'error'; } })",
        cases,
    )
    differing = [
        (case, one, other)
        for case, one, other in zip(cases, mine, theirs, strict=True)
        if one != other or isinstance(one, bool) != isinstance(other, bool)
    ]
    assert differing == []
    kinds = {"error": mine.count("error"), "none": mine.count(None)}
    numbers = [one for one in mine if isinstance(one, float)]
    assert len(numbers) > CASES / 10, kinds
    assert sum(isinstance(one, bool) for one in mine) > CASES / 50, kinds


def test_a_formula_is_never_run_as_code(twin: Page):
    evil = ["alert(1)", "constructor", "__proto__", "window.location", "a.constructor", "eval(a)", "toString()",
            "sum(__proto__.x)", "this", "process", "`x`", "a;b", "sum(constructor)"]  # fmt: skip
    theirs = twin.evaluate(
        "(all) => all.map((one) => { try { return twin.evaluate(one, {a: 1}); } catch { return null; } })",
        evil,
    )
    assert theirs == [None] * len(evil)
    assert [w if (w := worth(one, {"a": 1})) != "error" else None for one in evil] == [None] * len(
        evil
    )


def test_numbers_are_read_and_shown_alike(twin: Page):
    luck = random.Random(7)
    typed = ["12", "1,200.5", "1 200", "12,5", "－3", "−4", "７.5%", "1e3", "", "  9 ", "1,23", "x", "٣", "1" * 19,
             "0.1234567890123", "999999999999999", "9999999999999999", "+5", "5 %", "%"]  # fmt: skip
    read = twin.evaluate("(all) => all.map((one) => twin.typed('number', one))", typed)
    for text, found in zip(typed, read, strict=True):
        known = number(text) if text.strip() else None
        assert (found if isinstance(found, int | float) else None) == known, text
    shown = [luck.uniform(-1, 1) * 10 ** luck.randint(-6, 12) for _ in range(500)]
    shown += [0.125, 2.5, -0.125, 1.005, 2.675, 1 / 128, 1e15, 0.0, 12.0, -1234567.5, 99.995]
    theirs = twin.evaluate("(all) => all.map((one) => twin.figure(one))", shown)
    mine = [figure(float(to_places(one, 2)) if abs(one) >= 1 else one) for one in shown]
    assert theirs == mine


def test_a_form_computes_as_typed(twin: Page):
    """Two rounds: a column may use a computed field, and a computed field a column."""
    fields = [
        {"key": "goals", "type": "table", "columns": [
            {"key": "plan", "type": "number"}, {"key": "got", "type": "number"},
            {"key": "gap", "type": "computed", "formula": "got - plan"},
            {"key": "part", "type": "computed", "formula": "share(got, total)"},
        ]},
        {"key": "total", "type": "computed", "formula": "sum(goals.got)"},
    ]  # fmt: skip
    values = {"goals": [{"plan": 4, "got": 3}, {"plan": 1, "got": 1}]}
    done = twin.evaluate("([fields, values]) => twin.compute(fields, values)", [fields, values])
    assert done["total"] == 4
    assert [(row["gap"], row["part"]) for row in done["goals"]] == [(-1, 75), (0, 25)]
    assert math.isclose(done["goals"][0]["part"], 75)
    assert json.dumps(done)
