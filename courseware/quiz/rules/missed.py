"""When a missed question comes again. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from courseware.quiz.types.missed import Turn

#: days until it comes again, by how often in a row it was right since it was missed
DAYS = (1, 3, 7, 21)
KNOWN = len(DAYS)


def missed(now: datetime, zone: ZoneInfo) -> Turn:
    """From the start: tomorrow."""
    return _turn(0, now, zone)


def answered(turn: Turn, now: datetime, zone: ZoneInfo, *, right: bool) -> Turn:
    """What follows from an answer; one that comes before its turn moves nothing."""
    if not is_due(turn, now):
        return turn
    return _turn(turn.stage + 1 if right else 0, now, zone)


def is_due(turn: Turn, now: datetime) -> bool:
    return turn.due_at is not None and turn.due_at <= now


def _turn(stage: int, now: datetime, zone: ZoneInfo) -> Turn:
    """Due from the start of its day where the organisation is: also for whoever is up early."""
    if stage >= KNOWN:
        return Turn(KNOWN, None)
    day = now.astimezone(zone).date() + timedelta(days=DAYS[stage])
    return Turn(stage, datetime.combine(day, time(), zone))
