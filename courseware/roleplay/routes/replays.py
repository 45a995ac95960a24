"""What the page of a result shows of the way a talk took."""

from typing import Any

from markupsafe import Markup

from courseware.content.definitions import RoleplayDefinition
from courseware.content.drawing import draw
from courseware.roleplay import queries
from courseware.roleplay.rules.replaying import replay_of
from courseware.roleplay.types import Seen, Talk


def replayed(seen: Seen, roleplay: RoleplayDefinition, talk: Talk) -> dict[str, Any]:
    """For those who may read the lines of an ended talk; else nothing."""
    row = seen.session
    if row.ended_at is None or not seen.shows_lines:
        return {"replay": None}
    replay = replay_of(roleplay, queries.turns_of(row.id), talk, row.lang)
    picture = draw(roleplay, row.lang, trace=replay.trace)
    return {"replay": replay, "path_picture": Markup(picture)}  # noqa: S704 - words escaped
