"""What this room keeps about a person. What somebody wrote for others stays when they go; their name does not."""

from courseware.authoring.models import OwnDefinition, OwnVersion
from courseware.kit.personal import Held

HELD = (
    Held(OwnDefinition, OwnDefinition.author_id),
    Held(OwnVersion, OwnVersion.published_by_id),
)
