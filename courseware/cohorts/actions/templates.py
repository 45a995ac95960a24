"""Schedules kept to be used again by other classes."""

from collections.abc import Mapping

from courseware import db
from courseware.cohorts.models import ScheduleTemplate, ScheduleTemplateItem
from courseware.cohorts.types import Offsets
from courseware.errors import Forbidden, Refused
from courseware.journal import actions as journal
from courseware.kit import clock


def keep_template(actor_id: int, name: str, track: str, offsets: Mapping[str, Offsets]) -> int:
    """Keep a schedule under a name; its number."""
    if not offsets:
        raise Refused("This class has no dates yet: there is nothing to keep.")
    session = db.write()
    template = ScheduleTemplate(name=name, track=track, made_by_id=actor_id)
    session.add(template)
    session.flush()
    for module, days in offsets.items():
        item = ScheduleTemplateItem(template_id=template.id, module=module)
        item.opens_after, item.due_after = days
        session.add(item)
    journal.record(actor_id, "created", ("schedule-template", template.id))
    return template.id


def rename_template(actor_id: int, template_id: int, name: str, *, as_admin: bool) -> None:
    _own(actor_id, template_id, as_admin=as_admin).name = name
    journal.record(actor_id, "changed", ("schedule-template", template_id))


def remove_template(actor_id: int, template_id: int, *, as_admin: bool) -> None:
    """Offer it no more; classes that used it keep their dates."""
    template = _own(actor_id, template_id, as_admin=as_admin)
    if template.removed_at is None:
        template.removed_at = clock.now()
        journal.record(actor_id, "removed", ("schedule-template", template_id))


def _own(actor_id: int, template_id: int, *, as_admin: bool) -> ScheduleTemplate:
    template = db.load(ScheduleTemplate, template_id)
    if not as_admin and template.made_by_id != actor_id:
        raise Forbidden("Only whoever made this schedule, or an administrator, can change it.")
    return template
