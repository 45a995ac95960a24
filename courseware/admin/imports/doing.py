"""Carrying an import out, whole or not at all, and taking it back."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts import actions as accounts
from courseware.accounts.models import ImportedPerson, PeopleImport, Person, Team
from courseware.admin.imports.planning import ROLE_FLAGS, Plan, Planned, plan_import
from courseware.assignments import actions as assignments
from courseware.cohorts.models import Cohort
from courseware.content import current
from courseware.errors import Conflict
from courseware.home import personal
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.kit.addresses import NO_MAIL
from courseware.web.zone import today


def carry_out(actor_id: int | None, import_id: int, data: bytes) -> int:
    """Do what the file says; how many people are new or changed. Conflict when it no longer fits."""
    found = db.load(PeopleImport, import_id)
    if found.done_at is not None:
        raise Conflict("This file has been imported already.")
    plan = plan_import(data)
    if plan.problems:
        raise Conflict(
            "Somebody changed people meanwhile, and the file no longer fits. Look again."
        )
    count = 0
    for planned in plan.people:
        if planned.deed != "same":
            db.write().add(_done(actor_id, plan, planned, import_id))
            count += 1
    found.done_at, found.file = clock.now(), None
    journal.record(actor_id, "imported", ("people", import_id), people=count)
    return count


def undo(actor_id: int, import_id: int) -> int:
    """Take an import back; how many people it could not be taken back for, because they have begun.

    Who was new and never signed in is removed. What was changed is changed back where nobody changed it since.
    """
    found = db.load(PeopleImport, import_id)
    if found.done_at is None or found.undone_at is not None:
        raise Conflict("This import has been undone already.")
    kept = 0
    query = select(ImportedPerson).where(ImportedPerson.import_id == import_id)
    for row in list(db.write().scalars(query.order_by(ImportedPerson.id.desc()))):
        if not row.is_new:
            _change_back(actor_id, row)
        elif not _remove(row):
            kept += 1
    found.undone_at, found.kept = clock.now(), kept
    journal.record(actor_id, "undid", ("people", import_id), kept=kept)
    return kept


def _done(actor_id: int | None, plan: Plan, planned: Planned, import_id: int) -> ImportedPerson:
    after = {change.field: change.after for change in planned.changes}
    person_id = planned.person_id
    if person_id is None:
        person_id = _create(actor_id, planned).id
    else:
        accounts.change_details(actor_id, person_id, _details(after))
    since = planned.line.joined_on if planned.person_id is None else None
    if "team" in after:
        _move(actor_id, person_id, plan.teams[after["team"]], since or today())
    if "cohort" in after:
        assignments.join_class(actor_id, current.course(), plan.cohorts[after["cohort"]], person_id)
    row = ImportedPerson(import_id=import_id, person_id=person_id, line=planned.line.number)
    row.is_new = planned.person_id is None
    row.before = {change.field: change.before for change in planned.changes}
    row.after = after
    return row


def _create(actor_id: int | None, planned: Planned) -> Person:
    line = planned.line
    new = accounts.NewPerson(
        email=line.email or f"{secrets.token_hex(8)}{NO_MAIL}",
        name=line.name,
        lang=line.lang or "zh",
        employee_number=line.employee_number or None,
        mobile=line.mobile or None,
        joined_on=line.joined_on,
        roles=line.roles or frozenset(),
    )
    return accounts.create_person(actor_id, new)


def _details(values: Mapping[str, str | None]) -> dict[str, Any]:
    """What `change_details` takes, from the texts of a plan."""
    found: dict[str, Any] = {k: v for k, v in values.items() if k not in ("team", "cohort")}
    if found.get("joined_on"):
        found["joined_on"] = date.fromisoformat(found["joined_on"])
    if "roles" in found:
        found["roles"] = frozenset(role for role in (found["roles"] or "").split(", ") if role)
    return found


def _move(actor_id: int | None, person_id: int, team_id: int, since: date) -> None:
    accounts.join_team(actor_id, person_id, team_id, since)
    assignments.left_team(person_id)
    assignments.joined_team(current.course(), person_id, team_id)


def _remove(row: ImportedPerson) -> bool:
    """Remove somebody who was new and has not begun; whether they are gone."""
    person = db.write().get(Person, row.person_id)
    if person is None:
        return True
    if person.password_hash is not None:
        return False
    return personal.remove_unused(person.id)


def _change_back(actor_id: int, row: ImportedPerson) -> None:
    person = db.load(Person, row.person_id)
    before = row.before
    back = {k: before[k] for k, after in row.after.items() if _is_still(person, k, after)}
    accounts.change_details(actor_id, person.id, _details(back))
    team = db.write().scalar(select(Team.id).where(Team.name == before.get("team")))
    if "team" in row.after and team is not None:
        _move(actor_id, person.id, team, today())
    elif "team" in row.after:
        accounts.leave_team(actor_id, person.id, today())
        assignments.left_team(person.id)
    if "cohort" in row.after:
        cohort = db.write().scalar(select(Cohort.id).where(Cohort.name == row.after["cohort"]))
        if cohort is not None:
            assignments.leave_class(actor_id, cohort, person.id)


def _is_still(person: Person, field: str, after: str) -> bool:
    """Whether a field holds what the import wrote into it."""
    if field in ("team", "cohort"):
        return False
    if field == "roles":
        wanted = set(filter(None, after.split(", ")))
        return {role for role in ROLE_FLAGS if getattr(person, f"is_{role}")} == wanted
    value = getattr(person, field)
    return (value.isoformat() if isinstance(value, date) else value) == after
