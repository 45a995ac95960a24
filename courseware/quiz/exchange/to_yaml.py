"""Neutral questions as the `questions:` of a quiz file; what the file did not give is named, never made up."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import yaml

from courseware.quiz.exchange.bodies import BODIES, KINDS
from courseware.quiz.exchange.drafts import Draft
from courseware.quiz.exchange.report import Finding
from courseware.quiz.exchange.values import ExchangeQuestion

WIDTH = 110
USES = ("final", "withdrawn")


class _Dumper(yaml.SafeDumper):
    """Keeps a number as it was written, and lists indented below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless
        super().increase_indent(flow, False)


def _decimal(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = f"{value:f}"
    kind = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_Dumper.add_representer(Decimal, _decimal)


def to_yaml(
    questions: Iterable[ExchangeQuestion], lang: str | None = None
) -> tuple[str, tuple[Finding, ...]]:
    """The YAML; `lang` is that of texts in one language, where neither the file nor the words tell."""
    findings: list[Finding] = []
    blocks: list[str] = []
    taken: set[str] = set()
    for number, question in enumerate(questions, 1):
        if question.kind in ("category", "description"):
            findings.append(_left_out(question))
            continue
        draft = Draft(question, lang)
        entry = _entry(draft, number, taken)
        blocks.append(_block(entry, draft.missing))
        findings += draft.findings
    return "questions:\n" + ("\n".join(blocks) if blocks else "  []\n"), tuple(findings)


def _left_out(question: ExchangeQuestion) -> Finding:
    values = {"category": question.category} if question.kind == "category" else {}
    return Finding(question.name, question.kind, question.line, values)


def _entry(draft: Draft, number: int, taken: set[str]) -> dict[str, Any]:
    question = draft.question
    kind = question.tag("type") or KINDS[question.kind]
    kind = kind if (question.kind, kind) in BODIES else KINDS[question.kind]
    entry: dict[str, Any] = {"id": draft.identifier(number, taken), "type": kind}
    if (use := question.tag("use")) in USES:
        entry["use"] = use
    if "situation" in question.tags:
        entry["situation"] = True
    for name in ("objective", "difficulty", "link"):
        value = question.tag(name)
        if value is None:
            draft.missing.append(name)
        else:
            entry[name] = int(value) if value.isdecimal() else value
    draft.put(entry, "text", question.text)
    entry |= BODIES[question.kind, kind](draft)
    draft.put(entry, "explanation", question.general)
    draft.close()
    return entry


def _block(entry: dict[str, Any], missing: list[str]) -> str:
    text: str = yaml.dump([entry], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    comment = f"  # to write: {', '.join(missing)}\n" if missing else ""
    return comment + "".join(f"  {line}\n" if line else "\n" for line in text.splitlines())
