"""The organisation's time zone, and the day it is there."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import current_app, g, has_app_context

from courseware.kit import clock


def zone() -> ZoneInfo:
    """The zone on the request, else of the organisation; Shanghai where there is no application."""
    if not has_app_context():
        return ZoneInfo("Asia/Shanghai")
    found: ZoneInfo = g.zone if "zone" in g else current_app.extensions["organisation"].now().zone
    return found


def today() -> date:
    """The day on which something done now happens."""
    return clock.now().astimezone(zone()).date()
