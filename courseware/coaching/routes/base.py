"""What the pages of coaching share: the blueprint."""

from flask import Blueprint

bp = Blueprint("coaching", __name__)
