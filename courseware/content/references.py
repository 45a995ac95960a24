"""References in words: [[case:…]], [[term:…]], [[module:…]], [[exercise:…]], [[roleplay:…]] and {literal}."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from courseware.content import units
from courseware.content.definitions import CaseFact, Lang, Term, Text
from courseware.content.typed_figures import TypedFigures
from courseware.kit.yamltree import Fault

REFERENCE = re.compile(
    r"\[\[\s*([a-z]+)\s*:\s*([^\]\s|#]*)\s*(?:#\s*([^\]|\s]*)\s*)?(?:\|\s*([^\]]*?)\s*)?\]\]"
)
_LITERAL = "{literal}"


@dataclass(frozen=True, slots=True)
class Names:
    """What a reference may name: ids with what a link shows. Headings are those of both languages' files."""

    facts: Mapping[str, CaseFact] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    modules: Mapping[str, tuple[str, Text]] = field(default_factory=dict)  # "10" → slug, title
    exercises: Mapping[str, Text] = field(default_factory=dict)
    roleplays: Mapping[str, Text] = field(default_factory=dict)
    headings: Mapping[tuple[str, Lang], Mapping[str, str]] = field(
        default_factory=dict
    )  # (slug, lang) → id → title


@dataclass(slots=True)
class References:
    """Puts words in place of references. `faults` break a file; `findings` are rules of writing."""

    names: Names
    figures: TypedFigures
    faults: list[Fault] = field(default_factory=list)
    findings: list[Fault] = field(default_factory=list)

    def plain(self, text: str, lang: Lang, line: int, where: str) -> str:
        """A text of a quiz, form or scene with its figures in place; only [[case:…]] is known there."""
        self.look_for_typed(text, lang, line, where)
        if "[[" not in text:
            return text.replace(_LITERAL, "")

        def put(match: re.Match[str]) -> str:
            if match[1] != "case":
                self._fault(
                    line,
                    where,
                    f"{match[0]} works in lessons only; here write words, or [[case:id]]",
                )
                return match[0]
            return self._case(match, lang, line, where)

        return self._checked(REFERENCE.sub(put, text), line, where).replace(_LITERAL, "")

    def link(self, match: re.Match[str], lang: Lang, line: int, where: str) -> str:
        """What a lesson shows for one reference: a figure of the case, or a Markdown link."""
        kind, name = match[1], match[2]
        if kind == "case":
            return self._case(match, lang, line, where)
        target = self._target(match, lang)
        if target is None:
            self._fault(line, where, self._unknown(kind, name, match[3], lang))
            return match[0]
        words, url, title, css = target
        tip = f' "{title.replace(chr(34), chr(8221))}"' if title else ""
        return f"[{words}]({url}{tip}){{.{css}}}"

    def words(self, match: re.Match[str], lang: Lang) -> str:
        """The same reference inside a picture: words without a link; faults were reported by `link`."""
        if match[1] == "case":
            fact = self.names.facts.get(match[2])
            return _case_words(fact, match[4], lang) if fact else match[0]
        target = self._target(match, lang)
        return target[0] if target else match[0]

    def look_for_typed(self, text: str, lang: Lang, line: int, where: str) -> None:
        for typed, fact in self.figures.in_text(text, lang):
            self.findings.append(
                Fault(
                    line,
                    where,
                    f"{typed!r} is typed by hand, but it is the case's [[case:{fact}]]: write that, or {typed}{{literal}} "
                    "where the figure means something else",
                )
            )

    def _case(self, match: re.Match[str], lang: Lang, line: int, where: str) -> str:
        fact = self.names.facts.get(match[2])
        if fact is None:
            self._fault(
                line,
                where,
                f"the case has no fact {match[2]!r}{_nearest(match[2], self.names.facts)}",
            )
            return match[0]
        if match[4] not in (None, "number", "label"):
            self._fault(
                line, where, f"{match[0]}: after | stands number or label, not {match[4]!r}"
            )
        return _case_words(fact, match[4], lang)

    def _target(self, match: re.Match[str], lang: Lang) -> tuple[str, str, str, str] | None:
        """Words, address, tooltip and class of a link; None when nothing has that id."""
        kind, name, anchor = match[1], match[2], match[3]
        if kind == "term" and name in self.names.terms:
            term = self.names.terms[name]
            return term.name[lang], f"/glossary#{name}", term.meaning[lang], "term"
        if kind == "module" and _number(name) in self.names.modules:
            slug, title = self.names.modules[_number(name)]
            if anchor is None:
                return title[lang], f"/modules/{slug}", "", "module"
            heading = self.names.headings.get((slug, lang), {}).get(anchor)
            return (heading, f"/modules/{slug}#{anchor}", "", "module") if heading else None
        if kind == "exercise" and name in self.names.exercises:
            return self.names.exercises[name][lang], f"/exercises/{name}", "", "practice"
        if kind == "roleplay" and name in self.names.roleplays:
            return self.names.roleplays[name][lang], f"/roleplays/{name}", "", "practice"
        return None

    def _unknown(self, kind: str, name: str, anchor: str | None, lang: Lang) -> str:
        if kind == "module":
            if anchor and _number(name) in self.names.modules:
                slug = self.names.modules[_number(name)][0]
                return f"the lesson of {slug} ({lang}) has no heading {{#{anchor}}}; use one of its ids or leave #… out"
            return f"there is no module {name!r}; give its number, such as [[module:10]]"
        known: dict[str, Mapping[str, object]] = {
            "term": self.names.terms,
            "exercise": self.names.exercises,
            "roleplay": self.names.roleplays,
        }
        if kind not in known:
            return f"[[{kind}:…]] is unknown; there are case, term, module, exercise and roleplay"
        place = {
            "term": "modules/glossary.yaml has no term",
            "exercise": "no module has an exercise",
            "roleplay": "no module has a role-play",
        }[kind]
        return f"{place} {name!r}{_nearest(name, known[kind])}"

    def _checked(self, text: str, line: int, where: str) -> str:
        if "[[" in text and not any(f.line == line and f.field == where for f in self.faults):
            self._fault(
                line,
                where,
                "holds [[ that is no reference; write [[case:id]], [[case:id|number]] or …|label]]",
            )
        return text

    def _fault(self, line: int, where: str, message: str) -> None:
        self.faults.append(Fault(line, where, message))


def _case_words(fact: CaseFact, form: str | None, lang: Lang) -> str:
    if form == "label":
        return fact.label[lang]
    if form == "number" and not isinstance(fact.value, Text):
        return units.number(fact)
    return units.printed(fact, lang)


def _number(name: str) -> str:
    return name.lstrip("0") if name.isdecimal() else name


def _nearest(name: str, known: Mapping[str, object]) -> str:
    """A likely id for a misspelt one: the one that shares most of its beginning."""
    if not known:
        return ""

    def alike(other: str) -> int:
        return next(
            (i for i, (a, b) in enumerate(zip(name, other, strict=False)) if a != b),
            min(len(name), len(other)),
        )

    best = max(known, key=alike)
    return f"; did you mean {best}?" if alike(best) >= 3 else ""
