"""The only writer of definitions written here: begin, save, publish, withdraw, remove."""

from collections.abc import Sequence

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.authoring.models import Audience, OwnDefinition, OwnVersion
from courseware.authoring.rules.kinds import KINDS, Kind, read_text
from courseware.authoring.rules.own import MOST_BYTES, is_too_long, tidy
from courseware.authoring.types import Stale
from courseware.cohorts.queries import cohorts_for, members_of
from courseware.content.definitions import Course
from courseware.errors import Forbidden, NotFound, Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.notices.actions import tell

THING = "own_definition"


def create(
    me: Me, kind: Kind, text: str, *, name: str, module: str, copied_from: str | None = None
) -> int:
    """Begin a definition and return its id."""
    _check_length(kind, text)
    own = OwnDefinition(
        kind=kind.kind,
        name=name,
        module=module,
        author_id=me.id,
        copied_from=copied_from,
        draft=tidy(text),
    )
    db.write().add(own)
    db.write().flush()
    journal.record(me.id, "began", (THING, own.id), name=name, copied_from=copied_from)
    return own.id


def save_draft(me: Me, own_id: int, text: str, *, counter: int) -> int | Stale:
    """Keep the text, and return the counter to base the next change on; Stale when somebody saved in between."""
    own = _to_write(me, own_id)
    _check_length(KINDS[own.kind], text)
    tidied = tidy(text)
    if own.draft == tidied:
        return own.counter
    if own.counter != counter:
        return Stale(own.counter, own.draft)
    own.draft, own.changed_at = tidied, clock.now()
    own.counter += 1
    db.write().flush()
    return own.counter


def publish(me: Me, course: Course, own_id: int, cohorts: Sequence[int]) -> int:
    """Publish the saved draft to classes that I run, and return the version's number; refused while a check fails."""
    own = _to_write(me, own_id)
    if not set(cohorts) <= {row.id for row in cohorts_for(me)}:
        raise NotFound
    if not cohorts:
        raise Refused("Choose at least one class.")
    found = read_text(course, own.draft, kind=own.kind, name=own.name, module=own.module)
    if not found.is_green or found.definition is None:
        raise Refused("Mend what the checks found; then it can be published.")
    number = _newest_version(me, own)
    title = found.definition.title
    for cohort_id in sorted(set(cohorts)):
        if _open_to(own.id, cohort_id):
            _tell_class(me, own, cohort_id, {"zh": title.zh, "en": title.en})
    journal.record(
        me.id, "published", (THING, own.id), name=own.name, number=number, cohorts=list(cohorts)
    )
    return number


def withdraw(me: Me, own_id: int, cohort_id: int) -> None:
    """Take it from a class: nobody there begins it any more, what has begun goes on."""
    _to_write(me, own_id)
    audience = _audience(own_id, cohort_id)
    if audience is None:
        raise NotFound
    if audience.withdrawn_at is None:
        audience.withdrawn_at = clock.now()
        journal.record(me.id, "withdrew", (THING, own_id), cohort=cohort_id)


def remove(me: Me, own_id: int) -> None:
    """Take it out of every list; what has begun goes on."""
    own = _to_write(me, own_id)
    own.removed_at = clock.now()
    journal.record(me.id, "removed", (THING, own_id), name=own.name)


def _check_length(kind: Kind, text: str) -> None:
    if is_too_long(text):
        raise Refused(kind.too_long, n=MOST_BYTES // 1000)


def _to_write(me: Me, own_id: int) -> OwnDefinition:
    own = db.load(OwnDefinition, own_id)
    if own.removed_at is not None:
        raise NotFound
    if own.author_id != me.id and not me.is_administrator:
        raise Forbidden(KINDS[own.kind].not_yours)
    return own


def _newest_version(me: Me, own: OwnDefinition) -> int:
    """The number of the version that says what the draft says; made where the newest says something else."""
    query = select(OwnVersion).where(OwnVersion.definition_id == own.id)
    newest = db.write().scalars(query.order_by(OwnVersion.number.desc()).limit(1)).first()
    if newest is not None and newest.yaml == own.draft:
        return newest.number
    number = 1 if newest is None else newest.number + 1
    version = OwnVersion(definition_id=own.id, number=number, yaml=own.draft)
    version.published_by_id = me.id
    db.write().add(version)
    return number


def _audience(own_id: int, cohort_id: int) -> Audience | None:
    query = select(Audience).where(
        Audience.definition_id == own_id, Audience.cohort_id == cohort_id
    )
    return db.write().scalars(query).first()


def _open_to(own_id: int, cohort_id: int) -> bool:
    """Let a class use it; whether it could not before."""
    audience = _audience(own_id, cohort_id)
    if audience is None:
        db.write().add(Audience(definition_id=own_id, cohort_id=cohort_id))
        return True
    if audience.withdrawn_at is None:
        return False
    audience.withdrawn_at, audience.since = None, clock.now()
    return True


def _tell_class(me: Me, own: OwnDefinition, cohort_id: int, title: dict[str, str]) -> None:
    for person_id in sorted(db.write().scalars(members_of(cohort_id))):
        tell(
            person_id,
            KINDS[own.kind].published,
            f"{KINDS[own.kind].home}{own.name}",
            key=f"own-published:{own.id}:{cohort_id}",
            name=me.name,
            title=title,
        )
