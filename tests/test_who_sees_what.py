"""Who sees what, cell by cell: things made as people make them, opened by everybody, as page, PDF and file.

| | self | trainer of the cohort | managers up the line | author | administrator |
| --- | --- | --- | --- | --- | --- |
| module states, scores, due dates, certificates | yes | own cohorts | own subtree | counts | yes |
| answers to single questions | yes | yes | no | without names | no |
| drafts | yes | no | no | no | no |
| submissions, once submitted | yes | yes | assigned by them, or accepted | without names, with consent | no |
| role-play sessions, drills | yes | handed in or assigned | handed in or assigned (result and rubric) | path counts | no |
| recordings | yes | when the learner shares that one | when shared | no | no |
| private coaching notes | no | own | own | no | no |

lin is *self*, tara her trainer, mei and bo the managers up the line, ann an author, ada the administrator. otto, oda,
omar and sam are nobody to her: they are in no cell, and each thing is asked of them, too.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from courseware import db, worker
from courseware.content import current
from courseware.content.definitions import Course
from tests.accounts.asking import ask_for_plan
from tests.accounts.test_deputies import hand_in
from tests.certificates.conftest import ALL, do, serials
from tests.quiz.papers import STEP
from tests.roleplay import scenes
from tests.roleplay.conftest import Shelf, with_roleplay
from tests.roleplay.test_drills import RUN, drill
from tests.roleplay.test_recordings import kept
from tests.world import NAMES, Cast

Browser = Callable[[str], FlaskClient]
SELF, TRAINER, MANAGERS, AUTHOR, ADMIN = {"lin"}, {"tara"}, {"mei", "bo"}, {"ann"}, {"ada"}
SLUG = "01-first-talk"
pytestmark = pytest.mark.usefixtures("course")
NAME = NAMES["lin"]


@pytest.fixture
def course(one_app: Flask) -> Iterator[Course]:
    """The sample course with a scenario that can be played to its end."""
    assert one_app.testing  # making the application serves the course
    library, plain = current.library(), current.course()
    rubric = plain.rubrics["talk"]
    more = [
        replace(rubric.criteria[0], id=name, name=scenes.text(name)) for name in ("value", "tone")
    ]
    rubric = replace(rubric, criteria=(*rubric.criteria, *more))
    made = with_roleplay(replace(plain, rubrics={**plain.rubrics, "talk": rubric}), scenes.visit())
    current.serve(Shelf(made))
    yield made
    current.serve(library)


def openers(client_of: Browser, address: str, *, words: str = "") -> set[str]:
    """Who opens an address (and finds the words there); to all others it is not there, and they are sent to sign in."""
    found = set()
    for name in NAMES:
        answer = client_of(name).get(address)
        assert answer.status_code in (200, 404), (name, address, answer.status_code)
        if answer.status_code == 200 and (not words or words in answer.text):
            found.add(name)
    assert client_of("nobody").get(address).status_code == 302
    return found


def attempt(client_of: Browser) -> str:
    lin = client_of("lin")
    address: str = lin.post(f"/quizzes/{SLUG}/attempts").location
    assert lin.post(f"{address}/submission", data={"step": STEP}).status_code == 303
    return address


# ---- module states, scores, due dates, certificates ----------------------------------------------------------
def test_where_somebody_stands(client_of: Browser, cast: Cast):
    person = openers(client_of, f"/people/{cast.lin}", words=NAME)
    assert person == SELF | TRAINER | MANAGERS | ADMIN
    for ending in ("", ".csv"):
        its_class = openers(client_of, f"/cohorts/{cast.cohort}/report{ending}", words=NAME)
        assert its_class == TRAINER | ADMIN
        team = openers(client_of, f"/team/report{ending}", words=f"{NAME}")
        assert team == MANAGERS | ADMIN
    for ending in ("pdf", "xlsx"):
        assert openers(client_of, f"/cohorts/{cast.cohort}/report.{ending}") == TRAINER | ADMIN


def test_a_certificate(
    client_of: Browser, app: Flask, database: db.Database, course: Course, cast: Cast
):
    do(database, course, cast.lin, *ALL)
    worker.do_all(app)
    page = f"/certificates/{serials(database)[-1]}.pdf"
    assert openers(client_of, page) == SELF | TRAINER | MANAGERS | ADMIN


def test_authors_see_counts_without_names(client_of: Browser):
    attempt(client_of)
    for page in ("", ".csv"):
        answer = client_of("ann").get(f"/quizzes/{SLUG}/analysis{page}")
        assert answer.status_code == 200
        assert NAME not in answer.text


# ---- answers to single questions -----------------------------------------------------------------------------
def test_answers_to_single_questions(client_of: Browser, course: Course):
    assert openers(client_of, attempt(client_of)) == SELF | TRAINER
    question = course.quizzes[SLUG].questions[0].id
    page = client_of("ann").get(f"/quizzes/{SLUG}/analysis/{question}")
    assert page.status_code == 200
    assert NAME not in page.text


# ---- drafts ---------------------------------------------------------------------------------------------------
def test_drafts(client_of: Browser):
    begun = client_of("lin").post("/exercises/plan/submissions").location
    for ending in ("", ".pdf", ".xlsx", ".md"):
        assert openers(client_of, f"{begun}{ending}") == SELF


# ---- submissions, once submitted ------------------------------------------------------------------------------
@pytest.mark.parametrize("ending", ["", ".pdf", ".xlsx", ".md"])
def test_submissions(client_of: Browser, ending: str):
    page = f"/submissions/{hand_in(client_of)}"
    assert openers(client_of, page + ending) == SELF | TRAINER
    assert client_of("tara").post(f"{page}/acceptances").status_code == 303
    assert openers(client_of, page + ending) == SELF | TRAINER | MANAGERS


def test_a_submission_that_a_manager_assigned(client_of: Browser, cast: Cast):
    ask_for_plan(client_of("mei"), cast.mei, cast.lin, "2030-12-01")
    page = f"/submissions/{hand_in(client_of)}"
    assert openers(client_of, page) == SELF | TRAINER | {"mei"}  # bo when it is accepted
    assert client_of("mei").post(f"{page}/acceptances").status_code == 303
    assert openers(client_of, page) == SELF | TRAINER | MANAGERS


# ---- role-play sessions, drills -------------------------------------------------------------------------------
def test_role_plays(client_of: Browser):
    lin = client_of("lin")
    session = scenes.play(lin)
    assert openers(client_of, session) == SELF
    assert lin.post(f"{session}/hand-ins").status_code == 303
    assert openers(client_of, session) == SELF | TRAINER | MANAGERS
    said = "line a"  # managers see the result and the rubric, and not what was said
    assert openers(client_of, session, words=said) == SELF | TRAINER
    counted = client_of("ann").get("/roleplays/visit/map")
    assert counted.status_code == 200
    assert NAME not in counted.text


def test_drills(client_of: Browser):
    """Of somebody's drills there is no page for others: the address of a run shows everybody their own answers."""
    drill(client_of("lin"), "missed", "mein geheimer Satz")
    for name in set(NAMES) - SELF:
        answer = client_of(name).get(f"/drills/runs/{RUN}")
        assert answer.status_code == 404 or "geheimer" not in answer.text, name


# ---- recordings -----------------------------------------------------------------------------------------------
def test_recordings(client_of: Browser):
    lin = client_of("lin")
    session = scenes.play(lin)
    voice = kept(lin, session)
    assert openers(client_of, voice) == SELF
    assert lin.post(f"{session}/hand-ins").status_code == 303
    assert openers(client_of, voice) == SELF  # handing in the talk shares no voice
    assert lin.post(f"{voice}/shares").status_code == 303
    assert openers(client_of, voice) == SELF | TRAINER | MANAGERS
    assert lin.post(f"{voice}/unshares").status_code == 303
    assert openers(client_of, voice) == SELF


# ---- private coaching notes -----------------------------------------------------------------------------------
@pytest.mark.parametrize("writer", ["tara", "mei", "bo"])
def test_private_notes(client_of: Browser, cast: Cast, writer: str):
    page, secret = f"/people/{cast.lin}/coaching", "zögert vor der Preisfrage"
    sent = client_of(writer).post(f"{page}/notes", data={"text": secret})
    assert sent.status_code == 303
    assert openers(client_of, page, words=secret) == {writer}
    for other in set(NAMES) - {writer}:
        for public in (f"/people/{cast.lin}", "/", "/notices"):
            assert secret not in client_of(other).get(public).text
