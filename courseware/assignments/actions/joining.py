"""Letting in those who came by the link of a class, or not."""

from courseware.accounts import actions as accounts
from courseware.accounts import mail
from courseware.accounts.queries import person_by_email
from courseware.accounts.rules import normal_email
from courseware.accounts.types import Me, PersonRow
from courseware.assignments.actions.moving import join_class
from courseware.cohorts import actions as cohorts
from courseware.cohorts.queries import request_in
from courseware.cohorts.types import CohortRow, RequestRow
from courseware.content.definitions import Course
from courseware.kit import outbox
from courseware.notices import actions as notices
from courseware.settings import queries as organisation
from courseware.web.locale import lang, t


def accept(me: Me, course: Course, cohort: CohortRow, request_id: int) -> bool:
    """Put whoever asked into the class; whether an account was made for them, which waits for its first link."""
    row = request_in(cohort.id, request_id)
    person_id, is_new = _account_of(me, row)
    cohorts.decide_request(me.id, cohort.id, request_id, outcome="accepted", person_id=person_id)
    join_class(me.id, course, cohort.id, person_id)
    notices.tell(
        person_id,
        "You are in the class {name} now.",
        f"/classes/{cohort.id}",
        key=f"joined:{request_id}",
        name=cohort.name,
    )
    if is_new and organisation.current().sends_mail:
        token = accounts.make_link("invitation", person_id, made_by_id=me.id)
        mail.send_invitation(PersonRow(person_id, row.name, row.email), token)
    return is_new


def decline(me: Me, cohort: CohortRow, request_id: int) -> None:
    """Say no; whoever asked is told."""
    row = request_in(cohort.id, request_id)
    cohorts.decide_request(me.id, cohort.id, request_id, outcome="declined")
    if row.person_id is not None:
        notices.tell(
            row.person_id,
            "You could not be let into the class {name}. Its trainer can say why.",
            "/",
            key=f"declined:{request_id}",
            name=cohort.name,
        )
    elif organisation.current().sends_mail:
        body = t(
            "Hello {who},\n\nyou could not be let into the class {name}. Its trainer can say why.",
            who=row.name,
            name=cohort.name,
        )
        outbox.put_mail(row.email, cohort.name, body, key=f"declined-join:{request_id}")


def _account_of(me: Me, row: RequestRow) -> tuple[int, bool]:
    """The number of the account of somebody who asked, and whether it was made now."""
    if row.person_id is not None:
        return row.person_id, False
    known = person_by_email(row.email)
    if known is not None:
        return known.id, False
    new = accounts.NewPerson(normal_email(row.email), row.name, lang=lang())
    return accounts.create_person(me.id, new).id, True
