"""The sample course with a final exam and a starting test: what a file quizzes/final.yaml would make of it."""

from dataclasses import replace

from courseware.content.definitions import Course
from courseware.content.finals import Blueprint, final_exam, starting_test

BLUEPRINT = Blueprint(draw=4, per_part=1, time_limit=60, attempts=2, cooldown=0, starting_test=6)


def with_exams(course: Course, blueprint: Blueprint = BLUEPRINT) -> Course:
    """The course with both exams; the sample has none, so that it can be completed without."""
    modules = course.modules
    final = final_exam(blueprint, modules, course.completion.final)
    return replace(course, final=final, starting_test=starting_test(blueprint, modules))
