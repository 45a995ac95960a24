"""The course that is served, and its renewal when files change."""

import logging
import threading
from pathlib import Path

from courseware.content import catalogue
from courseware.content.catalogue import Loaded
from courseware.content.definitions import Course
from courseware.content.problems import CourseUnreadable, Problem
from courseware.content.search import Index

log = logging.getLogger(__name__)

#: What a set of files looks like from outside: path, time of change in nanoseconds, size.
Stamp = tuple[tuple[str, int, int], ...]


class Library:
    """Loads at once; `refresh` reads again when a file changed. Readers see the old or the new course, never half."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock, self._indexing = threading.Lock(), threading.Lock()
        self._index: tuple[Course, Index] | None = None
        self._stamp = self._look()
        loaded = catalogue.load(root)
        if loaded.course is None:
            raise CourseUnreadable("\n".join(map(str, loaded.problems)))
        self._serve(loaded, loaded.course)

    @property
    def course(self) -> Course:
        return self._course

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the last reading found; a file named here is left out, and its module is in preparation."""
        return self._problems

    def refresh(self) -> None:
        """Reads the course again if any file changed, came or went. Keeps the old one when there is no new one."""
        if not self._lock.acquire(blocking=False):
            return  # another thread is at it
        try:
            stamp = self._look()
            if stamp == self._stamp:
                return
            self._stamp = stamp
            loaded = catalogue.load(self.root)
            if loaded.course is None:
                log.error(
                    "The course cannot be read; the old one is served on: %s", loaded.problems[0]
                )
                self._problems = loaded.problems
                return
            self._serve(loaded, loaded.course)
        finally:
            self._lock.release()

    def index(self) -> Index:
        """What search looks into; made at the first question after a change, by one thread for all."""
        course, made = self._course, self._index
        if made is not None and made[0] is course:
            return made[1]
        with self._indexing:
            made = self._index
            if made is None or made[0] is not course:
                made = self._index = (course, Index(course))
            return made[1]

    def _serve(self, loaded: Loaded, course: Course) -> None:
        self._course = course
        self._problems = loaded.problems
        for problem in loaded.problems:
            log.warning("%s", problem)

    def _look(self) -> Stamp:
        files = [
            path for folder in ("modules", "quizzes") for path in (self.root / folder).rglob("*.*")
        ]
        found = []
        for path in sorted(files):
            try:
                state = path.stat()
            except FileNotFoundError:
                continue  # an editor renames its temporary file
            found.append((str(path), state.st_mtime_ns, state.st_size))
        return tuple(found)
