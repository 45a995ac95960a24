"""What the pages of certificates share: the blueprint."""

from flask import Blueprint

bp = Blueprint("certificates", __name__)
