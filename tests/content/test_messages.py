"""What authors read: file, line, field, and how to mend it."""

import pytest

from tests.content.sample import Sample

QUIZ = "quizzes/01-first-talk.yaml"
PLAN = "modules/02-team-plan/exercises/plan.yaml"
TALK = "modules/01-first-talk/roleplays/deck-talk.yaml"
LIBRARY = "modules/01-first-talk/roleplays/objections.manufacturing.yaml"
LESSON = "modules/01-first-talk/lesson.zh.md"
CASES = [
    (QUIZ, "difficulty: 1", "difficulty: 9", "difficulty", "from 1 to 3"),
    (QUIZ, "type: numeric", "type: number", "type", "not one of single"),
    (QUIZ, "correct: true, ", "", "options", "one `correct: true`"),
    (QUIZ, "tolerance: 0", "tolerence: 0", "tolerence", "is not a key of this place"),
    (QUIZ, "{p1: p2}", "{p1: p9}", "given", "names an id"),
    (QUIZ, "in: closed", "in: shut", "in", "there is no category 'shut'"),
    (QUIZ, "抢在客户前面说话叫____。", "抢在客户前面说话叫什么？", "text", "write ____"),
    (QUIZ, "link: 2#goal", "link: 9#goal", "link", "there is no module '9'"),
    (QUIZ, "id: first-words", "id: too-dear", "id", "stands twice"),
    (QUIZ, "id: first-words", "id: First Words", "id", "is no id"),
    (QUIZ, "先问一个开放式问题", "有[[case:salse]]", "text", "no fact 'salse'"),
    (QUIZ, "先问一个开放式问题", "见[[term:target]]", "text", "works in lessons only"),
    (PLAN, "key: budget", "key: Budget", "key", "is no key"),
    (PLAN, "key: budget", "key: visits", "key", "stands twice in this form"),
    (PLAN, "max_items: 3", "max_items: 0", "max_items", "from 1 to 100"),
    (PLAN, "id: plan", "id: scheme", "id", "the file is called plan.yaml"),
    (TALK, "next: c2", "next: c99", "next", "there is no node 'c99'"),
    (TALK, "start: c1", "start: begin", "start", "there is no node 'begin'"),
    (TALK, "mood: -1", "mood: -5", "mood", "from -2 to 2"),
    (TALK, "industry: manufacturing", "industry: farming", "industry", "not one of"),
    (LIBRARY, "type: own", "type: price", "objections", "lack the type own"),
    (LIBRARY, "customer: plant", "customer: boss", "customer", "there is no customer 'boss'"),
    (LESSON, "[[case:boss]]", "[[case:bos]]", "", "did you mean boss?"),
    (LESSON, "[[term:open-question]]", "[[term:closed]]", "", "has no term 'closed'"),
    (LESSON, "[[module:2#goal]]", "[[module:2#aim]]", "", "has no heading {#aim}"),
    (LESSON, "[[module:2#goal]]", "[[module:77]]", "", "there is no module '77'"),
    (LESSON, "[[exercise:field-note]]", "[[exercise:note]]", "", "no module has an exercise"),
    (LESSON, "[[case:boss]]", "[[case:boss|name]]", "", "number or label"),
    (LESSON, "[[case:boss]]", "[[boss]]", "", "is no reference"),
    (LESSON, "terms: [open-question]", "terms: open-question", "terms", "must be a list"),
    (LESSON, "objectives:", "aims:", "objectives", "is missing"),
    (LESSON, "alt: 三步循环：先听完，再提问，最后确认。\n", "", "alt", "is missing"),
    (LESSON, 'minutes="15" title="第 1 段"', 'title="第 1 段"', "trainer", "1 to 60 minutes"),
    ("modules/rubrics/talk.yaml", "{zh: 没有提问, en: No question}", "", "levels", "four"),
    ("modules/case.yaml", "unit: year", "unit: anno", "unit", "not one of m_cny"),
    ("modules/course.yaml", "part: b", "part: z", "part", "there is no part 'z'"),
    ("modules/course.yaml", "slug: 02-team-plan", "slug: 05-team-plan", "slug", "NN-name"),
    ("modules/glossary.yaml", "en: open question", "eng: open question", "en", "is missing"),
]


@pytest.mark.parametrize("case", CASES)
def test_a_fault_says_file_field_and_remedy(
    sample: Sample, case: tuple[str, str, str, str, str]
) -> None:
    file, old, new, field, advice = case
    sample.change(file, old, new)
    mine = [p for p in sample.problems() if p.file == file]
    hit = [p for p in mine if advice in p.message and field in p.field]
    assert hit, "\n".join(map(str, mine))
    assert all(problem.line >= 1 for problem in hit)


@pytest.mark.parametrize(
    "case",
    [
        (QUIZ, "type: numeric", "type: number", "type: number"),
        (PLAN, "type: rating", "type: stars", "type: stars"),
        (LESSON, "[[case:leads]]", "[[case:leeds]]", "case:leeds"),
        (LESSON, "线索, value", "线索, valu", "线索, valu"),
        (LESSON, "您打算怎样做]", "您打算怎样做, 多余]", "rows:"),
    ],
)
def test_the_line_is_the_line_of_the_fault(sample: Sample, case: tuple[str, str, str, str]) -> None:
    file, old, new, at = case
    sample.change(file, old, new)
    assert sample.line_of(file, at) in {p.line for p in sample.problems() if p.file == file}


def test_a_comma_inside_braces_is_explained(sample: Sample) -> None:
    sample.change("modules/glossary.yaml", "zh: 到某一天要达到的数", "zh: 到某一天, 要达到的数")
    assert "put that whole text in quotes" in " ".join(p.message for p in sample.problems())


def test_an_unreadable_front_matter_is_one_fault(sample: Sample) -> None:
    sample.change(LESSON, "title: 第一次谈话", "title: 第一次: 谈话")
    mine = [p for p in sample.problems() if p.file == LESSON and "cannot be read" in p.message]
    assert [p.line for p in mine] == [2]
    assert "in quotes" in mine[0].message


def test_a_problem_prints_as_one_line(sample: Sample) -> None:
    sample.change(QUIZ, "type: numeric", "type: number")
    printed = str(next(p for p in sample.problems() if "number" in p.message))
    assert printed.startswith(f"{QUIZ}:{sample.line_of(QUIZ, 'type: number')}: questions[8].type: ")
