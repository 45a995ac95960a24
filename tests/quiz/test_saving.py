"""An answer that was acknowledged is there; one that was not is sent again without harm."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from courseware.kit import clock
from courseware.quiz import rules
from tests.quiz.papers import Taking

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


def test_every_answer_is_kept_and_the_newest_counts(taking: Taking):
    number = taking.number_of("gap")
    for step, words in (("first-step", "late"), ("second-step", "soon")):
        answer = taking.put(number, words, step=step)
        assert answer.status_code == 200
        assert answer.json["counts"]
    assert [s.response for s in taking.steps()] == ["late", "soon"]
    taking.hand_in()
    assert taking.row().score == 14.2


def test_the_same_step_sent_twice_is_one(taking: Taking):
    first = taking.put(1, taking.key(1))
    again = taking.put(1, taking.key(1))
    assert first.json == again.json
    assert len(taking.steps()) == 1


@pytest.mark.parametrize("kind", ["which-open", "gap", "count", "pairs", "order", "listen-more"])
def test_answers_are_there_after_a_reload_or_on_another_device(
    begin: Callable[..., Taking], kind: str
):
    with clock.frozen(NOON):
        taking = begin()
        number = taking.number_of(kind)
        before = taking.client.get(taking.url).text
        taking.put(number, taking.key(number))
        assert taking.client.get(taking.url).text != before
        # handing in a page that changed nothing changes nothing
        step = taking.steps()[-1]
        page = taking.page({number: taking.key(number)}, **{f"seen-q{number}": str(step.id)})
        taking.client.post(f"{taking.url}/answers", data=page)
    assert len(taking.steps()) == 1


def test_an_answer_can_be_sent_as_a_plain_form(taking: Taking):
    number = taking.number_of("gap")
    url = f"{taking.url}/answers/gap"
    sent = taking.client.put(url, data={"step": "plain-step", f"q{number}": "soon"})
    assert sent.status_code == 200
    assert taking.steps()[0].response == "soon"


def test_an_answer_can_be_taken_back(taking: Taking):
    number = taking.number_of("gap")
    taking.put(number, "soon", step="first-step")
    taking.put(number, None, step="second-step")
    assert [s.response for s in taking.steps()] == ["soon", None]
    taking.hand_in()
    assert taking.row().score == 0


def test_without_script_the_page_saves_and_shows_everything(taking: Taking):
    saved = taking.client.post(f"{taking.url}/answers", data=taking.page(taking.keys()))
    assert saved.status_code == 303
    assert len(taking.steps()) == 8
    page = taking.client.get(taking.url).text
    assert "Your answers are saved." in page
    assert taking.row().submitted_at is None


def test_a_page_from_before_a_newer_answer_does_not_undo_it(taking: Taking):
    """A phone answers; the page that still lies open on the desk is handed in unchanged."""
    number = taking.number_of("gap")
    old = taking.put(number, "late", step="on-the-desk").json["seen"]
    taking.put(number, "soon", step="on-the-phone")
    seen = {f"seen-q{number}": str(old)}
    handed_in = taking.client.post(
        f"{taking.url}/submission", data=taking.page({number: "late"}, **seen)
    )
    assert handed_in.status_code == 303
    assert taking.row().score == 14.2


def test_an_answer_from_a_page_that_did_not_know_the_newer_one_is_kept_aside(taking: Taking):
    number = taking.number_of("gap")
    old = taking.put(number, "late", step="on-the-desk").json["seen"]
    taking.put(number, "soon", step="on-the-phone")
    stale = taking.put(number, "often", step="desk-again", fields={f"seen-q{number}": [str(old)]})
    assert stale.status_code == 409
    assert "another device" in stale.json["error"]
    assert [(s.response, s.outcome) for s in taking.steps()][-1] == ("often", "overtaken")
    taking.hand_in()
    assert taking.row().score == 14.2


def test_an_answer_after_the_time_is_refused_but_kept(begin: Callable[..., Taking]):
    with clock.frozen(NOON):
        taking = begin()
    deadline = NOON + timedelta(minutes=20)
    with clock.frozen(deadline + rules.GRACE):
        assert taking.put(1, taking.key(1), step="in-the-grace").status_code == 200
    with clock.frozen(deadline + rules.GRACE + timedelta(seconds=1)):
        late = taking.put(2, taking.key(2), step="too-late-now")
        assert late.status_code == 410
        assert "does not count" in late.json["error"]
        # one that had arrived and is only sent again is not late
        assert taking.put(1, taking.key(1), step="in-the-grace").status_code == 200
    assert [s.outcome for s in taking.steps()] == ["counted", "late"]


def test_an_answer_after_handing_in_is_refused_but_kept(taking: Taking):
    taking.hand_in()
    late = taking.put(1, taking.key(1))
    assert late.status_code == 410
    assert [s.outcome for s in taking.steps()] == ["late"]
    assert taking.row().score == 0
    page = taking.client.post(f"{taking.url}/answers", data=taking.page({2: taking.key(2)}))
    assert page.status_code == 410


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"fields": []}, 422),
        ({"fields": {}}, 409),
        ({"fields": {}, "step": "短" * 10}, 409),
        ({"fields": {}, "step": "x" * 65}, 409),
        ([], 422),
        ({"step": "x" * 16, "fields": {"q1": {"a": 1}, "seen-q1": ["9" * 40]}}, 200),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(taking: Taking, sent: object, status: int):
    question = taking.questions[0].id
    answer = taking.client.put(f"{taking.url}/answers/{question}", json=sent)
    assert answer.status_code == status
    assert status == 200 or answer.json["error"]


def test_a_question_that_was_not_drawn_is_not_found(taking: Taking):
    sent = {"step": "x" * 16, "fields": {}}
    for question in ("final-one", "nothing", "%00"):
        assert taking.client.put(f"{taking.url}/answers/{question}", json=sent).status_code == 404


def test_a_novel_is_cut_and_strange_characters_survive(taking: Taking):
    number = taking.number_of("gap")
    taking.put(number, "㛃䶮𠮷" * 1000)
    kept = taking.steps()[0].response
    assert kept.startswith("㛃䶮𠮷")
    assert len(kept) == 2000


def test_every_write_needs_the_token(taking: Taking):
    taking.client.application.config["WTF_CSRF_ENABLED"] = True
    try:
        assert taking.put(1, taking.key(1)).status_code == 400
        assert taking.hand_in().status_code == 400
    finally:
        taking.client.application.config["WTF_CSRF_ENABLED"] = False
    assert not taking.steps()
