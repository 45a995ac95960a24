"""Reading one mapping of an author's file key by key: every wrong value becomes a fault, and reading goes on."""

import re
from collections.abc import Collection, Iterator
from typing import Any, Self

from courseware.kit.yamltree import Fault, Map, Plain, Seq, scalar

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Fields:
    """A mapping being read. A method returns a usable value even when it reports a fault; `done` names unknown keys."""

    def __init__(self, value: Any, path: str, faults: list[Fault], line: int = 1) -> None:
        self.path = path
        self.faults = faults
        self._read: set[str] = set()
        if isinstance(value, Map):
            self.map = value
            return
        self.map = Map(line)
        if value is not None or path:
            faults.append(
                Fault(line, path, f"must be a mapping (key: value), not {kind_of(value)}")
            )

    @property
    def line(self) -> int:
        return self.map.line

    def line_of(self, key: str) -> int:
        return self.map.lines.get(key, self.map.line)

    def where(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, message: str, level: str = "error") -> None:
        self.faults.append(Fault(self.line_of(key), self.where(key), message, level))

    def has(self, key: str) -> bool:
        """Whether an optional key has a value; asking counts as reading."""
        self._read.add(key)
        return self.map.get(key) is not None

    def raw(self, key: str) -> Any:
        self._read.add(key)
        return self.map.get(key)

    def needed(self, key: str, hint: str) -> Any:
        value = self.raw(key)
        if value is None:
            state = "is empty" if key in self.map else "is missing"
            self.fault(key, f"{state}: {hint}")
        return value

    def string(self, key: str, default: str | None = None) -> str:
        """A text of one language; required when there is no default."""
        value = self.raw(key) if default is not None else self.needed(key, "write a text")
        if value is None:
            return default or ""
        return self.as_string(key, value)

    def as_string(self, key: str, value: Any) -> str:
        if isinstance(value, str):
            return str(value)
        self.fault(key, f"must be a text, not {kind_of(value)}")
        return ""

    def identifier(self, key: str, default: str | None = None) -> str:
        value = self.string(key, default)
        if value and not is_id(value):
            self.fault(
                key, f"{value!r} is no id: use a-z, 0-9 and single hyphens, such as price-first"
            )
        return value

    def one_of(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.string(key, default)
        if value and value not in allowed:
            self.fault(key, f"{value!r} is not one of {', '.join(allowed)}")
        return value if value in allowed else next(iter(allowed))

    def number(self, key: str, default: float | None = None) -> float:
        """A number; required when there is no default."""
        value = self.raw(key) if default is not None else self.needed(key, "write a number")
        if value is None:
            return default or 0
        number = scalar(value) if isinstance(value, str) else value
        if isinstance(number, bool) or not isinstance(number, int | float):
            self.fault(key, f"must be a number, not {shown(value)}")
            return default or 0
        return number

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self.number(key, default)
        if value != int(value) or (self.has(key) and not low <= value <= high):
            self.fault(key, f"must be a whole number from {low} to {high}, not {value:g}")
            return low if default is None else default
        return int(value)

    def boolean(self, key: str, default: bool | None = None) -> bool:
        value = self.raw(key) if default is not None else self.needed(key, "write true or false")
        if value is None:
            return bool(default)
        if isinstance(value, Plain) and value in ("true", "false"):
            return str(value) == "true"
        self.fault(key, f"must be true or false, not {shown(value)}")
        return bool(default)

    def sequence(self, key: str, fewest: int = 0, hint: str = "write a list") -> Seq:
        value = self.needed(key, hint) if fewest else self.raw(key)
        if value is None:
            return Seq(self.line_of(key))
        if not isinstance(value, Seq):
            self.fault(key, f"must be a list, not {kind_of(value)}")
            return Seq(self.line_of(key))
        if len(value) < fewest:
            self.fault(key, f"has {len(value)} of at least {fewest} entries: {hint}")
        return value

    def strings(
        self, key: str, fewest: int = 0, hint: str = "write a list of texts"
    ) -> tuple[str, ...]:
        found = []
        values = self.sequence(key, fewest, hint)
        for index, (value, line) in enumerate(zip(values, values.lines, strict=True)):
            if isinstance(value, str):
                found.append(str(value))
                continue
            where = f"{self.where(key)}[{index + 1}]"
            self.faults.append(
                Fault(line, where, f"must be a text, not {kind_of(value)}; {_quote_hint(value)}")
            )
        return tuple(found)

    def maps(
        self, key: str, fewest: int = 0, hint: str = "write a list of entries"
    ) -> Iterator[Self]:
        values = self.sequence(key, fewest, hint)
        for index, (value, line) in enumerate(zip(values, values.lines, strict=True)):
            where = f"{self.where(key)}[{index + 1}]"
            if isinstance(value, Map):
                yield self.child(value, where, line)
            else:
                self.faults.append(
                    Fault(line, where, f"must be a mapping (key: value), not {kind_of(value)}")
                )

    def inner(self, key: str, hint: str = "write a mapping (key: value)") -> Self:
        """The mapping under a required key."""
        value = self.needed(key, hint)
        line = self.line_of(key)
        return self.child(Map(line) if value is None else value, self.where(key), line)

    def child(self, value: Any, path: str, line: int) -> Self:
        return type(self)(value, path, self.faults, line)

    def done(self) -> None:
        """Every key must have been read: a misspelt one would otherwise be ignored in silence."""
        for key in self.map:
            if key not in self._read:
                self.fault(key, _unknown(key, self.map[key], self._read))


def is_id(text: str) -> bool:
    return bool(_ID.fullmatch(text))


def kind_of(value: Any) -> str:
    if isinstance(value, Map):
        return "a mapping"
    if isinstance(value, Seq):
        return "a list"
    return "nothing" if value is None else "a text"


def shown(value: Any) -> str:
    return repr(str(value)) if isinstance(value, str) else kind_of(value)


def _quote_hint(value: Any) -> str:
    return (
        "a text that holds ': ' or starts with [ or { needs quotes"
        if isinstance(value, Map | Seq)
        else "write it"
    )


def _unknown(key: str, value: Any, known: set[str]) -> str:
    if value is None and (" " in key or not key.isascii()):
        return "reads as a key: a comma or colon ended the text before it; put that whole text in quotes"
    return f"is not a key of this place; known here: {', '.join(sorted(known))}"
