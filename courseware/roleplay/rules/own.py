"""Scenarios that a trainer wrote, with where somebody stands in each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from courseware.authoring.types import PublishedRoleplay
from courseware.content.definitions import Course
from courseware.roleplay.rules.practice import best_of
from courseware.roleplay.types import Card, PastRow


@dataclass(frozen=True, slots=True)
class OwnCard:
    own: PublishedRoleplay
    card: Card


def own_cards(
    published: Iterable[PublishedRoleplay], course: Course, sessions: Sequence[PastRow]
) -> tuple[OwnCard, ...]:
    """The cards of the shelf, by title."""
    found = [OwnCard(own, _card(own, course, sessions)) for own in published]
    return tuple(sorted(found, key=lambda each: each.own.definition.title.zh))


def _card(own: PublishedRoleplay, course: Course, sessions: Sequence[PastRow]) -> Card:
    talk = own.definition
    mine = [s for s in sessions if s.roleplay == talk.id and s.mode != "pair"]
    unfinished = max((s for s in mine if s.ended_at is None), key=lambda s: s.id, default=None)
    times = sum(s.ended_at is not None for s in mine)
    return Card(talk, course.by_slug[talk.module], best_of(mine), unfinished, times, None)
