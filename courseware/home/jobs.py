"""What the worker does for people's own data: copies made and let go."""

from courseware.accounts import actions, queries
from courseware.accounts.rules import COPY_LIFETIME
from courseware.home.personal import copy_of
from courseware.kit import clock, jobs
from courseware.notices.actions import tell
from courseware.web.printing import DELETE_FILE, storage


def make_personal_copy(copy_id: int) -> None:
    """Put together what somebody asked for, and tell them; a second run finds it done."""
    wish = queries.copy_asked(copy_id)
    if wish is None or wish.ready_at is not None:
        return
    me = queries.me_by_id(wish.person_id)
    if me is None:
        return
    content = copy_of(me.id, me.lang)
    key = storage().put(content, ".zip")
    actions.copy_is_ready(copy_id, key, len(content))
    tell(
        me.id,
        "The copy of your data is ready; it lies here for 7 days.",
        "/account/data",
        key=f"copy:{copy_id}",
    )


def let_copies_go() -> None:
    """Delete the copies whose time is over."""
    for key in actions.let_copies_go(clock.now() - COPY_LIFETIME):
        jobs.put(DELETE_FILE, key)
