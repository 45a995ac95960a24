"""What can be found by rule in a line that somebody typed: each check with the words it rests on.

Transparent on purpose: word lists and the order of clauses, no weights that nobody can read. Whether a check may
carry points is measured, not believed: see `standing`.
"""

from collections.abc import Mapping

from courseware.content.definitions import SPOKEN_CHECKS
from courseware.roleplay.rules.checks.asks import asks_first
from courseware.roleplay.rules.checks.evidence import gives_evidence
from courseware.roleplay.rules.checks.gives import gives_away
from courseware.roleplay.rules.checks.next_step import next_step
from courseware.roleplay.rules.checks.promises import over_promises
from courseware.roleplay.rules.checks.reading import Line, Span, read
from courseware.roleplay.rules.checks.takes_up import takes_up

__all__ = ["check_line"]


def check_line(line: str, *, lang: str, customer: str = "") -> Mapping[str, tuple[str, ...]]:
    """Check id → the words of the line, exactly as typed, that it rests on; a check that found nothing is absent.

    `customer` is what the customer has just said. Reads the first 1000 characters; never raises.
    """
    told, heard = read(line), read(customer)
    lang = "zh" if lang.startswith("zh") else "en"
    spans = {
        "asks-first": asks_first(told, lang),
        "gives-evidence": gives_evidence(told, lang),
        "gives-away": gives_away(told, lang, heard),
        "over-promises": over_promises(told, lang),
        "takes-up": takes_up(told, lang, heard),
        "next-step": next_step(told, lang),
    }
    quoted = {check: _quotes(told, spans[check]) for check in SPOKEN_CHECKS}
    return {check: words for check, words in quoted.items() if words}


def _quotes(line: Line, spans: list[Span]) -> tuple[str, ...]:
    """Each place once, in the order of the line, however many rules pointed at it."""
    found = (line.quote(span) for span in sorted(set(spans)))
    return tuple(dict.fromkeys(words for words in found if words))
