"""The checks' sentences in the reader's language; the rare ones stay as the course's authors read them."""

import re

from courseware.web.locale import lazy, translate

#: as the checks say them, with {places} for what varies
SENTENCES = (
    lazy("cannot be reached from the start: lead a line to it, or delete it"),
    lazy("never comes to an ending: it leads in a circle or nowhere"),
    lazy("leads nowhere: write next: and the id of the node that follows"),
    lazy("has no ending: add nodes of kind: end"),
    lazy("has {count} of at least {fewest} endings with result: {result}"),
    lazy("the shortest way to a good ending passes {lines} of at least {fewest} customer lines"),
    lazy("no way from the start comes to a good ending"),
    lazy("has {count} choices; a phone shows two to four"),
    lazy("earns no mark: name at least one criterion, with 0 where the line is bad"),
    lazy("no words earn a mark: give one of them a mark of 1 to 3"),
    lazy("the rubric {rubric} has no criterion {criterion}; it has {known}"),
    lazy(
        "no way to a good ending earns {mark} or more on each criterion of {rubric}; the best one lacks {criteria}"
    ),
    lazy("there is no modules/rubrics/{rubric}.yaml"),
    lazy("{file} has no heading {anchor}; ids are {ids}"),
    lazy("there is no module {module}; write NN#heading, such as 10#smart"),
    lazy("there is no node {node}; nodes are {nodes}"),
    lazy("there is no node {node}"),
    lazy("is {id}, but the file is called {file}; they must be the same"),
    lazy("is missing: write the text in this language too"),
    lazy("is empty: write the text in this language too"),
    lazy("holds Chinese characters; write it in English"),
    lazy("must be a text in both languages: {form}"),
    lazy("is missing: {hint}"),
    lazy("is empty: {hint}"),
    lazy("{value} is not one of {allowed}"),
    lazy("{value} is no id: use a-z, 0-9 and single hyphens, such as price-first"),
    lazy("must be a whole number from {low} to {high}, not {value}"),
    lazy("is not a key of this place; known here: {known}"),
    lazy("stands twice (first in line {line}); keep one"),
    lazy("the id {id} stands twice"),
    lazy("uses an alias (*name); write the value out"),
    lazy("is nested deeper than {n} levels"),
    lazy("must hold keys and values (`key: value`)"),
    lazy("cannot be read: {advice} (the YAML reader says: {reason})"),
    lazy(
        "has {nodes} nodes and {ways} ways between them; at most {most_nodes} and {most_ways} can be played"
    ),
    lazy("a form written here gives no certificate: leave this line out"),
    lazy("a form written here stands for itself: write its sections instead of like:"),
    lazy(
        "has {fields} fields with {columns} columns; at most {most_fields} and {most_columns} can be filled in"
    ),
    lazy("is computed by the form; leave it out"),
    lazy("is empty: the example shows a form filled in whole"),
    lazy("the form has no field {key}"),
    lazy("the check {id} ({rule}) does not pass"),
    lazy("the check {id} ({rule}) has no result; fill the cells it needs, and compare two sides"),
    lazy("differs from zh: {difference}"),
    lazy("there is no exercise {id}; write exercise.key"),
    lazy(
        "reads as a key: a comma or colon ended the text before it; put that whole text in quotes"
    ),
    lazy("has {count} entries; the form asks for {low} to {high}"),
    lazy("is {most}, less than min_items {fewest}"),
    lazy("{key} stands twice in this form; keys are unique"),
    lazy("{key} stands twice in this table; keys are unique"),
    lazy("{key} is no key: a-z, 0-9 and _, beginning with a letter, such as target_y1"),
    lazy("{key} is still a key of this form"),
    lazy("{formula} names {unknown}; keys here are {known}"),
    lazy("{formula} cannot be read: {reason}"),
    lazy("{form} has no field {key}; it has {known}"),
    lazy("{source} is a {other}, this is a {own}: answers cannot carry over"),
    lazy("{value} is no number"),
    lazy("{value} is no rating from 1 to 5"),
    lazy("{value} is no date; write it as 2026-09-30"),
    lazy("{value} is no period; write 2026-Q3 or 2026"),
    lazy("{value} is no option; options are {known}"),
    lazy("{value} is no option of the field"),
    lazy("must be a list"),
    lazy("must be a text"),
)
_PLACE = re.compile(r"\\{(\w+)\\}")
_PATTERNS = [
    (re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(s.sentence)), re.DOTALL), s.sentence)  # type: ignore[attr-defined]  # a lazy sentence
    for s in SENTENCES
]


def in_words(message: str, lang: str) -> str:
    """A sentence of the checks in a language."""
    for pattern, sentence in _PATTERNS:
        match = pattern.fullmatch(message)
        if match:
            return translate(sentence, lang, **match.groupdict())
    return message
