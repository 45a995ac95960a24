"""The course that this process serves: set once by the factory, asked for everywhere."""

from courseware.content.definitions import Course
from courseware.content.library import Library

_library: Library | None = None


def serve(library: Library) -> None:
    """Serve this library's course from now on."""
    global _library  # noqa: PLW0603 - one course a process, chosen at start-up
    _library = library


def is_serving() -> bool:
    """Whether this process has a course."""
    return _library is not None


def library() -> Library:
    if _library is None:
        raise RuntimeError("No course is loaded: call content.current.serve() first.")
    return _library


def course() -> Course:
    """The course as it is now; a changed file shows after the library's refresh."""
    return library().course
