"""What the pages of quizzes share."""

from flask import Blueprint

from courseware.content.definitions import FINAL, STARTING_TEST, Course
from courseware.web.locale import lang, t

bp = Blueprint("quiz", __name__)
#: a number that the databases can hold
NUMBER = "<int(max=9007199254740991):attempt_id>"


def title_of(course: Course, slug: str) -> str:
    """What a quiz or exam is called on its pages."""
    if slug == FINAL:
        return t("Final exam")
    if slug == STARTING_TEST:
        return t("Starting test")
    module = course.by_slug.get(slug)
    return module.title[lang()] if module else slug
