"""Dates and numbers as each language writes them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal
from flask import g, has_request_context

from courseware.kit import clock

BABEL = {"zh": "zh_Hans_CN", "en": "en_GB"}


def for_language(lang: str) -> dict[str, Callable[..., str]]:
    """The filters `date`, `datetime`, `number`, `percent` and `ago`; each prints a dash for nothing."""
    locale = BABEL[lang]

    def day(value: date | datetime | None, form: str = "medium") -> str:
        return format_date(_local(value), form, locale=locale) if value else "–"

    def moment(value: datetime | None, form: str = "short") -> str:
        return format_datetime(_local(value), form, locale=locale) if value else "–"

    def number(value: float | None, digits: int | None = None) -> str:
        if value is None:
            return "–"
        return format_decimal(round(value, digits) if digits is not None else value, locale=locale)

    def percent(value: float | None) -> str:
        return "–" if value is None else f"{round(value)}%"

    def ago(value: datetime | None) -> str:
        if value is None:
            return "–"
        return format_timedelta(value - clock.now(), add_direction=True, locale=locale)

    return {"date": day, "datetime": moment, "number": number, "percent": percent, "ago": ago}


def zone() -> ZoneInfo:
    """The organisation's time zone; the factory puts it on the request."""
    if has_request_context() and "zone" in g:
        found: ZoneInfo = g.zone
        return found
    return ZoneInfo("Asia/Shanghai")


def _local(value: Any) -> Any:
    return (
        value.replace(tzinfo=value.tzinfo or UTC).astimezone(zone())
        if isinstance(value, datetime)
        else value
    )
