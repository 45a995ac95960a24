"""Writing a calendar as RFC 5545 has it. Pure."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import icalendar

from courseware.live.types.calendar import Event

PRODUCT = "-//courseware//calendar//EN"
#: how often a calendar program looks again
REFRESH = "PT1H"


def write(name: str, events: Sequence[Event], zone: ZoneInfo) -> bytes:
    """The events under a name, times in this zone; the same events give the same bytes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("x-published-ttl", REFRESH)
    for event in events:
        calendar.add_component(_event(event, zone))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(event: Event, zone: ZoneInfo) -> icalendar.Event:
    found = icalendar.Event()
    found.add("uid", event.uid)
    found.add("sequence", event.version.number)
    found.add("dtstamp", event.version.at)
    found.add("summary", event.title)
    for name, value in (("dtstart", event.starts), ("dtend", event.ends)):
        found.add(name, value.astimezone(zone) if isinstance(value, datetime) else value)
    if not isinstance(event.starts, datetime):
        found.add("transp", "TRANSPARENT")  # a day that something is due on is not a busy day
    if event.place:
        found.add("location", event.place)
    if event.words:
        found.add("description", event.words)
    found.add("url", event.url)
    found.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return found
