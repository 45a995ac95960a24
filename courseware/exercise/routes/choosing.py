"""What inputs of a form offer to choose from: colleagues, periods."""

from typing import Any

from flask import g
from flask_login import current_user

from courseware.content.definitions import ExerciseDefinition
from courseware.exercise.queries import people
from courseware.exercise.rules.repeating import nearby
from courseware.kit import clock


def to_choose_from(definition: ExerciseDefinition) -> dict[str, Any]:
    """Lists for the types of field that the form has; nothing is looked up for others."""
    kinds = {f.type for f in definition.fields}
    kinds |= {c.type for f in definition.fields for c in f.columns}
    organisation = g.organisation
    today = clock.local_day(clock.now(), organisation.time_zone)
    return {
        "people": people.colleagues(current_user.id) if "person" in kinds else (),
        "periods": nearby(today, organisation.fiscal_month) if "period" in kinds else (),
    }
