"""What a formula is worth for given values: IEEE doubles, no result where a needed cell is empty.

The rules, for the twin in the browser to agree to the last digit:

- Values are numbers, texts, lists, or rows (a list of mappings). None, "" and blank text are empty. A text that
  reads as a plain number is that number; `2026-09-30` is a date. True and false are no numbers.
- Arithmetic runs left to right on doubles and is not rounded in between. An empty, unknown or non-numeric operand, a
  division by zero and an overflow give no result (None), and None spreads to everything built on it.
- `sum`, `min`, `max` skip empty cells and need at least one filled one; `count` counts filled cells, or rows with any
  filled cell, and is 0 for none.
- Comparisons hold within 1e-9 of the larger side (at least 1), so that 0.1 + 0.2 = 0.3. Two dates compare as dates,
  two texts only by `=`. Everything else has no result.
- The result is rounded to 12 significant digits, halves away from zero: `Number(x.toPrecision(12))` in JavaScript.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context
from typing import Any

from courseware.kit.formulas.grammar import (
    Binary,
    Call,
    Formula,
    Name,
    Negative,
    Node,
    Number,
    parse,
)

#: What a node is worth on the way; the result of a formula is never a date or a text.
Value = float | bool | date | str | None

TOLERANCE = 1e-9
_ROUNDING = Context(prec=12, rounding=ROUND_HALF_UP)
_NUMBER = re.compile(r"[-+]?[0-9]{1,30}(\.[0-9]{1,30})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def evaluate(formula: Formula | str, values: Mapping[str, Any]) -> float | bool | None:
    """The number or the truth of a formula; None where it has no result. Raises FormulaError for a bad text only."""
    tree = parse(formula).tree if isinstance(formula, str) else formula.tree
    result = _worth(tree, values)
    if isinstance(result, float):
        return rounded(result)
    return result if isinstance(result, bool) else None


def rounded(value: float) -> float:
    """12 significant digits, halves away from zero, never minus zero."""
    return float(_ROUNDING.create_decimal_from_float(value)) + 0.0


def _worth(node: Node, values: Mapping[str, Any]) -> Value:
    match node:
        case Number(value):
            return value
        case Name(name):
            return _cell(values.get(name))
        case Negative(operand):
            number = _worth(operand, values)
            return -number if isinstance(number, float) else None
        case Binary(sign, left, right):
            return _binary(sign, _worth(left, values), _worth(right, values))
        case Call(function, arguments):
            return _call(function, arguments, values)


def _cell(value: Any) -> Value:
    """What a form holds → a number, a date, a text, or None for empty and for lists."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _finite(value)
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _text(value.strip())
    return None


def _text(text: str) -> Value:
    if _NUMBER.fullmatch(text):
        return float(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text or None


def _finite(value: float) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _binary(sign: str, left: Value, right: Value) -> Value:
    if isinstance(left, float) and isinstance(right, float):
        return _arithmetic(sign, left, right) if sign in "+-*/" else _compare(sign, left, right)
    if isinstance(left, date) and isinstance(right, date) and sign not in "+-*/":
        return _compare(sign, float(left.toordinal()), float(right.toordinal()))
    if isinstance(left, str) and isinstance(right, str) and sign == "=":
        return left == right
    return None


def _arithmetic(sign: str, left: float, right: float) -> float | None:
    if sign == "/":
        return _finite(left / right) if right else None
    return _finite(left + right if sign == "+" else left - right if sign == "-" else left * right)


def _compare(sign: str, left: float, right: float) -> bool:
    equal = abs(left - right) <= TOLERANCE * max(1.0, abs(left), abs(right))
    match sign:
        case "=":
            return equal
        case "<":
            return left < right and not equal
        case "<=":
            return left < right or equal
        case ">":
            return left > right and not equal
        case _:
            return left > right or equal


def _call(function: str, arguments: tuple[Node, ...], values: Mapping[str, Any]) -> Value:
    if function == "count":
        return float(_count(arguments[0], values))
    if function in {"sum", "min", "max"}:
        return _over_cells(function, arguments, values)
    worth = [_worth(argument, values) for argument in arguments]
    if function == "days":
        return _days(*worth)
    numbers = [w for w in worth if isinstance(w, float)]
    if len(numbers) < len(worth):
        return None
    return abs(numbers[0]) if function == "abs" else _share(*numbers)


def _days(first: Value, last: Value) -> float | None:
    if isinstance(first, date) and isinstance(last, date):
        return float((last - first).days)
    return None


def _share(part: float, whole: float) -> float | None:
    quotient = _arithmetic("/", part, whole)
    return None if quotient is None else _finite(quotient * 100)


def _over_cells(
    function: str, arguments: tuple[Node, ...], values: Mapping[str, Any]
) -> float | None:
    cells = [cell for argument in arguments for cell in _cells(argument, values)]
    numbers = [cell for cell in cells if isinstance(cell, float)]
    if not numbers or len(numbers) < sum(cell is not None for cell in cells):
        return None
    if function == "min":
        return min(numbers)
    if function == "max":
        return max(numbers)
    total = 0.0
    for number in numbers:
        total += number
    return _finite(total)


def _cells(argument: Node, values: Mapping[str, Any]) -> Iterator[Value]:
    """The cells an argument stands for: a column, a list, or the one value of anything else."""
    if not isinstance(argument, Name):
        yield _worth(argument, values)
        return
    table, _, column = argument.name.partition(".")
    held = values.get(table)
    if not isinstance(held, Sequence) or isinstance(held, str):
        yield None if column else _cell(held)
        return
    for row in held:
        if column:
            yield _cell(row.get(column)) if isinstance(row, Mapping) else None
        else:
            yield _cell(row)


def _count(argument: Node, values: Mapping[str, Any]) -> int:
    if isinstance(argument, Name) and "." not in argument.name:
        held = values.get(argument.name)
        if isinstance(held, Sequence) and not isinstance(held, str):
            return sum(_is_filled(row) for row in held)
        return int(_is_filled(held))
    return sum(cell is not None for cell in _cells(argument, values))


def _is_filled(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_is_filled(cell) for cell in value.values())
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value is not False and value != []
