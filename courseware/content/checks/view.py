"""What a check sees: the course as far as it could be read, and where each thing was written."""

from dataclasses import dataclass

from courseware.content.definitions import Course
from courseware.content.problems import Problem
from courseware.content.reading import Load


@dataclass(frozen=True, slots=True)
class View:
    course: Course
    load: Load
    must_hold: tuple[tuple[str, int], ...] = ()

    def problem(
        self, place: tuple[str, ...], field: str, message: str, level: str = "error"
    ) -> Problem:
        """A problem where `place` was written, or the nearest thing around it."""
        file, line = self.place(place)
        return Problem(file, line, field, message, level)

    def warning(self, place: tuple[str, ...], field: str, message: str) -> Problem:
        return self.problem(place, field, message, "warning")

    def place(self, place: tuple[str, ...]) -> tuple[str, int]:
        for size in range(len(place), 0, -1):
            found = self.load.places.get(place[:size])
            if found:
                return found
        return "modules/course.yaml", 1
