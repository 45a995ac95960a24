"""What the pages of this room share: the blueprint."""

from flask import Blueprint

bp = Blueprint("home", __name__)
