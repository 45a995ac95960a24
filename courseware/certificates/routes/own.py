"""One's own certificates, and the document."""

from typing import Any

from flask_login import current_user

from courseware.certificates import queries
from courseware.certificates.documents.badges import are_badges_issued
from courseware.certificates.queries.evidence import evidence_of
from courseware.certificates.routes.base import bp
from courseware.certificates.routes.words import by_kind, ends_soon, show, state
from courseware.certificates.rules.eligibility import goals
from courseware.content import current
from courseware.kit import clock
from courseware.web.access import signed_in
from courseware.web.render import render


@bp.get("/certificates")
@signed_in
def certificates() -> Any:
    course, now = current.course(), clock.now()
    evidence = evidence_of([current_user.id])[current_user.id]
    wanted = [show(course, goal) for goal in goals(course, evidence, now)]
    rows = queries.certificates_of(current_user.id, with_replaced=True)
    return render(
        "certificates/certificates.html",
        groups=by_kind(rows, wanted, now),
        has_any=bool(rows),
        has_badges=are_badges_issued(),
        soon=[row for row in rows if state(row, now) == "valid" and ends_soon(row, now)],
    )
