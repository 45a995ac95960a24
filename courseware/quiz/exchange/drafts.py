"""One question on its way into a quiz file: its texts by language, its id, and what was found missing."""

import re
from typing import Any

from courseware.quiz.exchange import languages
from courseware.quiz.exchange.markup import as_markdown
from courseware.quiz.exchange.report import Finding
from courseware.quiz.exchange.values import ExchangeQuestion, Words

LANGUAGES = ("zh", "en")
OWN_TAGS = (
    "objective", "difficulty", "link", "use", "situation", "type", "ids", "categories", "cells",
    "answers", "wrong", "rubric", "counts",
)  # fmt: skip


class Draft:
    """Collects while the entry is made; `findings` and `missing` are complete after `close`."""

    def __init__(self, question: ExchangeQuestion, lang: str | None) -> None:
        self.question = question
        self.missing: list[str] = []
        self.findings: list[Finding] = []
        self._markup: set[str] = set()
        self._lacks: set[str] = set()
        self._is_both = question.lang == "both" or (
            not question.lang and any(languages.has_spans(w.text) for w in _all(question))
        )
        self.lang = question.lang if question.lang in LANGUAGES else lang
        self.lang = self.lang or languages.looks(question.text.text)

    @property
    def langs(self) -> tuple[str, ...]:
        """The languages that the question is in."""
        return LANGUAGES if self._is_both else (self.lang or "en",)

    def text(self, words: Words) -> dict[str, str]:
        """The text of a file: `{zh: …, en: …}`, with the languages that are there."""
        if not self._is_both:
            found = {self.lang or "en": words}
        else:
            found = dict(languages.split(words)) or dict.fromkeys(LANGUAGES, words)
        self._lacks |= set(LANGUAGES) - set(found)
        return {lang: self._plain(found[lang]) for lang in LANGUAGES if lang in found}

    def put(self, entry: dict[str, Any], key: str, words: Words | None, where: str = "") -> None:
        """The text under its key, or the key among what is missing."""
        if words is None or not words.text.strip():
            self.missing.append(f"{where}{key}")
        else:
            entry[key] = self.text(words)

    def find(self, code: str, **values: str) -> None:
        self.findings.append(Finding(self.question.name, code, self.question.line, values))

    def ids(self, count: int, tag: str = "ids") -> list[str]:
        """The ids that we wrote; else a, b, c."""
        ours = (self.question.tag(tag) or "").split(",")
        if len(ours) == count and len(set(ours)) == count and all(ours):
            return ours
        letters = "abcdefghijklmnopqrstuvwxyz"
        return [letters[n] if count <= len(letters) else f"a{n + 1}" for n in range(count)]

    def identifier(self, number: int, taken: set[str]) -> str:
        """The id of the file where it can be one here, else one from the title, else a number."""
        given = self.question.id or self.question.title
        new = re.sub(r"[^a-z0-9]+", "-", given.lower()).strip("-") or f"question-{number}"
        if new in taken:
            new = f"{new}-{number}"
        taken.add(new)
        if new != given:
            self.find("id", id=given or "–", new=new)
        return new

    def close(self) -> None:
        question = self.question
        for note in question.notes:
            if (
                note.name.endswith("feedback") and note.name != "feedback"
            ) or note.name == "graderinfo":
                self.find("feedback", feedback=self._plain(note.words))
        others = [t for t in question.tags if t.partition(":")[0] not in OWN_TAGS]
        if others:
            self.find("tags", tags=", ".join(others))
        if self._markup:
            self.find("markup", markup=", ".join(sorted(self._markup)))
        for lang in LANGUAGES:
            if lang in self._lacks:
                self.missing.append(lang)
                self.find("other-language", lang=lang)
        if self.missing:
            self.find("missing", fields=", ".join(self.missing))

    def _plain(self, words: Words) -> str:
        text, dropped = as_markdown(words)
        self._markup |= set(dropped)
        if "[[" in text or "{literal}" in text:
            self.find("reference")
            text = text.replace("[[", "[ [").replace("[[", "[ [").replace("{literal}", "{ literal}")
        return text


def _all(question: ExchangeQuestion) -> list[Words]:
    said = [question.text, *(o.words for o in question.options), *question.items]
    return said + [pair.left for pair in question.pairs]
