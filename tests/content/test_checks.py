"""Each rule of writing fires when it is broken; on the sample course as it is, none does but for its length."""

import pytest

from courseware.content.checks.keys import chance_of_places, chi_square_tail
from courseware.content.definitions import Digest, OptionDefinition, QuestionDefinition, Text
from tests.content.sample import Sample, known

ZH1, EN1 = "modules/01-first-talk/lesson.zh.md", "modules/01-first-talk/lesson.en.md"
ZH2, EN2 = "modules/02-team-plan/lesson.zh.md", "modules/02-team-plan/lesson.en.md"
QUIZ1, QUIZ2 = "quizzes/01-first-talk.yaml", "quizzes/02-team-plan.yaml"
PLAN = "modules/02-team-plan/exercises/plan.yaml"
VISIT = "modules/02-team-plan/exercises/joint-visit.yaml"
REVIEW = "modules/02-team-plan/exercises/review.yaml"
DECK = "modules/01-first-talk/roleplays/deck-talk.yaml"
LONG = "modules/02-team-plan/roleplays/long-talk.yaml"
CASE = "modules/case.yaml"
COURSE = "modules/course.yaml"

CASES = [
    # The running case
    (CASE, "value: 36", "value: 35", CASE, "does not hold"),
    (CASE, "rev_key + rev_rest", "rev_key + rev_rets", CASE, "rev_rets, which is no figure"),
    (CASE, "rev_rest = rev_total", "rev_rest", CASE, "must compare two sides"),
    (ZH1, "一年有[[case:leads]]线索", "一年有 1234 家线索", ZH1, "typed by hand"),
    (ZH1, "一年有[[case:leads]]线索", "一年有 1234 条线索", ZH1, "typed by hand"),
    (ZH2, "[[case:rev_total]]", "6000万元", ZH2, "[[case:rev_total]]"),
    (EN2, "[[case:rev_total]]", "CNY 60 million", EN2, "[[case:rev_total]]"),
    (EN1, "[[case:leads]]", "1,234 companies", EN1, "[[case:leads]]"),
    (QUIZ1, "先问一个开放式问题", "先问一句，再说 15%", QUIZ1, "[[case:share]]"),
    ("modules/case.en.md", "{#market}", "{#markets}", "modules/case.en.md", "headings differ"),
    ("modules/case.zh.md", " {#market}", "", "modules/case.zh.md", "has no id"),
    (CASE, "  boss:", "  Boss:", CASE, "is no id of a fact"),
    ("modules/glossary.yaml", "target:", "Target:", "modules/glossary.yaml", "is no id"),
    # Sections
    (ZH1, "## 例子 {#worked-example}", "## 例子", ZH1, "the section {#worked-example} is missing"),
    (ZH1, "## 例子 {#worked-example}", "## 例子", ZH1, "has no id"),
    (ZH1, "{#say-it}", "{#ask-first}", ZH1, "stands twice"),
    (ZH1, "{#objectives}", "{#goals}", ZH1, "the section {#objectives} is missing"),
    (EN1, "{#ask-first}", "{#ask}", EN1, "headings: differ between the languages"),
    (ZH1, "## 先问后答", "# 先问后答", ZH1, "sections begin with ##"),
    (ZH1, "先问。\n", "先问。<b>粗</b>\n", ZH1, "raw HTML"),
    # Parts of a lesson
    (ZH1, "  o3: 说出三种常见错误\n", "", ZH1, "2 objectives"),
    (EN1, "  o3: Name", "  o4: Name", EN1, "objectives: differ"),
    (ZH1, "part: a", "part: b", ZH1, "into part a"),
    (ZH1, "- **抢答**：", "**抢答**：", ZH1, "at least three"),
    (ZH1, 'minutes="15" title="第 1 段"', 'minutes="20" title="第 1 段"', ZH1, "add up to 65"),
    (EN1, 'minutes="15" title="Part 1"', 'minutes="20" title="Part 1"', EN1, "trainer: differ"),
    (ZH1, "完成[[exercise:field-note]]，再练一次[[roleplay:deck-talk]]。", "", ZH1, "links no practice"),
    (EN1, "terms: [open-question]", "terms: []", EN1, "terms: differ"),
    (ZH1, "- 再听。\n", "", ZH1, "has 2 lines"),
    # Links
    (ZH1, "terms: [open-question]", "terms: [closed]", ZH1, "no term 'closed'"),
    (ZH1, "exercises: [field-note]", "exercises: [fieldnote]", ZH1, "no exercise 'fieldnote'"),
    (ZH1, "roleplays: [deck-talk]", "roleplays: [talk]", ZH1, "no role-play 'talk'"),
    (ZH1, "- 再听。", "- [再听](#listen)。", ZH1, "no heading {#listen}"),
    (ZH1, "- 再听。", "- [再听](/modules/01-x)。", ZH1, "nothing called 01-x"),
    (ZH1, "- 再听。", "- [再听](other.md)。", ZH1, "the link to other.md is dead"),
    (QUIZ1, "link: say-it", "link: say", QUIZ1, "has no heading {#say}"),
    (QUIZ1, "rubric: talk", "rubric: tone", QUIZ1, "modules/rubrics/tone.yaml"),
    (DECK, "1#ask-first", "1#ask", DECK, "has no heading {#ask}"),
    (DECK, "rubric: talk", "rubric: tone", DECK, "modules/rubrics/tone.yaml"),
    (PLAN, "filled_by: learner", "filled_by: group", PLAN, "filled_by: group cannot certify"),
    (VISIT, "done_when: submitted", "done_when: accepted", VISIT, "write done_when: submitted"),
    (VISIT, "required: true}\n      - {key: next", "required: true, carry_from: [field-note.tried]}\n      - {key: next", VISIT, "takes nothing over"),
    (PLAN, "rubric: plan-quality", "rubric: tone", PLAN, "modules/rubrics/tone.yaml"),
    (COURSE, "{exercises: [plan]}", "{exercises: [plan, scheme]}", COURSE, "no exercise 'scheme'"),
    (COURSE, "{any: 1, of", "{any: 3, of", COURSE, "asks for 3 industry scenarios"),
    (COURSE, "completion: {exercises: [plan]", "completion: {exercises: [swot]", COURSE, "'swot'"),
    ("modules/glossary.yaml", "first: 2", "first: 9", "modules/glossary.yaml", "no module 9"),
    # Quizzes
    (QUIZ1, "use: final", "use: quiz", QUIZ1, "0 of at least 2"),
    (QUIZ1, "    situation: true\n", "", QUIZ1, "0 of at least 4"),
    (QUIZ1, "objective: o2", "objective: o1", QUIZ1, "no question tests o2"),
    (QUIZ1, "objective: o2", "objective: o7", QUIZ1, "no objective 'o7'"),
    (QUIZ1, "draw: 8", "draw: 11", QUIZ1, "only 10 are not for the final"),
    (QUIZ1, "沉默不语，等客户自己改口", "以上都是", QUIZ1, "以上都"),
    (QUIZ1, "Say nothing and wait for them to relent", "All of the above", QUIZ1, "All of the"),
    (QUIZ2, "type: ordering", "type: orderin", QUIZ2, "not one of"),
    # Role-plays
    (DECK, "result: good", "result: fair", DECK, "0 of at least 1 endings with result: good"),
    (LONG, "end-good-2: {kind: end, result: good", "end-good-2: {kind: end, result: fair", LONG, "1 of at least 2"),
    (DECK, "end-bad-2: {kind: end, result: bad", "end-bad-2: {kind: end, result: fair", DECK, "1 of at least 2"),
    (DECK, "next: end-fair", "next: end-good-1", DECK, "cannot be reached"),
    (DECK, "next: speak", "next: c1", DECK, "no way from the start comes to a good ending"),
    (DECK, "next: c2", "next: c3", DECK, "passes 4 of at least 5"),
    (LONG, "next: c2", "next: c3", LONG, "passes 9 of at least 10"),
    (DECK, "marks: {questions: 0}", "marks: {tone: 0}", DECK, "no criterion 'tone'"),
    (DECK, "criterion: evidence", "criterion: proof", DECK, "no criterion 'proof'"),
    # Forms
    (PLAN, "sum(goals.target)", "sum(goals.goal_value)", PLAN, "goals.goal_value; keys here"),
    (PLAN, "days(start, end)", "days(start end)", PLAN, "cannot be read"),
    (PLAN, "sum(goals.weight) = 100", "sum(goals.weight) = 90", PLAN, "check weights"),
    (PLAN, "sum(goals.weight) = 100", "sum(goals.weight)", PLAN, "has no result"),
    (PLAN, "    owner: 林岚\n", "", PLAN, "the example shows a form filled in whole"),
    (PLAN, "    risks: [人手不够]", "    risks: [人手不够, 客户变卦]", PLAN, "2 entries in zh, 1 in en"),
    (PLAN, "    budget: 50000\n    share: 20\n    visits: 40\n    risks: [人", "    budget: 40000\n    share: 20\n    visits: 40\n    risks: [人", PLAN, "40000 in zh"),
    (PLAN, "    kind: grow", "    kind: shrink", PLAN, "is no option"),
    (PLAN, "start: 2026-07-01", "start: soon", PLAN, "is no date"),
    (PLAN, "period: 2026-Q3", "period: Q3", PLAN, "is no period"),
    (PLAN, "confidence: 4", "confidence: 9", PLAN, "rating from 1 to 5"),
    (PLAN, "target: 30, weight: 60", "target: many, weight: 60", PLAN, "is no number"),
    (PLAN, "{goal: 新客户, target: 30", "{goal: 新客户, aim: 30", PLAN, "is no column"),
    (PLAN, "links: [{from: 班长", "links: [{from: 门卫", PLAN, "which is no node"),
    (PLAN, "under: 成交少", "under: 别的", PLAN, "must be a list of {name, under}"),
    (PLAN, "inside: {helpful: 交付快", "inside: {good: 交付快", PLAN, "columns are"),
    (PLAN, "    visits: 40\n    risks: [人", "    visit: 40\n    risks: [人", PLAN, "no field 'visit'"),
    (REVIEW, "carry_from: plan.goals", "carry_from: plan.aims", REVIEW, "has no field 'aims'"),
    (REVIEW, "carry_from: plan.goals", "carry_from: plan.risks", REVIEW, "cannot carry over"),
    (REVIEW, "carry_from: plan.goals", "carry_from: swot.goals", REVIEW, "no exercise 'swot'"),
    (REVIEW, "was: learned", "was: goals", REVIEW, "still a key"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_broken_rule_is_told(sample: Sample, case: tuple[str, str, str, str, str]) -> None:
    file, old, new, told_in, words = case
    sample.change(file, old, new)
    told = [f"{p.field}: {p.message}" for p in sample.problems() if p.file == told_in]
    assert any(words in message for message in told), told


def test_nothing_is_told_of_a_course_that_keeps_the_rules() -> None:
    assert {message for _, field, message in known() if field != "scene"} == {
        "has 166 words, 884 too few; a lesson has 1050 to 2200",
        "has 130 words, 920 too few; a lesson has 1050 to 2200",
        "has 216 Chinese characters, 1384 too few; a lesson has 1600 to 3200",
        "has 172 Chinese characters, 1428 too few; a lesson has 1600 to 3200",
    }


def test_a_literal_figure_is_let_through(sample: Sample) -> None:
    sample.change(ZH1, "一年有", "一年有 15%{literal} 和 1234{literal} 条")
    assert not _typed(sample)


def test_small_counts_are_ordinary_words(sample: Sample) -> None:
    sample.change(CASE, "deals: {value: 12", "deals: {value: 3")
    sample.change(ZH1, "改法：等两秒。", "改法：等两秒，再问 3 家。")
    assert not _typed(sample)


def test_dates_and_quarters_are_no_figures_of_the_case(sample: Sample) -> None:
    sample.change(ZH1, "改法：等两秒。", "改法：等到 2026-Q3 或 2026-07-01。")
    assert not _typed(sample)
    sample.change(ZH1, "2026-Q3", "2026 年")
    assert "[[case:year1]]" in _typed(sample)[0]


def _typed(sample: Sample) -> list[str]:
    return [p.message for p in sample.problems() if "typed by hand" in p.message]


def test_length_is_an_error_below_and_a_warning_above(sample: Sample) -> None:
    filler = "这一句话刚好有十个字。" * 150
    sample.change(ZH1, "- 用数字回答。", f"- 用数字回答。\n\n{filler}")
    lengths = [p for p in sample.problems() if p.file == ZH1 and "Chinese characters" in p.message]
    assert not lengths
    sample.change(ZH1, filler, filler * 3)
    lengths = [p for p in sample.problems() if p.file == ZH1 and "shorten it" in p.message]
    assert [p.level for p in lengths] == ["warning"]


def test_a_missing_language_is_a_warning(sample: Sample) -> None:
    sample.path(EN1).unlink()
    told = [p for p in sample.problems() if "lesson.en.md is missing" in p.message]
    assert [p.level for p in told] == ["warning"]


def test_a_lesson_without_a_picture_is_told(sample: Sample) -> None:
    text = sample.path(ZH2).read_text("utf-8")
    for kind in ("matrix", "chart"):
        start = text.index(f"```{kind}")
        text = text[:start] + text[text.index("```\n", start + 3) + 4 :]
    sample.write(ZH2, text)
    assert "has no picture" in " ".join(p.message for p in sample.problems())


def test_ideas_stand_between_scene_and_example(sample: Sample) -> None:
    text = sample.path(ZH1).read_text("utf-8")
    start, end = text.index("## 先问后答"), text.index("## 例子")
    idea = text[start:end]
    sample.write(ZH1, text.replace(idea, "").replace("## 这样说", idea + "## 这样说"))
    assert "must stand between scene and worked-example" in str(sample.problems())


def test_sections_out_of_order_are_told(sample: Sample) -> None:
    sample.change(ZH1, "{#mistakes}", "{#held}")
    sample.change(ZH1, "{#say-it}", "{#mistakes}")
    sample.change(ZH1, "{#held}", "{#say-it}")
    assert "the order is objectives, scene, worked-example, say-it, mistakes" in str(
        sample.problems()
    )


def test_too_few_questions_are_told(sample: Sample) -> None:
    text = sample.path(QUIZ2).read_text("utf-8")
    sample.write(QUIZ2, text[: text.index("  - id: n1")])
    told = str(sample.problems())
    assert "8 of at least 12 questions" in told
    assert "uses 2 types" in told


def test_more_than_four_choices_are_told(sample: Sample) -> None:
    text = sample.path(DECK).read_text("utf-8")
    start = text.index("      - {id: a,", text.index("  last:"))
    line = text[start : text.index("\n", start) + 1]
    more = "".join(line.replace("id: a,", f"id: {name},") for name in "defg")
    sample.write(DECK, text.replace(line, line + more, 1))
    assert "phone shows two to four" in str(sample.problems())


def test_a_circle_without_a_way_out_is_told(sample: Sample) -> None:
    sample.change(
        DECK,
        "  last:\n",
        "  lost:\n    kind: customer\n    line: {zh: 喂, en: Hello}\n    next: lost\n  last:\n",
    )
    sample.change(DECK, "next: end-bad-1", "next: lost", 1)
    assert "never comes to an ending" in str(sample.problems())


def test_a_criterion_that_no_good_way_meets_is_told(sample: Sample) -> None:
    sample.change(DECK, "evidence: 3", "evidence: 1")
    sample.change(DECK, "criterion: evidence, mark: 3", "criterion: evidence, mark: 1")
    assert "the best one lacks evidence" in str(sample.problems())


def test_keys_in_one_place_are_told(sample: Sample) -> None:
    text = sample.path(QUIZ2).read_text("utf-8")
    for name in ("s1", "s2", "s3", "s4", "s5"):
        start = text.index(f"  - id: {name}\n")
        end = text.index("  - id:", start + 5)
        block = (
            text[start:end]
            .replace("correct: true, ", "")
            .replace("{id: a, ", "{id: a, correct: true, ")
        )
        text = text[:start] + block + text[end:]
    sample.write(QUIZ2, text)
    assert "have their key in place a; at most half may" in str(sample.problems())


def test_keys_that_are_the_longest_option_are_told(sample: Sample) -> None:
    sample.change(
        QUIZ2,
        '"Write a date"',
        '"Write the very date on which it will be handed over to the customer"',
    )
    told = [p.message for p in sample.problems() if p.file == QUIZ2]
    assert any("in en the key is the longest option of 6 of 6" in message for message in told)
    assert not any("in zh" in message for message in told)


@pytest.mark.parametrize(
    ("statistic", "freedom", "p"),
    [(3.841, 1, 0.05), (5.991, 2, 0.05), (11.345, 3, 0.01), (9.488, 4, 0.05), (15.086, 5, 0.01), (0.0, 3, 1.0)],
)  # fmt: skip
def test_chi_square_agrees_with_the_printed_table(statistic: float, freedom: int, p: float) -> None:
    assert chi_square_tail(statistic, freedom) == pytest.approx(p, rel=1e-3)


def test_places_of_keys_are_believable_or_not() -> None:
    assert chance_of_places([_single(i % 4) for i in range(40)]) == pytest.approx(1.0)
    assert chance_of_places([_single(0 if i % 2 else i % 4) for i in range(40)]) < 0.01


def _single(place: int) -> QuestionDefinition:
    text = Text("甲", "a")
    options = tuple(OptionDefinition("abcd"[i], text, text, i == place) for i in range(4))
    return QuestionDefinition(
        "q", "single", "quiz", False, "o1", 1, text, text, "a#b", options, (), {}, Digest("", "")
    )  # fmt: skip
