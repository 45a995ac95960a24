"""YAML with its lines: texts stay texts, every entry knows where it stands, and nothing is guessed or repeated."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import yaml

#: Deepest nesting; a file made to exhaust the stack stops here.
MAX_DEPTH = 30
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?")


class _Loader(yaml.CSafeLoader):
    """libyaml reads the course ten times faster; guesses no types: `scalar` does, when asked."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}  # type: ignore[misc] # PyYAML keeps it on the class too


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a line of one file, and how to mend it; `level` is error or warning."""

    line: int
    field: str
    message: str
    level: str = "error"


class Plain(str):
    """A scalar without quotes: `No` is still the text No until someone asks for a truth value."""

    __slots__ = ()


class Map(dict[str, Any]):
    """A mapping that knows its own line and the line of each key."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Seq(list[Any]):
    """A list that knows its own line and the line of each item."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def read(text: str, first_line: int = 1) -> tuple[Any, list[Fault]]:
    """The tree of a text and its faults; `first_line` is the number of the text's first line in its file."""
    try:
        deep = _too_deep(text)
        if deep is not None:
            message = f"is nested deeper than {MAX_DEPTH} levels"
            return None, [Fault(deep + first_line, "", message)]
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        return None, [_syntax_fault(error, first_line)]
    builder = _Builder(first_line)
    return (None if node is None else builder.value(node, "", 0)), builder.faults


def _too_deep(text: str) -> int | None:
    """The line (from 0) that is nested too deep: composing such a text would exhaust the stack of the process."""
    loader, depth = _Loader(text), 0
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH + 1:
                    return event.start_mark.line if event.start_mark else 0
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    finally:
        loader.dispose()
    return None


def native(value: Any) -> Any:
    """The plain Python value of a tree: unquoted numbers and true/false become numbers and truth values."""
    if isinstance(value, Map):
        return {key: native(item) for key, item in value.items()}
    if isinstance(value, Seq):
        return [native(item) for item in value]
    if isinstance(value, Plain):
        return scalar(value)
    return value


def scalar(text: str) -> str | int | float | bool:
    """What an unquoted scalar means: a number, true or false, else the text itself."""
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if text in ("true", "false"):
        return text == "true"
    return str(text)


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The same tree, lines kept, with every text changed."""
    if isinstance(value, Map):
        result = Map(value.line)
        result.lines = value.lines
        result.update((key, mapped(item, change)) for key, item in value.items())
        return result
    if isinstance(value, Seq):
        items = Seq(value.line)
        items.lines = value.lines
        items.extend(mapped(item, change) for item in value)
        return items
    if isinstance(value, str):
        changed = change(value)
        return Plain(changed) if isinstance(value, Plain) or changed != value else value
    return value


class _Builder:
    def __init__(self, first_line: int) -> None:
        self.faults: list[Fault] = []
        self._first = first_line
        self._seen: set[int] = set()

    def value(self, node: Any, path: str, depth: int) -> Any:
        line = node.start_mark.line + self._first
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self._seen:
            self.faults.append(Fault(line, path, "uses an alias (*name); write the value out"))
            return None
        self._seen.add(id(node))
        if depth > MAX_DEPTH:
            self.faults.append(Fault(line, path, f"is nested deeper than {MAX_DEPTH} levels"))
            return None
        if isinstance(node, yaml.SequenceNode):
            return self._seq(node, line, path, depth)
        return self._map(node, line, path, depth)

    def _scalar(self, node: Any) -> Any:
        if node.style:  # None or "" is plain, by parser
            return str(node.value)
        return Plain(node.value) if node.value not in ("", "~", "null") else None

    def _seq(self, node: Any, line: int, path: str, depth: int) -> Seq:
        result = Seq(line)
        for index, item in enumerate(node.value):
            result.append(self.value(item, f"{path}[{index + 1}]", depth + 1))
            result.lines.append(item.start_mark.line + self._first)
        return result

    def _map(self, node: Any, line: int, path: str, depth: int) -> Map:
        result = Map(line)
        for key_node, item in node.value:
            at = key_node.start_mark.line + self._first
            if not isinstance(key_node, yaml.ScalarNode):
                message = "a key is itself a list or mapping; put a text that starts with [ or { in quotes"
                self.faults.append(Fault(at, path, message))
                continue
            key = str(key_node.value)
            where = f"{path}.{key}" if path else key
            if key in result:
                self.faults.append(
                    Fault(at, where, f"stands twice (first in line {result.lines[key]}); keep one")
                )
                continue
            result[key] = self.value(item, where, depth + 1)
            result.lines[key] = at
        return result


_ADVICE = (
    (
        "mapping values are not allowed",
        "a text holds a colon and a space: put the whole text in quotes",
    ),
    ("found character '\\t'", "indent with spaces, never with a tab"),
    (
        "cannot start any token",
        "a text starts with a special character (% @ ` & *): put it in quotes",
    ),
    (
        "expected <block end>",
        "check the indentation, and put a text that starts with a quote or [[ wholly in quotes",
    ),
    (
        "did not find expected ',' or",
        "inside { } or [ ], put a text that holds , : { } [ ] in quotes; close every bracket",
    ),
    (
        "did not find expected key",
        "put a text that starts with [[ or a quote wholly in quotes, and check the indentation",
    ),
    ("found undefined alias", "a text starts with *: put it in quotes"),
    (
        "could not find expected ':'",
        "a key lacks its colon, or a text runs over its line: put it in quotes",
    ),
)


def _syntax_fault(error: yaml.YAMLError, first_line: int) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or error).splitlines()[0]
    advice = next(
        (words for sign, words in _ADVICE if sign in problem),
        "check quotes, brackets and indentation here",
    )
    line = mark.line + first_line if mark is not None else first_line
    return Fault(line, "", f"cannot be read: {advice} (the YAML reader says: {problem})")
