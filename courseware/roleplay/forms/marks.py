"""Marks by a rubric, each with its evidence; for the trainer also words to single lines."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from courseware.content.definitions import Criterion
from courseware.review.types import Verdict
from courseware.roleplay.rules.marks import (
    GIVE_A_REASON,
    KINDS,
    NO_EVIDENCE,
    RESTS,
    WORDS,
    needs_reason,
    without_evidence,
)
from courseware.roleplay.types import Evidence, Outcome, Talk
from courseware.web.forms import Form, choices
from courseware.web.locale import lang, lazy, t

MARK, REST, WHY, COMMENT, KIND = "mark-", "rests-", "why-", "comment-", "kind-"
LONGEST = 2000
SHORT = 300
KIND_NAMES = {
    "": lazy("A remark"),
    "missed": lazy("Missed here"),
    "better": lazy("Could be better"),
    "try": lazy("Try this"),
}


class MarksForm(Form):
    """One person's marks; made for each rubric and talk."""

    summary = TextAreaField(
        lazy("In a few sentences"), validators=[Length(max=LONGEST), Optional()]
    )

    def verdict(self, rubric: str, version: str | None) -> Verdict:
        """What was written, by the anchors of a review; evidence of a mark that was not given is dropped."""
        marks = {name: int(mark) for name, mark in self._given(MARK).items()}
        comments = {f"{RESTS}{c}": turn for c, turn in self._given(REST).items() if c in marks}
        comments |= {f"{WORDS}{c}": why for c, why in self._given(WHY).items() if c in marks}
        kinds = self._given(KIND)
        for turn, words in self._given(COMMENT).items():
            kind = kinds.get(turn, "")
            comments[f"{turn}:{kind}" if kind else turn] = words
        return Verdict(
            verdict="marked",
            marks=marks,
            comments=comments,
            summary=self.summary.data or "",
            rubric=rubric,
            rubric_version=version,
        )

    def checked(self, verdict: Verdict) -> bool:
        """Whether every mark rests on something; adds the sentences for the reader where not."""
        if not verdict.marks:
            self.form_errors.append(t("Mark at least one criterion."))
        for criterion in without_evidence(verdict.marks, verdict.comments):
            self.refuse(f"{REST}{criterion}", NO_EVIDENCE)
        return not self.errors

    def gives_reason(
        self,
        verdict: Verdict,
        outcome: Outcome,
        *,
        others: Sequence[Mapping[str, float]],
        passed: bool | None,
    ) -> bool:
        """Whether a trainer who differs says why; adds the sentence where not."""
        if not verdict.summary and needs_reason(
            verdict.marks, outcome, others=others, passed=passed
        ):
            self.refuse("summary", GIVE_A_REASON)
        return not self.errors

    def _given(self, prefix: str) -> Mapping[str, str]:
        return {
            name.removeprefix(prefix): value
            for name, value in self.values.items()
            if name.startswith(prefix) and value
        }


def marks_form(
    criteria: Iterable[Criterion],
    talk: Talk,
    evidence: Mapping[str, Sequence[Evidence]],
    *,
    with_remarks: bool,
    data: Mapping[str, Any] | None = None,
) -> MarksForm:
    """The form for the criteria of a rubric and a talk; `data` is a draft. A mark rests at first where the scenario found it."""
    fields: dict[str, Any] = {}
    lines = [("", t("– choose a line –"))]
    lines += [(str(e.number), _short(e.number, e.line)) for e in talk.exchanges]
    for criterion in criteria:
        rests = evidence.get(criterion.id, ())
        name = criterion.name[lang()]
        fields[f"{MARK}{criterion.id}"] = RadioField(
            name, choices=choices((m, m) for m in "0123"), validators=[Optional()]
        )
        fields[f"{REST}{criterion.id}"] = SelectField(
            name, choices=choices(lines), default=str(rests[0].number) if rests else ""
        )
        fields[f"{WHY}{criterion.id}"] = StringField(name, validators=[Length(max=SHORT)])
    for exchange in talk.exchanges if with_remarks else ():
        line = t("Line {n}", n=exchange.number)
        fields[f"{KIND}{exchange.number}"] = SelectField(
            line, choices=choices((k, str(KIND_NAMES[k])) for k in ("", *KINDS)), default=""
        )
        fields[f"{COMMENT}{exchange.number}"] = TextAreaField(
            line, validators=[Length(max=LONGEST)]
        )
    made: type[MarksForm] = type("MarksForm", (MarksForm,), fields)
    return made(formdata=None, data=data) if data is not None else made()


def _short(number: int, line: str) -> str:
    return f"{number} · {line[:40]}{'…' if len(line) > 40 else ''}"
