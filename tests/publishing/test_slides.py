"""What a trainer can rely on: the deck holds the whole lesson, in its order, and every slide fits on the wall."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from courseware.content.definitions import Course, LessonDefinition, ModuleDefinition
from courseware.kit.markdown.cleaning import words
from courseware.publishing.rules.fitting import LINE, LINES, SHORT, marked, plain, shortened, width
from courseware.publishing.rules.slide_blocks import paged, standing
from courseware.publishing.rules.slides import STORIES, deck, sections
from courseware.publishing.types.slides import Slide

Browser = Callable[[str], FlaskClient]
PAGE = "/modules/01-first-talk/slides"
#: what may stand on the wall without a body: the name is all there is to see
BARE = {"divider", "activity"}
MOST = LINE * LINES


def lessons(course: Course) -> Iterator[tuple[ModuleDefinition, LessonDefinition]]:
    for module in course.modules:
        for lesson in module.lessons.values():
            yield module, lesson


def decks(course: Course) -> Iterator[tuple[ModuleDefinition, LessonDefinition, tuple[Slide, ...]]]:
    for module, lesson in lessons(course):
        yield module, lesson, deck(course, module, lesson.lang)


def text_of(html: str) -> str:
    return plain(re.sub(r"<svg.*?</svg>|<caption.*?</caption>", " ", html, flags=re.DOTALL))


def test_no_slide_of_the_course_is_empty_and_none_is_too_full(shipped: Course):
    faults = []
    for module, lesson, slides in decks(shipped):
        for slide in slides:
            where = f"{module.slug} {lesson.lang} {slide.name}"
            said = text_of(str(slide.html))
            if not slide.title or not (said or "<svg" in slide.html or slide.kind in BARE):
                faults.append(f"{where}: empty")
            if width(said) > MOST or width(slide.title) > 2 * LINE:
                faults.append(f"{where}: {width(said)} signs")
    assert not faults


def test_no_heading_fills_a_slide_beyond_its_height(shipped: Course):
    for module, lesson in lessons(shipped):
        for heading, below in sections(lesson):
            most = STORIES.get(heading.id, SHORT)
            for page in paged([standing(block, most) for block in below]):
                high = sum(block.lines for block in page)
                assert high <= LINES, (module.slug, lesson.lang, heading.id, high)


def test_every_heading_has_its_slide_in_the_order_of_the_lesson(shipped: Course):
    for module, lesson, slides in decks(shipped):
        titles = [s.title for s in slides if s.kind in ("section", "divider") and s.piece == 1]
        assert titles == [heading.title for heading in lesson.headings], (module.slug, lesson.lang)


def test_names_are_unique_and_stay_and_begin_with_their_heading(shipped: Course):
    for module, lesson, slides in decks(shipped):
        names = [slide.name for slide in slides]
        assert len(set(names)) == len(names), (module.slug, lesson.lang)
        assert names == [slide.name for slide in deck(shipped, module, lesson.lang)]
        known = {heading.id for heading in lesson.headings if heading.id}
        for name in names:
            begins = any(name.startswith(anchor) for anchor in known)
            assert begins or re.match(r"title$|(question|answer|exercise)-", name), name


def test_what_was_cut_from_the_wall_stands_in_the_notes(shipped: Course):
    for module, lesson, slides in decks(shipped):
        sections = [slide for slide in slides if slide.kind == "section"]
        held = "".join("".join(text_of(f"{s.html} {s.notes}").split()) for s in sections)
        for _, paragraph in _paragraphs(lesson):
            assert "".join(paragraph.split()) in held, (module.slug, lesson.lang, paragraph)


def _paragraphs(lesson: LessonDefinition) -> Iterator[tuple[int, str]]:
    for place, found in enumerate(re.finditer(r"<(p|li)>(.*?)</\1>", lesson.html, re.DOTALL)):
        yield place, plain(found[2])


def test_what_a_class_does_itself_is_named_and_how_it_is_led_is_only_in_the_notes(shipped: Course):
    for module, lesson, slides in decks(shipped):
        activities = [slide for slide in slides if slide.kind == "activity"]
        below_headings = [note for note in lesson.trainer_notes if note.anchor]
        assert [(s.title, s.minutes) for s in activities] == [
            (note.title, note.minutes) for note in below_headings
        ], module.slug
        walls = "".join(words(str(slide.html)) for slide in slides)
        for note in lesson.trainer_notes:
            assert words(note.html) not in walls


def test_questions_of_exams_are_never_shown_and_the_key_comes_one_press_later(shipped: Course):
    for module, _, slides in decks(shipped):
        names = [slide.name for slide in slides if slide.kind in ("question", "answer")]
        asked = [name.removeprefix("question-") for name in names[::2]]
        assert names[1::2] == [f"answer-{one}" for one in asked]
        assert module.quiz is None or {module.quiz.question(one).use for one in asked} <= {"quiz"}
        for slide in slides:
            assert slide.kind != "question" or "slide-right" not in slide.html


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("一句话。", 10, "一句话。"),
        ("第一句说完。第二句太长了放不下。", 8, "第一句说完。"),
        ("One fits. Two does not fit here.", 6, "One fits."),
        ("一句很长很长的话，后面还有很多很多的字没有说完。", 10, "一句很长很长的话…"),
        ("An endless sentence of words without commas", 10, "An endless sentence…"),
    ],
)
def test_a_long_text_keeps_its_first_sentences(text: str, most: float, kept: str):
    assert shortened(text, most) == kept


def test_a_bold_beginning_is_not_kept_without_what_it_names():
    cut = shortened(
        marked("<strong>What it is.</strong> Whoever reads it knows. More follows."), 15
    )
    assert plain(cut) == "What it is. Whoever reads it knows."


# ---- the page -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["tara", "oda", "ada"])
def test_trainers_have_slides_and_a_desk(client_of: Browser, name: str):
    for address in (PAGE, f"{PAGE}?view=presenter", f"{PAGE}?ratio=4-3"):
        answer = client_of(name).get(address)
        assert answer.status_code == 200
        assert 'id="1"' in answer.text
    assert "data-clock" in client_of(name).get(f"{PAGE}?view=presenter").text
    assert "ratio-4-3" in client_of(name).get(f"{PAGE}?ratio=4-3").text
    assert "ratio-16-9" in client_of(name).get(f"{PAGE}?ratio=x").text


@pytest.mark.parametrize("name", ["lin", "mei", "sam", "ann"])
def test_to_others_there_are_no_slides(client_of: Browser, name: str):
    assert client_of(name).get(PAGE).status_code == 404
    assert "/slides" not in client_of("lin").get("/modules/01-first-talk").text


def test_who_is_signed_out_signs_in_first(client_of: Browser):
    assert client_of("nobody").get(PAGE).status_code == 302


def test_what_has_no_lesson_has_no_slides(client_of: Browser, course: Course):
    empty = next(module.slug for module in course.modules if not module.lessons)
    for slug in (empty, "99-none"):
        assert client_of("tara").get(f"/modules/{slug}/slides").status_code == 404
    assert client_of("tara").post(PAGE).status_code == 405


def test_the_lesson_leads_a_trainer_to_its_slides(client_of: Browser):
    assert f'href="{PAGE}"' in client_of("tara").get("/modules/01-first-talk").text


def test_slides_are_read_in_traditional_characters_too(client_of: Browser):
    tara = client_of("tara")
    answer = tara.get(f"{PAGE}?lang=zh-Hant", follow_redirects=True)
    assert 'lang="zh-Hant' in answer.text
