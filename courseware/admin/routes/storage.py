"""How much is stored, of what, and what goes by itself."""

from typing import Any

from flask import current_app, g

from courseware.accounts.rules import COPY_LIFETIME
from courseware.admin import queries
from courseware.admin.queries.storage import GRACE
from courseware.admin.routes.base import bp
from courseware.web.access import administrators
from courseware.web.printing import storage
from courseware.web.render import render


@bp.get("/storage")
@administrators
def stored() -> Any:
    return render(
        "admin/storage.html",
        kinds=queries.kinds(storage()),
        room=queries.room(current_app.extensions["database"], storage()),
        leaving=queries.leaving(),
        cleaned=queries.last_cleaned(),
        grace=GRACE.days,
        copy_days=COPY_LIFETIME.days,
        recording_days=g.organisation.recording_days,
    )
