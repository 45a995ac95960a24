"""The running case: its sums hold."""

from collections.abc import Iterator

from courseware.content.checks.view import View
from courseware.content.definitions import Text
from courseware.content.problems import Problem
from courseware.content.shared import CASE
from courseware.kit.formulas import FormulaError, evaluate, names


def check(view: View) -> Iterator[Problem]:
    figures = {
        name: fact.value
        for name, fact in view.course.case_facts.items()
        if not isinstance(fact.value, Text)
    }
    for rule, line in view.must_hold:
        message = _broken(rule, figures)
        if message:
            yield Problem(CASE, line, "must_hold", f"{rule!r} {message}")


def _broken(rule: str, figures: dict[str, float]) -> str:
    try:
        unknown = sorted(name for name in names(rule) if name not in figures)
        result = None if unknown else evaluate(rule, figures)
    except FormulaError as error:
        return f"cannot be read: {error}"
    if unknown:
        return f"names {', '.join(unknown)}, which is no figure under facts"
    if isinstance(result, bool):
        return (
            ""
            if result
            else f"does not hold ({_shown(rule, figures)}): mend the figures or the rule"
        )
    return "must compare two sides with = < <= > or >="


def _shown(rule: str, figures: dict[str, float]) -> str:
    return ", ".join(f"{name} is {figures[name]:g}" for name in sorted(names(rule)))
