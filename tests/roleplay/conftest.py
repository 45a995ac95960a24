"""The sample course with one more scenario, played by the tests of this room."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from courseware.accounts.types import Me
from courseware.content import current
from courseware.content.definitions import Course, RoleplayDefinition
from courseware.content.problems import Problem
from tests.roleplay import scenes


def me_of(person_id: int) -> Me:
    """A learner as the actions know the signed-in person."""
    return Me(
        id=person_id,
        name="x",
        email="x@test.example",
        lang="en",
        session_version=1,
        is_administrator=False,
        is_trainer=False,
        is_author=False,
        is_manager=False,
    )


class Shelf:
    """Stands in for the library of files."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.problems: tuple[Problem, ...] = ()

    def refresh(self) -> None:
        """Nothing changes on a disk that is not there."""


def with_roleplay(course: Course, roleplay: RoleplayDefinition) -> Course:
    module = course.by_slug[roleplay.module]
    others = tuple(r for r in module.roleplays if r.id != roleplay.id)
    module = replace(module, roleplays=(*others, roleplay))
    return replace(
        course,
        roleplays={**course.roleplays, roleplay.id: roleplay},
        by_slug={**course.by_slug, module.slug: module},
        modules=tuple(module if m.slug == module.slug else m for m in course.modules),
    )


@pytest.fixture
def serve(one_app: Flask) -> Iterator[Callable[[Course], None]]:
    """Serve another course until the end of the test."""
    assert one_app.testing  # the app has set the course before us
    library = current.library()
    yield lambda course: current.serve(Shelf(course))
    current.serve(library)


@pytest.fixture
def course(serve: Callable[[Course], None]) -> Course:
    plain = current.course()
    rubric = plain.rubrics["talk"]
    more = [
        replace(rubric.criteria[0], id=name, name=scenes.text(name)) for name in ("value", "tone")
    ]
    rubric = replace(rubric, criteria=(*rubric.criteria, *more))
    plain = replace(plain, rubrics={**plain.rubrics, "talk": rubric})
    made = with_roleplay(plain, scenes.visit())
    serve(made)
    return made
