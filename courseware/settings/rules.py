"""Which choices there are, and what holds until somebody chooses."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

#: how certificates may look
DESIGNS = ("formal", "modern", "festive")
ORIENTATIONS = ("landscape", "portrait")
LANGUAGE_SETS = ("zh", "en", "both")

#: every page asks for its zone; making one costs more than reading a row
_zone = lru_cache(maxsize=8)(ZoneInfo)


@dataclass(frozen=True, slots=True)
class Organisation:
    """The organisation's choices."""

    name_zh: str = "示例企业学院"
    name_en: str = "Sample Academy"
    time_zone: str = "Asia/Shanghai"
    fiscal_month: int = 1  # first month of the fiscal year, 1–12
    week_start: int = 0  # 0 Monday … 6 Sunday
    reminder_days: int = 3  # a due date is near so many days before
    review_days: int = 5  # working days after which a waiting review is late
    help_failures: int = 2  # somebody needs help: after so many failed attempts at one quiz
    help_quiet_days: int = 7  # after so many days without activity while something is due
    help_return_days: int = 5  # when a returned form lies untouched for so many days
    help_behind: int = 2  # when so many modules are past their date
    observation_days: str = (
        "30,90"  # so many days after the course managers are asked how graduates work
    )
    late_minutes: int = 10  # who signs in so long after the beginning of a class session is late
    logo: str = ""  # key of the storage
    certificate_design: str = "formal"
    certificate_orientation: str = "landscape"
    certificate_languages: str = "both"
    signatory_zh: str = ""  # who signs certificates
    signatory_en: str = ""
    signatory_title_zh: str = ""
    signatory_title_en: str = ""
    seal: str = ""  # key of the storage; empty: the one that is drawn with the design
    signature: str = ""  # key of the storage
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: bool = True
    mail_from: str = ""
    recording_days: int = 30  # a recording that a learner keeps is deleted after so many days
    line_days: int = 730  # what a learner typed in talks and drills is emptied after so many days
    robot_url: str = ""  # of an OpenAI-compatible service, up to /v1; empty: no robot
    robot_key: str = ""
    robot_model: str = ""
    first_hour_hidden: bool = False  # an administrator needs to be led no more

    @property
    def zone(self) -> ZoneInfo:
        return _zone(self.time_zone)

    @property
    def sends_mail(self) -> bool:
        return bool(self.smtp_host and self.mail_from)

    @property
    def has_robot(self) -> bool:
        return bool(self.robot_url and self.robot_model)

    def name(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name_zh


NAMES = frozenset(f.name for f in fields(Organisation))


def organisation(rows: Mapping[str, Any]) -> Organisation:
    """The choices from stored rows; a name that is no longer known is ignored."""
    return Organisation(**{name: value for name, value in rows.items() if name in NAMES})
