"""What administrators look at: people, teams, the journal, messages and jobs, storage, support."""

from courseware.admin.queries.journal import JournalLine, journal
from courseware.admin.queries.messages import (
    MESSAGE_STATES,
    MessageLine,
    jobs,
    messages,
    messages_waiting,
)
from courseware.admin.queries.people import (
    ImportedLine,
    ImportLine,
    Invited,
    PersonLine,
    imported,
    imports,
    invited,
    people,
    people_import,
    person,
)
from courseware.admin.queries.storage import kinds, last_cleaned, leaving, room, unused
from courseware.admin.queries.support import is_open
from courseware.admin.queries.teams import (
    DeputyLine,
    TeamLine,
    cohort_choices,
    deputies,
    team_choices,
    teams,
)

__all__ = [
    "MESSAGE_STATES",
    "DeputyLine",
    "ImportLine",
    "ImportedLine",
    "Invited",
    "JournalLine",
    "MessageLine",
    "PersonLine",
    "TeamLine",
    "cohort_choices",
    "deputies",
    "imported",
    "imports",
    "invited",
    "is_open",
    "jobs",
    "journal",
    "kinds",
    "last_cleaned",
    "leaving",
    "messages",
    "messages_waiting",
    "people",
    "people_import",
    "person",
    "room",
    "team_choices",
    "teams",
    "unused",
]
