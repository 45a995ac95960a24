"""Loading: what an author writes is what the rooms read, and one broken file harms nothing else."""

import dataclasses
from pathlib import Path

import pytest

from courseware.content import catalogue
from courseware.content.definitions import Course, Text
from tests.content.sample import COURSE, Sample


@pytest.fixture(scope="module")
def tiny() -> Course:
    loaded = catalogue.load(COURSE)
    assert not loaded.problems
    assert loaded.course is not None
    return loaded.course


def test_modules_without_files_are_in_preparation(tiny: Course) -> None:
    assert [module.slug for module in tiny.ready_modules] == ["01-first-talk", "02-team-plan"]
    assert not tiny.by_slug["03-later"].is_ready


def test_tracks_name_their_modules_and_default_to_all(tiny: Course) -> None:
    assert tiny.track("new-seller").modules == ("01-first-talk", "02-team-plan")
    assert tiny.track("new-seller").is_open
    assert len(tiny.track("sales-manager").modules) == 3


def test_required_practice_and_completion(tiny: Course) -> None:
    assert tiny.by_slug["01-first-talk"].required.any_roleplays == 1
    assert tiny.by_slug["02-team-plan"].required.exercises == ("plan",)
    assert tiny.completion.exercises == ("plan",)


def test_a_lesson_prints_the_figures_of_the_case(tiny: Course) -> None:
    lessons = tiny.by_slug["02-team-plan"].lessons
    assert "全年收入6000 万元，其中大客户2400 万元" in lessons["zh"].html
    assert "CNY 60 million" in lessons["en"].html
    assert "[[" not in lessons["zh"].html


def test_a_lesson_links_terms_modules_and_practice(tiny: Course) -> None:
    html = tiny.by_slug["01-first-talk"].lessons["en"].html
    assert 'href="/glossary#open-question"' in html
    assert 'title="A question that cannot be answered by yes or no"' in html
    assert 'href="/modules/02-team-plan#goal"' in html
    assert 'href="/exercises/field-note"' in html
    assert 'href="/roleplays/deck-talk"' in html


def test_pictures_print_figures_of_the_case(tiny: Course) -> None:
    html = tiny.by_slug["01-first-talk"].lessons["zh"].html
    assert ">1234<" in html
    assert html.count("<figure") == 3


def test_trainers_notes_are_kept_apart(tiny: Course) -> None:
    lesson = tiny.by_slug["01-first-talk"].lessons["zh"]
    assert [note.minutes for note in lesson.trainer_notes] == [15, 15, 15, 15]
    assert "今天你先问了什么" not in lesson.html


def test_reading_time_is_that_of_the_chinese_text(tiny: Course) -> None:
    lessons = tiny.by_slug["01-first-talk"].lessons
    assert lessons["zh"].minutes == lessons["en"].minutes == 1
    assert tiny.by_slug["01-first-talk"].minutes == 1 + 6 + 15


def test_every_type_of_question_is_read(tiny: Course) -> None:
    questions = {question.type: question for question in tiny.quizzes["01-first-talk"].questions}
    assert len(questions) == 9
    assert questions["fill_in"].body["answers"]["zh"] == ("抢答", "抢话")
    assert questions["fill_in"].wrong[0].given == {"zh": ("插播",), "en": ("late",)}
    assert questions["numeric"].body["answer"] == 12
    assert questions["matching"].wrong[0].given == {"p1": "p2"}
    assert [item["id"] for item in questions["ordering"].body["items"]] == [
        "listen",
        "ask",
        "confirm",
    ]
    assert questions["categorize"].body["items"][0]["in"] == "open"
    assert questions["short_text"].body["rubric"] == "talk"
    assert isinstance(questions["true_false"].body["if_false"], Text)
    assert questions["single"].link == "02-team-plan#goal"


def test_quiz_settings_fall_back_to_the_course(tiny: Course) -> None:
    assert tiny.quizzes["01-first-talk"].time_limit == 20
    second = tiny.quizzes["02-team-plan"]
    assert (second.pass_mark, second.draw, second.cooldown) == (80, 8, 10)
    assert (second.time_limit, second.attempts) == (None, None)


def test_talks_libraries_and_rubrics_are_read(tiny: Course) -> None:
    talk = tiny.roleplays["deck-talk"]
    assert talk.source == "deck"
    assert talk.nodes["speak"].listen_for[0].any["en"] == ("case", "figure")
    assert talk.nodes["end-bad-1"].lesson == "01-first-talk#ask-first"
    library = tiny.objections["manufacturing"]
    assert {o.type for o in library.objections} >= {"price", "own"}
    assert len(tiny.rubrics["talk"].criteria[0].levels) == 4


def test_forms_are_read_with_a_typed_example(tiny: Course) -> None:
    plan = tiny.exercises["plan"]
    assert {field.type for field in plan.fields} >= {"matrix", "graph", "tree", "file", "computed"}
    assert plan.example["zh"]["goals"][0] == {
        "goal": "新客户",
        "target": 30,
        "weight": 60,
        "actual": 28,
    }
    assert plan.example["en"]["period"] == "2026-Q3"
    assert tiny.exercises["review"].fields[0].carry_from == ("plan.goals",)


def test_definitions_cannot_be_changed(tiny: Course) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        tiny.edition = "2"  # type: ignore[misc]  # what is forbidden is tried


def test_wording_changes_the_text_digest_only(tiny: Course, sample: Sample) -> None:
    sample.change("quizzes/01-first-talk.yaml", "先问再答。", "先问，然后答。")
    course = catalogue.load(sample.root).course
    assert course is not None
    old, new = (c.quizzes["01-first-talk"].question("too-dear").digest for c in (tiny, course))
    assert new.text != old.text
    assert new.version == old.version


def test_a_new_key_changes_the_version(tiny: Course, sample: Sample) -> None:
    sample.change("quizzes/01-first-talk.yaml", "answers: {zh: [抢答", "answers: {zh: [插话, 抢答")
    course = catalogue.load(sample.root).course
    assert course is not None
    old, new = (c.quizzes["01-first-talk"].question("gap").digest for c in (tiny, course))
    assert new.version != old.version


def test_a_broken_file_takes_its_module_back_into_preparation(sample: Sample) -> None:
    sample.change("modules/01-first-talk/exercises/field-note.yaml", "minutes: 15", "minutes: soon")
    loaded = catalogue.load(sample.root)
    assert loaded.course is not None
    assert [module.slug for module in loaded.course.ready_modules] == ["02-team-plan"]
    assert "field-note" not in loaded.course.exercises
    assert [p.file for p in loaded.problems if "must be a number" in p.message]


def test_one_broken_file_hides_no_problem_of_others(sample: Sample) -> None:
    sample.write("quizzes/01-first-talk.yaml", "questions: [")
    sample.change("modules/02-team-plan/exercises/plan.yaml", "minutes: 30", "minuten: 30")
    sample.change("modules/glossary.yaml", "first: 2", "first: zwei")
    files = {problem.file for problem in sample.problems()}
    assert files >= {
        "quizzes/01-first-talk.yaml",
        "modules/02-team-plan/exercises/plan.yaml",
        "modules/glossary.yaml",
    }


def test_all_faults_of_a_file_are_told_at_once(sample: Sample) -> None:
    file = "modules/02-team-plan/exercises/plan.yaml"
    sample.change(file, "minutes: 30", "minutes: 0")
    sample.change(file, "filled_by: learner", "filled_by: anyone")
    sample.change(file, "type: rating", "type: stars")
    mine = [p for p in catalogue.load(sample.root).problems if p.file == file]
    assert len(mine) == 3
    assert mine == sorted(mine)


def test_without_course_yaml_there_is_no_course(tmp_path: Path) -> None:
    loaded = catalogue.load(tmp_path)
    assert loaded.course is None
    assert "is missing" in loaded.problems[0].message


def test_a_misspelt_folder_or_quiz_is_told(sample: Sample) -> None:
    sample.write("modules/04-typo/lesson.zh.md", "x")
    sample.write("quizzes/01-frist-talk.yaml", "questions: []")
    words = " ".join(problem.message for problem in sample.problems())
    assert "is no module of modules/course.yaml" in words
    assert "belongs to no module" in words
