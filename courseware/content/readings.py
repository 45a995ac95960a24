"""Texts written in the browser that this process has read: the newest readings, for the course it serves now."""

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

from courseware.content.definitions import Course

#: of the texts that this process has read
MOST_KEPT = 64
Read = TypeVar("Read")


class Readings(Generic[Read]):
    """By key, the newest last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._course: Course | None = None
        self._kept: OrderedDict[str, Read] = OrderedDict()

    def get(self, course: Course, key: str) -> Read | None:
        with self._lock:
            if self._course is not course:
                self._course = course
                self._kept.clear()
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, course: Course, key: str, found: Read) -> Read:
        with self._lock:
            if self._course is course:
                self._kept[key] = found
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return found
