"""A value that every request asks for, read again after a second."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")
#: seconds after which another process's change is seen
AGE = 1.0


class Remembered(Generic[Value]):
    """What `read` gave, for at most a second; `forget` after a change makes this process see it at once."""

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read = read
        self._kept: tuple[float, Value] | None = None

    def now(self) -> Value:
        kept = self._kept
        if kept is None or time.monotonic() - kept[0] > AGE:
            kept = self._kept = (time.monotonic(), self._read())
        return kept[1]

    def forget(self) -> None:
        self._kept = None
