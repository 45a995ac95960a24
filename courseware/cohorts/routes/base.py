"""What the pages of classes share: the blueprint."""

from flask import Blueprint

bp = Blueprint("cohorts", __name__)
