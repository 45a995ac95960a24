"""Dates and numbers as each language writes them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal

from courseware.kit import clock
from courseware.web.zone import zone

__all__ = ["BABEL", "for_language", "zone"]

BABEL = {"zh": "zh_Hans_CN", "zh-Hant": "zh_Hant_TW", "en": "en_GB"}


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


def _local(value: Any) -> Any:
    return (
        value.replace(tzinfo=value.tzinfo or UTC).astimezone(zone())
        if isinstance(value, datetime)
        else value
    )
