"""What is wrong in the course's files, as sentences for the author who mends it."""

from collections.abc import Iterable
from dataclasses import dataclass

from courseware.kit.yamltree import Fault


class CourseUnreadable(Exception):
    """There is no course to serve; the text lists the problems of modules/course.yaml."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`level` is error (the check fails) or warning (the author is told)."""

    file: str  # below the course's root, with /
    line: int
    field: str
    message: str
    level: str = "error"

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        warning = "warning: " if self.level == "warning" else ""
        return f"{self.file}:{self.line}: {warning}{field}{self.message}"

    @property
    def is_error(self) -> bool:
        return self.level == "error"


def of_file(file: str, faults: Iterable[Fault]) -> list[Problem]:
    return [Problem(file, f.line, f.field, f.message, f.level) for f in faults]
