"""The library: a changed file shows, a broken one harms only its module, readers never wait."""

import os
import threading
from pathlib import Path

import pytest

from courseware.content.library import Library
from courseware.content.problems import CourseUnreadable
from tests.content.sample import Sample


@pytest.fixture
def library(sample: Sample) -> Library:
    return Library(sample.root)


def later(path: Path) -> None:
    """A later time of change, whatever the clock of the file system."""
    state = path.stat()
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1_000_000))


def test_a_changed_file_shows_after_refresh(library: Library, sample: Sample) -> None:
    before = library.course
    library.refresh()
    assert library.course is before
    sample.change("modules/course.yaml", "en: A small sales course", "en: Another course")
    library.refresh()
    assert library.course.title.en == "Another course"


def test_a_touched_file_is_read_again(library: Library, sample: Sample) -> None:
    before = library.course
    later(sample.path("modules/case.yaml"))
    library.refresh()
    assert library.course is not before
    assert library.course.digest == before.digest


def test_a_new_file_is_found(library: Library, sample: Sample) -> None:
    text = sample.path("modules/01-first-talk/exercises/field-note.yaml").read_text("utf-8")
    sample.write(
        "modules/02-team-plan/exercises/extra.yaml", text.replace("id: field-note", "id: extra")
    )
    library.refresh()
    assert "extra" in library.course.exercises


def test_a_broken_file_takes_out_its_module_only(library: Library, sample: Sample) -> None:
    sample.write("quizzes/01-first-talk.yaml", "questions: [")
    library.refresh()
    assert [module.slug for module in library.course.ready_modules] == ["02-team-plan"]
    assert [problem.file for problem in library.problems] == ["quizzes/01-first-talk.yaml"]


def test_an_unreadable_course_keeps_the_old_one(library: Library, sample: Sample) -> None:
    before = library.course
    sample.write("modules/course.yaml", "edition: [")
    library.refresh()
    assert library.course is before
    assert library.problems
    sample.write("modules/course.yaml", "")
    library.refresh()
    assert library.course is before


def test_starting_without_a_course_says_why(tmp_path: Path) -> None:
    with pytest.raises(CourseUnreadable, match=r"modules/course\.yaml:1: is missing"):
        Library(tmp_path)


def test_many_threads_refresh_and_read(library: Library, sample: Sample) -> None:
    sample.change("modules/course.yaml", "test-1", "test-2")
    seen: list[str] = []

    def work() -> None:
        library.refresh()
        seen.append(library.course.edition)
        library.index().search("客户", "zh")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert library.course.edition == "test-2"
