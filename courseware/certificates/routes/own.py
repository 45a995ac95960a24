"""One's own certificates, and the document."""

from typing import Any

from flask_login import current_user

from courseware.certificates import queries
from courseware.certificates.documents import print_certificate
from courseware.certificates.routes.base import bp
from courseware.certificates.rules import state_of
from courseware.content import current
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.learning import queries as learning
from courseware.web.access import signed_in
from courseware.web.downloads import download
from courseware.web.locale import lang
from courseware.web.render import render


@bp.get("/certificates")
@signed_in
def certificates() -> Any:
    course = current.course()
    enrolment = learning.enrolment_of(current_user.id)
    now = clock.now()
    rows = queries.certificates_of(current_user.id)
    return render(
        "certificates/certificates.html",
        certificates=[(row, state_of(row.revoked_at, row.expires_at, now)) for row in rows],
        ticks=learning.ticks_of_course(course, current_user.id, enrolment) if enrolment else (),
        course=course,
        enrolment=enrolment,
    )


@bp.get("/certificates/<serial>.pdf")
@signed_in
def certificate_pdf(serial: str) -> Any:
    row = queries.get_certificate_for(current_user, serial)
    if row.erased:  # the form of an exercise and the name went with the person
        raise NotFound("The holder's data was removed, and with it this document.")
    return download(print_certificate(row), f"{row.title(lang())} {row.serial}.pdf", inline=True)
