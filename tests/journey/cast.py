"""The cast of the journey, and what its steps leave to each other."""

from dataclasses import dataclass, field

from tests import world

PASSWORD = "zhe-li-de-mima-hen-chang-2026"
SWOT_MODULE = "08-internal-resources-and-capabilities"
TALKS_MODULE = "26-sales-scripts-and-negotiation"
TEAM, CLASS = "华东一组", "2026秋季新人班"


@dataclass(frozen=True)
class Account:
    name: str
    email: str


ADMIN = Account("周正", "zhou.zheng@tangxu.example")
MANAGER = Account("孙伯远", "sun.boyuan@tangxu.example")
TRAINER = Account("何静", "he.jing@tangxu.example")
#: 㛃 is in no charset of a Chinese spreadsheet, so she is typed in by hand
LEARNER = Account("叶㛃", "ye.jie@tangxu.example")
COLLEAGUE = Account("赵敏", "zhao.min@tangxu.example")
STRANGER = Account("钱江", "qian.jiang@tangxu.example")
#: what is Chinese on an English page too
PEOPLE = (ADMIN, MANAGER, TRAINER, LEARNER, COLLEAGUE, STRANGER)
NAMES = {TEAM, CLASS} | {person.name for person in PEOPLE} | set(world.NAMES.values())


@dataclass
class Story:
    """What later steps need to know of earlier ones: addresses and numbers."""

    numbers: dict[str, int] = field(default_factory=dict)
    assignment: str = ""
    talk: str = ""
    swot: str = ""
    smart: str = ""
    review: str = ""
    address: str = ""
