"""Who was missed: people whose rule holds while the certificate is not there."""

from datetime import datetime

from courseware.certificates.queries.evidence import evidence_of, people_after, uncertified
from courseware.certificates.rules.eligibility import covered, goals
from courseware.content.definitions import Course

#: so many people are looked at in one go
PIECE = 300
#: and so many forms in one night
MOST_FORMS = 5000


def missed_after(course: Course, person_id: int, now: datetime) -> tuple[list[int], int | None]:
    """Of the next people after this number those who are due something, and the number to go on from."""
    people = people_after(person_id, PIECE)
    found = [
        number
        for number, evidence in evidence_of(people).items()
        if covered(course, evidence, now)
        or any(g.is_met and g.kind != "exercise" for g in goals(course, evidence, now))
    ]
    return found, people[-1] if len(people) == PIECE else None


def forms_missed(course: Course) -> list[int]:
    """Accepted submissions of exercises that certify, without a certificate."""
    certifying = [e.id for e in course.exercises.values() if e.certifies]
    return uncertified(certifying, MOST_FORMS)
