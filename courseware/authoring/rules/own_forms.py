"""The text of a form written here: a copy of another, one from nothing."""

import re

from courseware.authoring.rules.own import both, copy_of, tidy
from courseware.authoring.types import FormFrame

#: a form written here certifies nothing
_CERTIFIES = re.compile(r"(?m)^certifies:[^\n]*\n")
_BLOCK = re.compile(r"(?m)^(?=[A-Za-z_]+:)")
#: what a form made from a shared one says itself
_OVERRIDES = ("title", "purpose", "example")


def copy_of_form(text: str, name: str, shared: str | None = None) -> str:
    """Another form's text under a name of its own, without its certificate; `shared` is the text of the form it is like."""
    whole = tidy(text) if shared is None else _expanded(tidy(text), tidy(shared))
    return copy_of(_CERTIFIES.sub("", whole), name)


def like_of(text: str) -> str | None:
    """The shared form that a file names."""
    found = re.search(r"(?m)^like:\s*([a-z0-9-]+)\s*$", text)
    return found[1] if found else None


def _expanded(text: str, shared: str) -> str:
    """The shared form with the words of the one made from it; its other guidance stands in front, to be put in place."""
    own, blocks = _blocks(text), _blocks(shared)
    blocks |= {key: own[key] for key in _OVERRIDES if key in own}
    advice = own.get("guidance", "")
    notes = "".join(f"# {line}\n" for line in advice.splitlines())
    return notes + "".join(blocks.values())


def _blocks(text: str) -> dict[str, str]:
    """The text by the keys of its first level; what stands before the first of them goes with it."""
    parts = _BLOCK.split(text)
    found: dict[str, str] = {}
    before = ""
    for part in parts:
        key = re.match(r"[A-Za-z_]+(?=:)", part)
        if key is None:
            before += part
        else:
            found[key[0]] = before + part
            before = ""
    return found


def form_from_nothing(frame: FormFrame) -> str:
    """A short form that keeps every rule and can be filled in at once; each line waits to be rewritten."""
    return _FORM.format(frame=frame, title=both(frame.title))


_FORM = """\
# 每段文字都要写中文和英文。 Each text is written in Chinese and in English.
id: {frame.name}
title: {title}
purpose: {{zh: 这张表用来做什么。, en: What this form is for.}}
minutes: 15
filled_by: learner
done_when: accepted
repeats: free
rubric: {frame.rubric}
sections:
  - id: situation
    title: {{zh: 情况, en: Situation}}
    guidance: {{zh: 先写事实，再写看法。, en: "Facts first, opinions later."}}
    fields:
      - key: customer
        type: text
        label: {{zh: 客户, en: Customer}}
        required: true
      - key: facts
        type: list
        label: {{zh: 已知的事实, en: What is known}}
        guidance: {{zh: 一行一条。, en: One a line.}}
        required: true
        min_items: 2
        max_items: 6
  - id: steps
    title: {{zh: 下一步, en: Next steps}}
    fields:
      - key: steps
        type: table
        label: {{zh: 行动, en: Actions}}
        required: true
        min_items: 1
        columns:
          - {{key: action, type: text, label: {{zh: 做什么, en: What}}, required: true}}
          - {{key: who, type: person, label: {{zh: 谁, en: Who}}}}
          - {{key: by, type: date, label: {{zh: 何时之前, en: By when}}, required: true}}
          - {{key: hours, type: number, label: {{zh: 小时, en: Hours}}}}
      - key: total
        type: computed
        formula: "sum(steps.hours)"
        label: {{zh: 共几小时, en: Hours in all}}
checks:
  - id: enough-time
    rule: "total <= 40"
    message: {{zh: 一周的时间装不下。, en: This is more than a week holds.}}
    level: hint
example:
  zh:
    customer: 一家真实的客户
    facts: [第一条事实, 第二条事实]
    steps:
      - {{action: 打电话约时间, who: 负责人, by: 2026-09-30, hours: 2}}
  en:
    customer: A real customer
    facts: [First fact, Second fact]
    steps:
      - {{action: Call and agree on a date, who: The owner, by: 2026-09-30, hours: 2}}
"""
