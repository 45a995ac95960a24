"""One person, for themselves, their trainers, the managers up the line, and administrators."""

from typing import Any

from flask_login import current_user

from courseware.certificates.queries import certificates_of
from courseware.content import current
from courseware.kit import clock
from courseware.reports import queries
from courseware.reports.documents import STATES
from courseware.reports.documents.next_week import titles_of_needs
from courseware.reports.routes.base import bp
from courseware.web.access import signed_in
from courseware.web.render import render


@bp.get("/people/<int:number>")
@signed_in
def person(number: int) -> Any:
    relation = queries.relation_to(current_user, number)
    found = queries.person_report(current_user, current.course(), number)
    return render(
        "reports/person.html",
        found=found,
        titles=titles_of_needs([found.line.needs]),
        relation=relation,
        certificates=certificates_of(number),
        states=STATES,
        now=clock.now(),
    )
