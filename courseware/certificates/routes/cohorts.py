"""The certificates of a class: who holds which, and what the others still lack."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from flask_login import current_user

from courseware.certificates.queries import by_person
from courseware.certificates.queries.evidence import evidence_of
from courseware.certificates.queries.words import KINDS
from courseware.certificates.routes.base import bp
from courseware.certificates.routes.words import Shown, show, state, together
from courseware.certificates.rules.eligibility import goals
from courseware.certificates.types import CertificateRow
from courseware.cohorts.queries import get_cohort_for, members_in
from courseware.cohorts.types import Member
from courseware.content import current
from courseware.kit import clock
from courseware.web.access import trainers
from courseware.web.locale import t
from courseware.web.paging import SIZE, page_of, wanted_page
from courseware.web.render import render

#: kinds of which there is one for each of many things: shown is what somebody has begun
MANY = ("practice", "part")


@dataclass(frozen=True, slots=True)
class Line:
    """One member and one kind."""

    member: Member
    held: tuple[tuple[CertificateRow, str], ...]
    missing: tuple[Shown, ...]


@bp.get("/cohorts/<int(max=2147483647):number>/certificates")
@trainers
def of_cohort(number: int) -> Any:
    cohort = get_cohort_for(current_user, number)
    kinds = [kind for kind in KINDS if kind in current.course().certificates.kinds]
    kind = request.args.get("kind", "")
    kind = kind if kind in kinds else "course"
    members, asked = members_in(number), wanted_page()
    here = members[(asked - 1) * SIZE : asked * SIZE]
    return render(
        "certificates/cohort.html",
        cohort=cohort,
        page=page_of(_lines(here, kind, clock.now()), len(members), asked),
        kind=kind,
        kind_tabs=[
            (t(KINDS[one]), f"/cohorts/{number}/certificates?kind={one}", one) for one in kinds
        ],
    )


def _lines(members: list[Member], kind: str, now: datetime) -> list[Line]:
    course, ids = current.course(), [member.id for member in members]
    evidence, held = evidence_of(ids), by_person(ids)
    lines = []
    for member in members:
        rows = tuple((r, state(r, now)) for r in held[member.id] if r.kind == kind)
        known = evidence.get(member.id)
        open_goals = [g for g in goals(course, known, now) if g.kind == kind] if known else []
        shown = [show(course, goal, to_others=True) for goal in open_goals]
        missing = tuple(one for one in shown if kind not in MANY or one.has_begun)
        if kind == "exercise":
            missing = together(shown)
        lines.append(Line(member, rows, missing))
    return lines
