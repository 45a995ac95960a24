"""The kinds of definitions that can be written here, and what differs between them."""

from collections.abc import Callable
from dataclasses import dataclass

from courseware.content.definitions import Course, ExerciseDefinition, RoleplayDefinition
from courseware.content.own import OwnRoleplay, read_own_roleplay
from courseware.content.own_forms import OwnExercise, read_own_exercise

#: what a text came to
Found = OwnRoleplay | OwnExercise
Written = RoleplayDefinition | ExerciseDefinition


@dataclass(frozen=True, slots=True)
class Kind:
    """One of them. The sentences are msgids."""

    kind: str
    place: str  # in the addresses of this room
    home: str  # where it is used; its name follows
    folder: str  # in a module's folder
    read: Callable[..., Found]
    too_long: str
    not_yours: str
    published: str  # to the class
    stale: str


ROLEPLAY = Kind(
    kind="roleplay",
    place="scenarios",
    home="/roleplays/",
    folder="roleplays",
    read=read_own_roleplay,
    too_long="This scenario is too long: at most {n} kB can be kept.",
    not_yours="Only its author can change this scenario. You can copy it.",
    published="{name} has written a role-play for your class: “{title}”.",
    stale="This scenario was changed in another window. Nothing is lost: choose.",
)
EXERCISE = Kind(
    kind="exercise",
    place="forms",
    home="/exercises/",
    folder="exercises",
    read=read_own_exercise,
    too_long="This form is too long: at most {n} kB can be kept.",
    not_yours="Only its author can change this form. You can copy it.",
    published="{name} has written a form for your class: “{title}”.",
    stale="This form’s text was changed in another window. Nothing is lost: choose.",
)
KINDS = {each.kind: each for each in (ROLEPLAY, EXERCISE)}
PLACES = {each.place: each for each in (ROLEPLAY, EXERCISE)}


def read_text(course: Course, text: str, *, kind: str, name: str, module: str) -> Found:
    """What a text of a kind came to."""
    return KINDS[kind].read(course, text, name=name, module=module)


def shipped(course: Course, kind: str) -> dict[str, Written]:
    """Those that the course itself holds, by id."""
    return dict(course.roleplays if kind == ROLEPLAY.kind else course.exercises)
