"""Keeping groups that were drawn."""

from courseware.accounts.types import Me
from courseware.cohorts import actions as cohorts
from courseware.errors import Conflict, Refused
from courseware.journal import actions as journal
from courseware.live.queries.groups import tickets_of
from courseware.live.rules.groups import draw
from courseware.live.types.groups import Draw


def keep_groups(me: Me, cohort_id: int, wish: Draw, *, seen: frozenset[int]) -> int:
    """Draw again with the seed that was shown and keep the groups. How many.

    `seen` are the people of the groups that were shown; the journal keeps what is needed to draw once more.
    """
    tickets = tickets_of(cohort_id, wish.session_id)
    if not tickets:
        raise Refused("Nobody is there to be drawn.")
    if {ticket.id for ticket in tickets} != seen:
        raise Conflict("The people have changed meanwhile. Please draw again.")
    drawn = draw(tickets, wish)
    for group in drawn:
        made = cohorts.create_group(me.id, cohort_id, group.name)
        cohorts.fill_group(me.id, cohort_id, made.id, frozenset(t.id for t in group.people))
    journal.record(
        me.id,
        "drew-groups",
        ("cohort", cohort_id),
        how=wish.how,
        number=wish.number,
        by_team=wish.by_team,
        seed=wish.seed,
        session=wish.session_id,
        people=sorted(seen),
    )
    return len(drawn)
