"""What the pages of quizzes share."""

from flask import Blueprint

bp = Blueprint("quiz", __name__)
#: a number that the databases can hold
NUMBER = "<int(max=9007199254740991):attempt_id>"
