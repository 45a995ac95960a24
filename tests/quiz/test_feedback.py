"""When a learner sees what about a single question, as the quiz's file says."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.content import current
from courseware.content.definitions import Course
from courseware.quiz.models import Reveal
from tests.quiz.papers import SLUG, STEP, Taking

Clients = Callable[[str], FlaskClient]
Policy = Callable[[str], None]
SAID_TO_B = "No, the customer has not finished."
SAID_TO_KEY = "Right, ask first."


@pytest.fixture
def policy(course: Course, monkeypatch: pytest.MonkeyPatch) -> Policy:
    """`policy("at-end")`: the quiz of the first module says so from now on."""

    def says(feedback: str) -> None:
        quiz = replace(course.quizzes[SLUG], feedback=feedback)
        changed = replace(course, quizzes=dict(course.quizzes) | {SLUG: quiz})
        monkeypatch.setattr(current, "course", lambda: changed)

    return says


@pytest.fixture
def at_once(policy: Policy) -> None:
    policy("at-once")


def check(taking: Taking, number: int, **page: object) -> object:
    data = taking.page({}) | {"question": taking.questions[number - 1].id} | page
    return taking.client.post(f"{taking.url}/reveals", data=data)


def wrong(taking: Taking) -> int:
    """The number of a question, answered wrongly with option b."""
    number = taking.number_of("which-open")
    assert taking.put(number, ["b"]).status_code == 200
    return number


@pytest.mark.parametrize(
    ("feedback", "said"),
    [
        ("chosen", "The right answers are shown once you have passed."),
        ("at-end", "As soon as you hand in, you see the right answers"),
        ("after-passing", "The answers are gone through once you have passed."),
        ("at-once", "You may check an answer beside its question"),
    ],
)
def test_the_rules_say_which_policy_holds(
    feedback: str, said: str, policy: Policy, client_of: Clients
):
    policy(feedback)
    assert said in client_of("lin").get(f"/quizzes/{SLUG}").text


def test_at_the_end_everything_is_gone_through_whatever_the_result(taking: Taking, policy: Policy):
    policy("at-end")
    wrong(taking)
    page = taking.client.get(taking.url).text
    assert SAID_TO_B not in page
    assert "/reveals" not in page
    taking.hand_in()
    page = taking.client.get(taking.url).text
    assert "not passed yet" in page
    assert SAID_TO_B in page
    assert SAID_TO_KEY in page
    assert all(q.explanation.en in page for q in taking.questions)


def test_until_passing_only_right_or_wrong_and_the_way_back(taking: Taking, policy: Policy):
    policy("after-passing")
    wrong(taking)
    taking.hand_in()
    page = taking.client.get(taking.url).text
    assert "not right" in page
    assert "/modules/01-first-talk#ask-first" in page
    assert SAID_TO_B not in page
    assert SAID_TO_KEY not in page
    assert "Do you want it?" not in page  # nor what was chosen
    assert not any(q.explanation.en in page for q in taking.questions)


def test_after_passing_all_of_it(taking: Taking, begin: Callable[..., Taking], policy: Policy):
    policy("after-passing")
    taking.hand_in(taking.keys())
    second = begin()
    second.hand_in()
    page = second.client.get(second.url).text
    assert "not passed yet" in page
    assert all(q.explanation.en in page for q in second.questions)


def test_never_shows_no_question_to_the_learner_and_all_to_the_trainer(
    taking: Taking, policy: Policy, client_of: Clients
):
    policy("never")
    wrong(taking)
    taking.hand_in()
    own = taking.client.get(taking.url).text
    assert "0% – not passed yet" in own
    assert "Question by question" not in own
    assert not any(q.text.en in own for q in taking.questions)
    assert SAID_TO_B not in own
    trainers = client_of("tara").get(taking.url).text
    assert SAID_TO_B in trainers
    assert SAID_TO_KEY in trainers


def test_never_means_after_passing_too(taking: Taking, policy: Policy):
    policy("never")
    taking.hand_in(taking.keys())
    page = taking.client.get(taking.url).text
    assert "Passed with 100%" in page
    assert not any(q.text.en in page for q in taking.questions)


def test_a_trainer_sees_the_keys_before_the_learner_does(
    taking: Taking, policy: Policy, client_of: Clients
):
    policy("after-passing")
    wrong(taking)
    taking.hand_in()
    assert SAID_TO_KEY in client_of("tara").get(taking.url).text


@pytest.mark.usefixtures("at_once")
def test_a_checked_answer_is_gone_through_at_once_and_stands(taking: Taking):
    number = wrong(taking)
    page = taking.client.get(taking.url).text
    assert page.count("Check my answer") == 8
    assert SAID_TO_KEY not in page
    answer = check(taking, number)
    assert (answer.status_code, answer.location) == (303, f"{taking.url}#q{number}")
    page = taking.client.get(taking.url).text
    assert page.count("Check my answer") == 7
    assert "your answer stands" in page
    assert SAID_TO_B in page
    assert SAID_TO_KEY in page
    assert taking.questions[number - 1].explanation.en in page
    assert f"/modules/{taking.questions[number - 1].link}" in page


@pytest.mark.usefixtures("at_once")
def test_the_other_questions_stay_closed(taking: Taking):
    check(taking, wrong(taking))
    page = taking.client.get(taking.url).text
    for question in taking.questions:
        assert (question.explanation.en in page) == (question.id == "which-open")


@pytest.mark.usefixtures("at_once")
def test_checking_saves_the_whole_page_first(taking: Taking):
    number, other = taking.number_of("which-open"), taking.number_of("gap")
    check(taking, number, **taking.page({number: ["a", "c"], other: "early"}))
    answers = {s.question: s.response for s in taking.steps()}
    assert answers == {"which-open": ["a", "c"], "gap": "early"}
    page = taking.client.get(taking.url).text
    assert "your answer stands" in page
    assert 'value="early"' in page


@pytest.mark.usefixtures("at_once")
def test_a_later_answer_is_refused_in_words_and_kept_aside(taking: Taking):
    number = wrong(taking)
    check(taking, number)
    refused = taking.put(number, ["a", "c"], step="afterwards")
    assert refused.status_code == 409
    assert "You have checked this question" in refused.text
    assert [(s.response, s.outcome) for s in taking.steps()] == [
        (["b"], "counted"),
        (["a", "c"], "late"),
    ]


@pytest.mark.usefixtures("at_once")
def test_a_page_saved_later_keeps_what_is_open_and_sets_aside_what_was_checked(taking: Taking):
    number, other = wrong(taking), taking.number_of("gap")
    check(taking, number)
    page = taking.page({number: ["a", "c"], other: "early"})
    answer = taking.client.post(f"{taking.url}/answers", data=page, follow_redirects=True)
    assert f"You had checked question {number} before" in answer.text
    kept = {(s.question, s.outcome): s.response for s in taking.steps()}
    assert kept[("which-open", "late")] == ["a", "c"]
    assert kept[("gap", "counted")] == "early"


@pytest.mark.usefixtures("at_once")
def test_handing_in_does_not_change_a_checked_answer(taking: Taking):
    check(taking, wrong(taking))
    taking.hand_in(taking.keys())
    assert taking.row().score == 85.7  # six of seven
    page = taking.client.get(taking.url).text
    assert "not right" in page


@pytest.mark.usefixtures("at_once")
def test_a_checked_question_that_the_page_does_not_send_stays_answered(taking: Taking):
    check(taking, wrong(taking))
    taking.client.post(f"{taking.url}/answers", data=taking.page({}))
    assert [(s.response, s.outcome) for s in taking.steps()] == [(["b"], "counted")]


@pytest.mark.usefixtures("at_once")
def test_without_an_answer_there_is_nothing_to_check(taking: Taking, database: db.Database):
    other = taking.number_of("gap")
    data = taking.page({other: "early"}) | {"question": "which-open"}
    number = taking.number_of("which-open")
    answer = taking.client.post(f"{taking.url}/reveals", data=data, follow_redirects=True)
    assert f"Answer question {number} first" in answer.text
    assert [s.response for s in taking.steps()] == ["early"]  # what was there is saved
    with db.reading(database) as rows:
        assert not rows.execute(select(Reveal.question)).all()


@pytest.mark.usefixtures("at_once")
def test_checking_twice_is_checking_once(taking: Taking, database: db.Database):
    number = wrong(taking)
    assert check(taking, number).status_code == check(taking, number).status_code == 303
    with db.reading(database) as rows:
        assert rows.scalars(select(Reveal.question)).all() == ["which-open"]


@pytest.mark.usefixtures("at_once")
def test_own_words_are_checked_against_a_good_answer(taking: Taking):
    number = taking.number_of("own-words")
    check(taking, number, **taking.page({number: "先问，再答。"}))
    assert "A good answer" in taking.client.get(taking.url).text


@pytest.mark.usefixtures("at_once")
def test_nothing_is_checked_after_handing_in_but_the_answers_are_kept(taking: Taking):
    number = taking.number_of("which-open")
    taking.hand_in()
    answer = check(taking, number, **taking.page({number: ["a", "c"]}))
    assert answer.status_code == 410
    assert [(s.response, s.outcome) for s in taking.steps()] == [(["a", "c"], "late")]


@pytest.mark.parametrize("feedback", ["chosen", "at-end", "after-passing", "never"])
def test_other_quizzes_check_nothing_at_once(
    feedback: str, taking: Taking, policy: Policy, database: db.Database
):
    policy(feedback)
    assert check(taking, wrong(taking)).status_code == 422
    assert "your answer stands" not in taking.client.get(taking.url).text
    with db.reading(database) as rows:
        assert not rows.execute(select(Reveal.question)).all()


@pytest.mark.usefixtures("at_once")
def test_only_the_learner_checks(taking: Taking, client_of: Clients, database: db.Database):
    wrong(taking)
    data = {"question": "which-open", "step": STEP}
    for name, status in [("tara", 403), ("otto", 404), ("mei", 404), ("nobody", 401)]:
        answer = client_of(name).post(f"{taking.url}/reveals", data=data)
        assert answer.status_code == status, name
    with db.reading(database) as rows:
        assert not rows.execute(select(Reveal.question)).all()


@pytest.mark.usefixtures("at_once")
def test_a_question_that_was_not_drawn_is_not_there(taking: Taking):
    for question in ("final-one", "", "no-such"):
        data = {"question": question, "step": STEP}
        assert taking.client.post(f"{taking.url}/reveals", data=data).status_code == 404
    assert taking.client.post("/attempts/999/reveals", data={"question": "gap"}).status_code == 404
    assert taking.client.get(f"{taking.url}/reveals").status_code == 405


@pytest.mark.usefixtures("at_once")
def test_a_changed_policy_opens_no_checked_answer(taking: Taking, policy: Policy):
    number = wrong(taking)
    check(taking, number)
    policy("chosen")
    assert taking.put(number, ["a", "c"], step="afterwards").status_code == 409
    assert "your answer stands" in taking.client.get(taking.url).text


@pytest.mark.usefixtures("at_once")
def test_both_languages_check(taking: Taking):
    page = taking.client.get(f"{taking.url}?lang=zh").text
    assert "核对答案" in page
    check(taking, wrong(taking))
    assert "答案不再改动" in taking.client.get(taking.url).text
