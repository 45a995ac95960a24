"""The text of a scenario written here: its name, a copy of another, one from nothing."""

import re

from courseware.authoring.types import FrameOf
from courseware.content.definitions import Text

PREFIX = "own-"
#: bytes of UTF-8; the longest shipped scenario has a quarter of it
MOST_BYTES = 200_000
#: characters of the title that a name takes over
LONGEST_NAME = 40
_NO_ID = re.compile(r"[^a-z0-9]+")
_ID_LINE = re.compile(r"(?m)^id:[^\n]*$")


def name_for(title: str, token: str) -> str:
    """An id such as own-price-talk-1f3a: readable, and unique by its token."""
    words = _NO_ID.sub("-", title.lower()).strip("-")[:LONGEST_NAME].strip("-")
    return f"{PREFIX}{words}-{token}" if words else PREFIX + token


def tidy(text: str) -> str:
    """The text as a file holds it: line ends of one kind, one at the end, nothing a database cannot keep."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").lstrip("\ufeff")
    return lines.rstrip() + "\n"


def is_too_long(text: str) -> bool:
    return len(text.encode()) > MOST_BYTES


def copy_of(text: str, name: str) -> str:
    """Another scenario's text under a name of its own; remarks and order stay."""
    line = f"id: {name}"
    changed, times = _ID_LINE.subn(line, tidy(text), count=1)
    return changed if times else f"{line}\n{changed}"


def from_nothing(frame: FrameOf) -> str:
    """A short scenario that keeps every rule and can be played at once; each line waits to be rewritten."""
    lines = [_HEAD.format(frame=frame, title=both(frame.title))]
    for number in range(1, TALKS + 1):
        onward = f"customer-{number + 1}" if number < TALKS else "spoken"
        lines.append(_TALK.format(n=number, onward=onward, marks=_marks(frame, number)))
    criterion = frame.criteria[0]
    lines.append(_TAIL.format(criterion=criterion, marks=_marks(frame, 0), lesson=frame.lesson))
    return "".join(lines)


TALKS = 10


def _marks(frame: FrameOf, number: int) -> str:
    """The criterion that this line trains: they take turns, so that the best way meets each."""
    return frame.criteria[number % len(frame.criteria)]


def both(text: Text) -> str:
    """A text in both languages, as YAML."""
    return f"{{zh: {_quoted(text.zh)}, en: {_quoted(text.en)}}}"


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{" ".join(escaped.split())}"'


_HEAD = """\
# 每段文字都要写中文和英文。 Each text is written in Chinese and in English.
id: {frame.name}
title: {title}
industry: {frame.industry}
persona:
  name: {{zh: 客户姓名, en: Name of the customer}}
  role: {{zh: 职务, en: Role}}
  about: {{zh: 这位客户在意什么、怎样说话。, en: "What matters to this customer, and how they talk."}}
scene: {{zh: 在哪里见面，之前发生过什么。, en: "Where you meet, and what has happened before."}}
goal: {{zh: 这次谈话要得到什么。, en: What this talk should achieve.}}
minutes: 10
rubric: {frame.rubric}
pass_mark: 70
start: customer-1
nodes:
"""

_TALK = """\
  customer-{n}:
    kind: customer
    line: {{zh: 客户的第 {n} 句话。, en: Line {n} of the customer.}}
    next: reply-{n}
  reply-{n}:
    kind: choose
    choices:
      - id: a
        line: {{zh: 较好的回答。, en: The better reply.}}
        marks: {{{marks}: 3}}
        mood: 1
        trust: 1
        coach: {{zh: 好在哪里。, en: Why it is good.}}
        next: {onward}
      - id: b
        line: {{zh: 较差的回答。, en: The poorer reply.}}
        marks: {{{marks}: 0}}
        mood: -1
        trust: -1
        coach: {{zh: 差在哪里，怎样更好。, en: "What is wrong with it, and what would be better."}}
        next: end-lost
"""

_TAIL = """\
  spoken:
    kind: speak
    prompt: {{zh: 用自己的话说一句。, en: Say a line in your own words.}}
    model: {{zh: 一句示范的话。, en: A model line.}}
    listen_for:
      - {{criterion: {criterion}, mark: 3, any: {{zh: [关键词], en: [keyword]}}}}
    next: close
  close:
    kind: choose
    prompt: {{zh: 怎样结束？, en: How do you close?}}
    choices:
      - id: a
        line: {{zh: 约定具体的下一步。, en: Agree on a definite next step.}}
        marks: {{{marks}: 3}}
        mood: 1
        trust: 1
        coach: {{zh: 有日期，有负责人。, en: It names a day and a person.}}
        next: end-good
      - id: b
        line: {{zh: 提出发一份资料。, en: Offer to send a paper.}}
        marks: {{{marks}: 2}}
        coach: {{zh: 可以，但没有日期。, en: "Good enough, but without a day."}}
        next: end-good-later
      - id: c
        line: {{zh: 等客户回话。, en: Wait to hear from them.}}
        marks: {{{marks}: 0}}
        trust: -1
        coach: {{zh: 主动权给了对方。, en: You gave the lead away.}}
        next: end-silent
  end-good: {{kind: end, result: good, summary: {{zh: 客户答应了下一步。, en: The customer agrees to the next step.}}, lesson: {lesson}}}
  end-good-later: {{kind: end, result: good, summary: {{zh: 客户愿意看资料。, en: The customer will read the paper.}}, lesson: {lesson}}}
  end-silent: {{kind: end, result: bad, summary: {{zh: 客户没有再联系。, en: The customer never calls back.}}, lesson: {lesson}}}
  end-lost: {{kind: end, result: bad, summary: {{zh: 客户结束了谈话。, en: The customer ends the talk.}}, lesson: {lesson}}}
"""
