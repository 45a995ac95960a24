"""What the pages of class sessions share: the blueprint."""

from flask import Blueprint

bp = Blueprint("live", __name__)
