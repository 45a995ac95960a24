"""Pages about one's own account: signing in and out."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
