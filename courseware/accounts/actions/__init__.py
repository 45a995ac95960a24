"""The only writer of people, links, failed sign-ins and teams."""

from courseware.accounts.actions.access import (
    become_first_administrator,
    count_failure,
    forget_old_failures,
    make_link,
    set_password,
    signed_in,
    use_link,
)
from courseware.accounts.actions.copies import ask_for_copy, copy_is_ready, let_copies_go
from courseware.accounts.actions.people import (
    NewPerson,
    change_details,
    change_person,
    create_person,
    deactivate,
    erase,
    reactivate,
    send_import,
    set_feed_code,
    set_language,
)
from courseware.accounts.actions.teams import (
    add_deputy,
    change_team,
    create_team,
    end_deputy,
    join_team,
    leave_team,
)

__all__ = [
    "NewPerson",
    "add_deputy",
    "ask_for_copy",
    "become_first_administrator",
    "change_details",
    "change_person",
    "change_team",
    "copy_is_ready",
    "count_failure",
    "create_person",
    "create_team",
    "deactivate",
    "end_deputy",
    "erase",
    "forget_old_failures",
    "join_team",
    "leave_team",
    "let_copies_go",
    "make_link",
    "reactivate",
    "send_import",
    "set_feed_code",
    "set_language",
    "set_password",
    "signed_in",
    "use_link",
]
