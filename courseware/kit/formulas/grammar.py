"""The grammar of formulas: text → tokens → a tree of frozen nodes, and the names a tree uses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

#: Longest formula in tokens, and deepest brackets: a tree that cannot exhaust the stack.
MAX_TOKENS = 200
MAX_DEPTH = 20

#: Function → the number of arguments it takes (fewest, most).
FUNCTIONS = {
    "sum": (1, 20),
    "count": (1, 1),
    "share": (2, 2),
    "days": (2, 2),
    "abs": (1, 1),
    "min": (1, 20),
    "max": (1, 20),
}
#: Only these read a whole column (`table.column`).
COLUMN_FUNCTIONS = frozenset({"sum", "count", "min", "max"})
COMPARISONS = ("<=", ">=", "=", "<", ">")

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)(?![A-Za-z_.])"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?)"
    r"|(?P<sign><=|>=|[-+*/()=<>,]))"
)
_ADVICE = {
    "×": "write * for ×",
    "÷": "write / for ÷",
    "−": "write - for −",
    "≤": "write <= for ≤",
    "≥": "write >= for ≥",
    "%": "write the number without %, or share(x, y) for x as per cent of y",
    "，": "write , for ，",
    "（": "write ( for （",
    "）": "write ) for ）",
    "!": "there is no 'not equal'; write a check for each side",
}


class FormulaError(ValueError):
    """What is wrong with a formula, as a sentence for its author."""


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Name:
    name: str

    @property
    def is_column(self) -> bool:
        return "." in self.name


@dataclass(frozen=True, slots=True)
class Negative:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    sign: str  # + - * / = < <= > >=
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple["Node", ...]


Node = Number | Name | Negative | Binary | Call


@dataclass(frozen=True, slots=True)
class Formula:
    source: str
    tree: Node


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # number, name, sign, end
    text: str
    at: int


@lru_cache(maxsize=2048)
def parse(source: str) -> Formula:
    """The formula of a text; raises FormulaError with the place and how to mend it."""
    tokens = list(_tokens(source))
    if len(tokens) > MAX_TOKENS:
        raise FormulaError(
            f"the formula has more than {MAX_TOKENS} parts; split it into two computed fields"
        )
    return Formula(source, _Parser(tokens).formula())


def names(formula: Formula | str) -> frozenset[str]:
    """Every key a formula uses; a column as `table.column`."""
    tree = parse(formula).tree if isinstance(formula, str) else formula.tree
    return frozenset(_names(tree))


def _names(node: Node) -> Iterator[str]:
    match node:
        case Name(name):
            yield name
        case Negative(operand):
            yield from _names(operand)
        case Binary(_, left, right):
            yield from _names(left)
            yield from _names(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from _names(argument)


def _tokens(source: str) -> Iterator[Token]:
    at = 0
    end = len(source.rstrip())
    while at < end:
        match = _TOKEN.match(source, at)
        if match is None:
            raise _unreadable(source, at)
        kind = match.lastgroup or "sign"
        yield Token(kind, match[kind], match.start(kind))
        at = match.end()
    yield Token("end", "", end)


def _unreadable(source: str, at: int) -> FormulaError:
    rest = source[at:].lstrip()
    advice = _ADVICE.get(
        rest[0], "use keys, numbers, + - * / ( ), = < <= > >= and the functions only"
    )
    return FormulaError(f"cannot read {rest[:12]!r} at character {at + 1}: {advice}")


class _Parser:
    """Precedence climbing by hand: comparison, then sums, products, signs, and what stands alone."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def formula(self) -> Node:
        node = self._comparison()
        token = self._peek()
        if token.kind == "end":
            return node
        if token.text == "=" or token.text in COMPARISONS:
            raise self._error(
                "a formula compares once; write == as =, and two conditions as two checks"
            )
        raise self._error("an operator is missing before it")

    def _comparison(self) -> Node:
        left = self._sum()
        if self._peek().text in COMPARISONS:
            sign = self._take().text
            return Binary(sign, left, self._sum())
        return left

    def _sum(self) -> Node:
        node = self._product()
        while self._peek().text in ("+", "-"):
            node = Binary(self._take().text, node, self._product())
        return node

    def _product(self) -> Node:
        node = self._signed()
        while self._peek().text in ("*", "/"):
            node = Binary(self._take().text, node, self._signed())
        return node

    def _signed(self) -> Node:
        negative = False
        while self._peek().text in ("+", "-"):
            negative ^= self._take().text == "-"
        node = self._single()
        return Negative(node) if negative else node

    def _single(self) -> Node:
        token = self._peek()
        if token.kind == "end" or (token.kind == "sign" and token.text != "("):
            raise self._error("a key, a number or ( is expected here")
        self._take()
        if token.kind == "number":
            return self._number(token)
        if token.kind == "name":
            return self._call(token) if self._peek().text == "(" else self._name(token)
        return self._bracket()

    def _number(self, token: Token) -> Node:
        if len(token.text) > 30:
            raise FormulaError(f"the number at character {token.at + 1} is too long")
        return Number(float(token.text))

    def _name(self, token: Token) -> Node:
        if "." in token.text:
            raise FormulaError(
                f"{token.text} is a whole column: read it through sum(), count(), min() or max()"
            )
        return Name(token.text)

    def _bracket(self) -> Node:
        self._deeper()
        node = self._comparison()
        self._expect(")")
        self._depth -= 1
        return node

    def _call(self, name: Token) -> Node:
        if name.text not in FUNCTIONS:
            raise FormulaError(
                f"there is no function {name.text}(); there are {', '.join(FUNCTIONS)}"
            )
        self._take()
        self._deeper()
        arguments = [self._argument(name.text)]
        while self._peek().text == ",":
            self._take()
            arguments.append(self._argument(name.text))
        self._expect(")")
        self._depth -= 1
        fewest, most = FUNCTIONS[name.text]
        if not fewest <= len(arguments) <= most:
            wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
            raise FormulaError(f"{name.text}() takes {wanted} values, not {len(arguments)}")
        return Call(name.text, tuple(arguments))

    def _argument(self, function: str) -> Node:
        token = self._peek()
        if token.kind == "name" and "." in token.text and function in COLUMN_FUNCTIONS:
            self._take()
            return Name(token.text)
        return self._comparison()

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormulaError(f"brackets lie deeper than {MAX_DEPTH}; split the formula")

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _expect(self, text: str) -> None:
        if self._peek().text != text:
            raise self._error(f"{text} is missing before it")
        self._take()

    def _error(self, advice: str) -> FormulaError:
        token = self._peek()
        if token.kind == "end":
            return FormulaError(f"the formula ends too early: {advice.replace(' before it', '')}")
        return FormulaError(f"unexpected {token.text!r} at character {token.at + 1}: {advice}")
