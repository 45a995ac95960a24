"""A scenario written in the browser is read and checked as a file is; a broken graph is told with file and line."""

import time

import pytest

from courseware.content.definitions import Course
from courseware.content.own import MOST_NODES, OwnRoleplay, read_own_roleplay
from tests.content.sample import COURSE, Sample

LONG = "modules/02-team-plan/roleplays/long-talk.yaml"
TEXT = (COURSE / LONG).read_text("utf-8")
MODULE = "02-team-plan"


def read(course: Course, text: str) -> OwnRoleplay:
    return read_own_roleplay(course, text, name="long-talk", module=MODULE)


#: what is broken: the old words, the new ones, words of the line that is told, words of the sentence
BROKEN = {
    "unreachable node": (
        "  end-fair:",
        "  lost: {kind: customer, line: {zh: 迷路了, en: Lost}, next: c1}\n  end-fair:",
        "  lost:",
        "cannot be reached from the start: lead a line to it, or delete it",
    ),
    "dead end": (
        "    next: r4\n",
        "    mood: 1\n",
        "  c4:\n    kind",
        "leads nowhere: write next: and the id of the node that follows",
    ),
    "no way on": ("next: c4", "next: c44", "  r3:", "there is no node 'c44'"),
    "loop without exit": (
        "next: end-bad-1}",
        "next: ring}",
        "  ring:",
        "never comes to an ending: it leads in a circle or nowhere",
    ),
    "missing ending": (
        "end-good-2: {kind: end, result: good",
        "end-good-2: {kind: end, result: fair",
        "id: long-talk",
        "has 1 of at least 2 endings with result: good",
    ),
    "choice without marks": (
        "marks: {questions: 0}, mood: -1",
        "marks: {}, mood: -1",
        "marks: {}",
        "earns no mark: name at least one criterion, with 0 where the line is bad",
    ),
    "best path misses a criterion": (
        "questions: 3",
        "questions: 1",
        "id: long-talk",
        "the best one lacks questions",
    ),
    "shortest good path too short": (
        "next: c2",
        "next: c3",
        "id: long-talk",
        "the shortest way to a good ending passes 9 of at least 10 customer lines",
    ),
    "a language missing": (
        'scene: {zh: "第一次见面。", en: "A first meeting."}',
        'scene: {zh: "第一次见面。"}',
        "scene:",
        "is missing: write the text in this language too",
    ),
    "speak that earns nothing": (
        "{criterion: evidence, mark: 3, any",
        "{criterion: evidence, mark: 0, any",
        "  speak:",
        "no words earn a mark: give one of them a mark of 1 to 3",
    ),
}


ONCE = ("unreachable node", "choice without marks", "loop without exit")
RING = """
  ring: {kind: customer, line: {zh: 再说一遍。, en: Say it again.}, next: ring-2}
  ring-2: {kind: customer, line: {zh: 再想一想。, en: Think again.}, next: ring}
"""


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_graph_is_told_with_file_and_line(sample: Sample, course: Course, name: str):
    old, new, line, sentence = BROKEN[name]
    assert old in TEXT
    broken = TEXT.replace(old, new, 1 if name in ONCE else -1)
    broken += RING if "ring" in new else ""
    sample.write(LONG, broken)
    number = broken[: broken.index(line) + len(line)].count("\n") + 1
    told = [str(p) for p in sample.problems()]
    assert any(p.startswith(f"{LONG}:{number}: ") and sentence in p for p in told), told
    own = [str(p) for p in read(course, broken).problems]
    assert any(p.startswith(f"{LONG}:{number}: ") and sentence in p for p in own), own


def test_a_good_scenario_reads_as_its_file_does(course: Course):
    found = read(course, TEXT)
    assert found.is_green
    assert found.is_playable
    assert found.problems == ()
    assert found.definition == course.roleplays["long-talk"]


def test_a_text_is_read_once(course: Course):
    assert read(course, TEXT) is read(course, TEXT)


def test_a_scenario_with_gaps_can_be_drawn_but_not_played(course: Course):
    found = read(course, TEXT.replace("next: c4", "next: c44"))
    assert not found.is_playable
    assert found.sketch is not None
    assert found.sketch.nodes["r3"].choices[0].next == "end-bad-1"


def test_a_scenario_too_short_can_be_tried_but_not_published(course: Course):
    found = read(course, TEXT.replace("next: c2", "next: c3"))
    assert not found.is_green
    assert found.is_playable


def test_a_customer_who_talks_in_a_circle_cannot_be_tried(course: Course):
    found = read(course, TEXT.replace("next: end-bad-1}", "next: ring}", 1) + RING)
    assert found.definition is not None
    assert not found.is_playable


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "must hold keys and values"),
        ("[" * 100_000, "is nested deeper than"),
        ("- " * 90_000, "is nested deeper than"),
        ("? " * 60_000, "is nested deeper than"),
        ("{a: " * 50_000, "is nested deeper than"),
        ("a: &a [x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(99)), "uses an alias"),
        ("a: &a [*a]\n", "uses an alias"),
        ("a: !!python/object/apply:os.system ['true']\n", "is not a key of this place"),
        ("\x00", "cannot be read"),
        ("\tid: x", "cannot be read"),
    ],
)
def test_a_text_made_to_do_harm_is_refused_at_once(course: Course, text: str, sentence: str):
    start = time.perf_counter()
    found = read(course, text)
    assert time.perf_counter() - start < 2
    assert found.definition is None
    assert any(sentence in p.message for p in found.problems), found.problems[:3]


def test_a_scenario_with_too_many_nodes_is_refused(course: Course):
    more = "".join(
        f"  x{i}: {{kind: customer, line: {{zh: 一, en: one}}, next: c1}}\n"
        for i in range(MOST_NODES)
    )
    found = read(course, TEXT + more)
    assert found.definition is None
    assert "can be played" in found.problems[0].message
