"""What this room keeps about a person."""

from courseware.accounts.models import (
    FailedSignIn,
    ImportedPerson,
    Link,
    PeopleImport,
    Person,
    PersonalCopy,
    Team,
    TeamDeputy,
    TeamMembership,
)
from courseware.kit.personal import Held, itself, no_words

#: name and address are replaced by `actions.erase`, last of all: other rooms find rows by the address
ACCOUNT = Held(Person, Person.id, hidden=("password_hash", "session_version", "feed_code"))
HELD = (
    ACCOUNT,
    Held(Link, Link.person_id, hidden=("token_hash",), goes=True),
    Held(Link, Link.made_by_id, hidden=("token_hash",)),
    Held(FailedSignIn, FailedSignIn.email, within=ACCOUNT, key=Person.email, goes=True),
    Held(PersonalCopy, PersonalCopy.person_id, files={"file": itself}, goes=True, copied=False),
    Held(ImportedPerson, ImportedPerson.person_id, words={"before": no_words, "after": no_words}),
    Held(PeopleImport, PeopleImport.sent_by_id),
    Held(TeamMembership, TeamMembership.person_id),
    Held(TeamDeputy, TeamDeputy.person_id),
    Held(Team, Team.manager_id),
)
