"""The section `certificates` of modules/course.yaml: which kinds there are, what each asks for, how long it is valid."""

from courseware.content.definitions import CertificateRules
from courseware.content.reading import Entry

#: these two are there without a line in the file
ALWAYS = ("exercise", "course")
KINDS = ("exercise", "practice", "part", "portfolio", "course")
MOST_MONTHS = 240


def read_awards(top: Entry) -> CertificateRules:
    """What the file says; without the section there are certificates of exercises and of the course."""
    if not top.has("certificates"):
        return CertificateRules()
    section = top.inner("certificates")
    kinds, months = list(ALWAYS), dict[str, int]()
    scenarios, share = 0, 0
    portfolio: tuple[str, ...] = ()
    for kind in KINDS:
        if not section.has(kind):
            continue
        entry = section.inner(kind)
        entry.mark("certificates", kind)
        if kind == "practice":
            entry.one_of("each", ("industry",), "industry")
            scenarios = entry.integer("scenarios", 1, 20, 2)
            share = entry.integer("drill_share", 0, 100, 0)
        if kind == "portfolio":
            portfolio = entry.strings("exercises", 1, "write the ids of its exercises")
        if entry.has("valid_months"):
            months[kind] = entry.integer("valid_months", 1, MOST_MONTHS)
        entry.done()
        if kind not in kinds:
            kinds.append(kind)
    section.done()
    return CertificateRules(
        tuple(k for k in KINDS if k in kinds), months, scenarios, share, portfolio
    )
