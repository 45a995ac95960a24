"""Whether the server is well."""

import logging
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from courseware import db
from courseware.content import current
from courseware.home.routes.base import bp
from courseware.web.access import bare

log = logging.getLogger("courseware")


@bp.get("/healthz")
@bare
def healthz() -> Any:
    """The process answers, whatever the database does."""
    return {"status": "ok"}


@bp.get("/readyz")
@bare
def readyz() -> Any:
    """The process can do its work: the database answers and the course is loaded."""
    try:
        db.read().execute(text("SELECT 1"))
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return {"status": "unavailable", "error": "The database does not answer."}, 503
    return {"status": "ok", "modules": len(current.course().ready_modules)}
