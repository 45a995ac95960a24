"""Forms about a person: shared and answered by name, or answered by several without any."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from courseware import db
from courseware.cohorts.models import CohortMembership
from courseware.exercise.models import FeedbackRound, Submission
from courseware.exercise.rules import about as rules
from courseware.exercise.rules.drawing import draw
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.learning.models import Step
from courseware.notices.models import Notice
from courseware.web import zone
from tests.exercise.conftest import ClientOf
from tests.world import START, Cast

pytestmark = pytest.mark.usefixtures("classmates")
EVERYBODY = ("lin", "tara", "mei", "bo", "otto", "oda", "omar", "sam", "ada", "ann")
VISIT = {"counter": "0", "strong": "先问了三个问题。", "next": "多等两秒。", "listening": "4"}
#: who is asked about lin, and words that would give them away
VIEWS = {
    "sam": {"keep": "萨萨的原话甲", "listening": "2", "ideas-0-text": "萨萨的建议", "moments-0-moment": "萨萨的周会", "moments-0-mark": "6"},
    "otto": {"keep": "欧欧的原话乙", "listening": "4", "ideas-0-text": "欧欧的建议", "moments-0-moment": "欧欧的周会", "moments-0-mark": "9"},
    "ann": {"keep": "安安的原话丙", "listening": "5", "ideas-0-text": "安安的建议", "moments-0-moment": "安安的周会", "moments-0-mark": "9"},
}  # fmt: skip
WORDS = [text for view in VIEWS.values() for text in view.values() if len(text) > 1]


@pytest.fixture
def classmates(database: db.Database, cast: Cast) -> None:
    """sam, otto and ann are in lin's class."""
    with db.transaction(database) as session:
        for person in (cast.sam, cast.otto, cast.ann):
            session.add(CohortMembership(cohort_id=cast.cohort, person_id=person, from_on=START))


def began(client_of: ClientOf, who: str, exercise: str, person: int) -> int:
    answer = client_of(who).post(f"/exercises/{exercise}/about", data={"person": str(person)})
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])


def shared(client_of: ClientOf, cast: Cast, who: str = "mei") -> int:
    number = began(client_of, who, "joint-visit", cast.lin)
    handed = client_of(who).post(f"/submissions/{number}/handovers", data=VISIT)
    assert handed.status_code == 303
    return number


def seen_by(client_of: ClientOf, path: str) -> set[str]:
    found = set()
    for name in EVERYBODY:
        status = client_of(name).get(path).status_code
        assert status in (200, 404), (name, status)
        if status == 200:
            found.add(name)
    return found


# ---- by name ---------------------------------------------------------------------------------------------------


def test_those_who_lead_a_person_may_write_about_them_and_nobody_else(
    client_of: ClientOf, cast: Cast
):
    for name in EVERYBODY:
        page = client_of(name).get("/exercises/joint-visit")
        offered = f'value="{cast.lin}"' in page.text
        sent = client_of(name).post("/exercises/joint-visit/about", data={"person": str(cast.lin)})
        assert offered == (sent.status_code == 303) == (name in {"tara", "mei", "bo"}), name
    assert client_of("mei").post("/exercises/joint-visit/about", data={}).status_code == 422
    assert client_of("mei").post("/exercises/plan/about", data={}).status_code == 404
    assert client_of("nobody").post("/exercises/joint-visit/about").status_code == 401
    assert client_of("mei").get("/exercises/joint-visit/about").status_code == 405
    begun = client_of("lin").post("/exercises/joint-visit/submissions")
    assert begun.status_code == 422


def test_peers_of_the_class_or_team_may_write_about_each_other(client_of: ClientOf, cast: Cast):
    allowed = set()
    for name in EVERYBODY:
        sent = client_of(name).post("/exercises/peer-view/about", data={"person": str(cast.lin)})
        if sent.status_code == 303:
            allowed.add(name)
    assert allowed == {"sam", "otto", "ann"}


def test_what_is_written_is_the_writers_until_it_is_shared(client_of: ClientOf, cast: Cast):
    number = began(client_of, "mei", "joint-visit", cast.lin)
    page = client_of("mei").get(f"/submissions/{number}").text
    assert "Share with 林夏" in page
    for path in (f"/submissions/{number}", f"/submissions/{number}.pdf"):
        assert seen_by(client_of, path) == {"mei"}
    assert began(client_of, "mei", "joint-visit", cast.lin) == number  # found again


def test_the_person_sees_it_once_it_is_shared_and_those_who_lead_them_too(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    number = shared(client_of, cast)
    for path in (f"/submissions/{number}", f"/submissions/{number}.pdf"):
        assert seen_by(client_of, path) == {"mei", "lin", "tara", "bo"}
    assert client_of("nobody").get(f"/submissions/{number}").status_code == 302
    page = client_of("lin").get(f"/submissions/{number}").text
    assert VISIT["strong"] in page
    assert "梅经理" in page
    assert f"/submissions/{number}" in client_of("lin").get("/exercises").text
    assert f"/submissions/{number}" in client_of("lin").get("/exercises/joint-visit").text
    with db.transaction(database) as session:
        notice = session.scalars(select(Notice).where(Notice.person_id == cast.lin)).one()
        assert notice.href == f"/submissions/{number}"
        assert session.scalars(select(Step)).one().person_id == cast.mei
    mei = client_of("mei")
    assert mei.post(f"/submissions/{number}/withdrawals").status_code == 409  # the person knows it
    put = mei.put(f"/submissions/{number}/draft", json={"counter": 1, "data": {}})
    assert put.status_code == 410
    assert began(client_of, "mei", "joint-visit", cast.lin) != number  # another visit


def test_the_person_answers_once_and_may_change_it_for_a_day(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    number = shared(client_of, cast)
    for name in ("mei", "tara", "bo"):
        refused = client_of(name).post(f"/submissions/{number}/replies", data={"reply": "x"})
        assert refused.status_code == 403, name
    for name in ("otto", "oda", "omar", "sam", "ada", "ann"):
        refused = client_of(name).post(f"/submissions/{number}/replies", data={"reply": "x"})
        assert refused.status_code == 404, name
    lin = client_of("lin")
    assert lin.post(f"/submissions/{number}/replies", data={"reply": " "}).status_code == 422
    assert (
        lin.post(f"/submissions/{number}/replies", data={"reply": "谢谢，我试试"}).status_code
        == 303
    )
    assert (
        lin.post(f"/submissions/{number}/replies", data={"reply": "谢谢，下周就试"}).status_code
        == 303
    )
    for name in ("lin", "mei", "tara", "bo"):
        assert "谢谢，下周就试" in client_of(name).get(f"/submissions/{number}").text, name
    with db.transaction(database) as session:
        told = session.scalars(select(Notice).where(Notice.key == f"reply:{number}")).one()
        assert told.person_id == cast.mei
    with clock.frozen(clock.now() + timedelta(hours=25)):
        late = lin.post(f"/submissions/{number}/replies", data={"reply": "再改"})
        assert late.status_code == 409
        assert "谢谢，下周就试" in lin.get(f"/submissions/{number}").text
    assert lin.post(f"/submissions/{number}/handovers", data=VISIT).status_code == 403


def test_what_a_peer_shares_stays_between_the_two(client_of: ClientOf, cast: Cast):
    number = began(client_of, "sam", "peer-view", cast.lin)
    sent = {"counter": "0", **VIEWS["sam"]}
    assert client_of("sam").post(f"/submissions/{number}/handovers", data=sent).status_code == 303
    assert seen_by(client_of, f"/submissions/{number}") == {"sam", "lin"}


# ---- without names ---------------------------------------------------------------------------------------------


def opened(client_of: ClientOf, cast: Cast, who: str = "mei", **more: str) -> int:
    data: dict[str, Any] = {"about": str(cast.lin), **more}
    data["people"] = [str(getattr(cast, name)) for name in VIEWS]
    answer = client_of(who).post("/exercises/peer-view/rounds", data=data)
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])


def answered(client_of: ClientOf, round_id: int, who: str) -> int:
    begun = client_of(who).post(f"/feedback/{round_id}/answers")
    assert begun.status_code == 303, begun.text
    number = int(begun.location.rpartition("/")[2])
    sent = {"counter": "0", **VIEWS[who]}
    handed = client_of(who).post(f"/submissions/{number}/handovers", data=sent)
    assert handed.status_code == 303, handed.text
    return number


def test_who_may_open_a_round_and_whom_it_may_ask(client_of: ClientOf, cast: Cast):
    asked = [str(getattr(cast, name)) for name in VIEWS]
    for name in EVERYBODY:
        data = {"about": str(cast.lin), "people": asked}
        status = client_of(name).post("/exercises/peer-view/rounds", data=data).status_code
        assert (status == 303) == (name in {"lin", "tara", "mei", "bo"}), name
    mei = client_of("mei")
    for people in (asked[:2], [*asked, str(cast.omar)], [*asked, str(cast.lin)], []):
        data = {"about": str(cast.lin), "people": people}
        assert mei.post("/exercises/peer-view/rounds", data=data).status_code == 422
    past = {"about": str(cast.lin), "people": asked, "due_on": "2020-01-01"}
    assert mei.post("/exercises/peer-view/rounds", data=past).status_code == 422
    assert mei.post("/exercises/joint-visit/rounds", data=past).status_code == 422
    page = mei.get(f"/exercises/peer-view?about={cast.lin}").text
    assert "萨姆 Sam" in page
    assert f'value="{cast.omar}"' not in page


def test_a_round_is_seen_by_those_whom_it_concerns(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    number = opened(client_of, cast)
    assert seen_by(client_of, f"/feedback/{number}") == {"mei", "lin", *VIEWS}
    assert client_of("nobody").get(f"/feedback/{number}").status_code == 302
    assert client_of("lin").get("/feedback/99999").status_code == 404
    assert client_of("lin").post(f"/feedback/{number}").status_code == 405
    for name in ("mei", "lin"):
        assert client_of(name).post(f"/feedback/{number}/answers").status_code == 403
    for name in ("lin", "sam"):
        assert client_of(name).post(f"/feedback/{number}/closures").status_code == 403
    for name in ("tara", "bo", "ada"):
        assert client_of(name).post(f"/feedback/{number}/answers").status_code == 404
        assert client_of(name).post(f"/feedback/{number}/closures").status_code == 404
    with db.transaction(database) as session:
        told = set(
            session.scalars(select(Notice.person_id).where(Notice.key == f"feedback:{number}"))
        )
        assert told == {cast.sam, cast.otto, cast.ann}
    for name in ("sam", "lin"):  # nobody who is asked learns who else is
        page = client_of(name).get(f"/feedback/{number}").text
        assert "欧阳同" not in page
        assert "安作者" not in page
    assert f"/feedback/{number}" in client_of("sam").get("/exercises").text


def test_three_answers_are_shown_after_the_round_without_names(client_of: ClientOf, cast: Cast):
    number = opened(client_of, cast)
    for name in VIEWS:
        answered(client_of, number, name)
    for name in ("mei", "lin"):  # not before it is closed
        page = client_of(name).get(f"/feedback/{number}").text
        assert not any(words in page for words in WORDS)
    assert client_of("mei").post(f"/feedback/{number}/closures").status_code == 303
    pages = [client_of(name).get(f"/feedback/{number}").text for name in ("mei", "lin")]
    for page in pages:
        assert all(words in page for words in WORDS)
        assert all(one not in page for one in ("萨姆", "欧阳同", "安作者", "/submissions/"))
        assert "3.7" in page  # the mean of 2, 4 and 5
        assert '<td class="num">2</td><td class="num">5</td>' in page
    orders = [[page.index(words) for words in WORDS] for page in pages]
    ranks = [sorted(range(len(WORDS)), key=lambda n: order[n]) for order in orders]
    assert ranks[0] == ranks[1]  # the same order for all, each time
    for name in VIEWS:
        page = client_of(name).get(f"/feedback/{number}").text
        assert not any(words in page for words in WORDS)


def test_two_answers_are_never_shown(client_of: ClientOf, cast: Cast):
    number = opened(client_of, cast)
    for name in ("sam", "otto"):
        answered(client_of, number, name)
    begun = client_of("ann").post(f"/feedback/{number}/answers").location
    data = {"keep": "没交的话", "listening": "1"}
    client_of("ann").put(f"{begun}/draft", json={"counter": 0, "data": data})
    client_of("mei").post(f"/feedback/{number}/closures")
    for name in ("mei", "lin"):
        page = client_of(name).get(f"/feedback/{number}").text
        assert "Fewer than 3 people have answered" in page
        assert not any(words in page for words in [*WORDS, "没交的话"])
    late = client_of("ann").post(f"{begun}/handovers", data={"counter": "1", **VIEWS["ann"]})
    assert late.status_code == 409
    put = client_of("ann").put(f"{begun}/draft", json={"counter": 1, "data": data | {"keep": "x"}})
    assert put.status_code == 409
    back = client_of("sam").post(f"/feedback/{number}/answers").location
    assert client_of("sam").post(f"{back}/withdrawals").status_code == 409
    assert client_of("mei").post(f"/feedback/{number}/closures").status_code == 409


def test_a_round_ends_by_itself_after_its_last_day(client_of: ClientOf, cast: Cast):
    due = zone.today() + timedelta(days=3)
    number = opened(client_of, cast, "lin", due_on=due.isoformat())
    for name in VIEWS:
        answered(client_of, number, name)
    with clock.frozen(clock.now() + timedelta(days=5)):
        assert WORDS[0] in client_of("lin").get(f"/feedback/{number}").text
        mei = client_of("mei").get(f"/feedback/{number}")
        assert mei.status_code == 404  # lin asked for herself


def test_an_answer_may_be_changed_while_the_round_is_open(client_of: ClientOf, cast: Cast):
    number = opened(client_of, cast)
    sent = {name: answered(client_of, number, name) for name in VIEWS}
    sam = client_of("sam")
    assert sam.post(f"/submissions/{sent['sam']}/withdrawals").status_code == 303
    data = {"counter": "1", **VIEWS["sam"], "keep": "改过的话"}
    assert sam.post(f"/submissions/{sent['sam']}/handovers", data=data).status_code == 303
    client_of("mei").post(f"/feedback/{number}/closures")
    page = client_of("lin").get(f"/feedback/{number}").text
    assert "改过的话" in page
    assert VIEWS["sam"]["keep"] not in page


# ---- nobody can tell who wrote what ------------------------------------------------------------------------------


def addresses(app: Flask, cast: Cast, numbers: list[int], round_id: int) -> list[str]:
    """Every address that can be read, with the numbers of all that could lead to an answer."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        values: list[dict[str, Any]] = [{}]
        for name in sorted(rule.arguments):
            pool: list[Any] = {
                "submission_id": [*numbers], "round_id": [round_id], "exercise_id": ["peer-view", "plan"],
                "number": [cast.cohort, cast.lin, cast.sam, cast.otto, cast.ann], "cohort_id": [cast.cohort], "slug": ["02-team-plan"],
                "person_id": [cast.lin, cast.sam, cast.otto, cast.ann], "revision_id": [*range(1, 9)],
            }.get(name, [*numbers[:1], cast.cohort, cast.lin, cast.sam])  # fmt: skip
            values = [{**known, name: one} for known in values for one in pool]
        for known in values:
            address = rule.rule
            for name, one in known.items():
                parts = [
                    p for p in address.split("<") if p.partition(">")[0].split(":")[-1] == name
                ]
                for part in parts:
                    address = address.replace(f"<{part.partition('>')[0]}>", str(one))
            found.append(address)
    return found


def text_of(answer: Any) -> str:
    """What an answer says: a workbook's or an archive's parts too."""
    body = answer.get_data()
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"\n".join(parts.read(name) for name in parts.namelist())
    return str(body.decode("utf-8", "ignore"))


@pytest.fixture
def closed_round(
    client_of: ClientOf,
    cast: Cast,
    classmates: None,  # noqa: ARG001 - they must be there before
) -> tuple[int, dict[str, int]]:
    number = opened(client_of, cast)
    sent = {name: answered(client_of, number, name) for name in VIEWS}
    client_of("mei").post(f"/feedback/{number}/closures")
    return number, sent


def test_no_page_tells_who_wrote_what(
    client_of: ClientOf, cast: Cast, app: Flask, closed_round: tuple[int, dict[str, int]]
):
    number, sent = closed_round
    pages = addresses(app, cast, [*sent.values()], number)
    assert f"/submissions/{sent['sam']}.pdf" in pages
    for name in ("tara", "mei", "bo", "ada", "lin", "otto", "oda"):
        client = client_of(name)
        own = {VIEWS[name][key] for key in VIEWS[name]} if name in VIEWS else set()
        for page in pages:
            if page in ("/backup", "/admin/backup"):
                continue
            answer = client.get(page)
            text = text_of(answer)
            told = [words for words in WORDS if words in text and words not in own]
            if page == f"/feedback/{number}" and name in ("mei", "lin"):
                continue
            assert not told, (name, page)
            for who, submission in sent.items():
                if who == name:
                    continue
                assert f'/submissions/{submission}"' not in text, (name, page)
                if page.startswith(f"/submissions/{submission}") and page.rpartition("/")[2] in (
                    str(submission), f"{submission}.pdf",
                ):  # fmt: skip
                    assert answer.status_code == 404, (name, page)


@pytest.mark.parametrize("who", ["tara", "mei", "bo", "ada", "lin", "otto"])
def test_no_deed_touches_somebody_elses_answer(
    client_of: ClientOf, closed_round: tuple[int, dict[str, int]], app: Flask, who: str
):
    submission = closed_round[1]["sam"]
    client = client_of(who)
    for rule in app.url_map.iter_rules():
        if rule.arguments != {"submission_id"}:
            continue
        address = rule.rule.replace("<int:submission_id>", str(submission))
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}:
            answer = client.open(address, method=method, json={"counter": 0, "data": {}})
            assert answer.status_code in (404, 409, 422), (method, address)
            assert not any(words in text_of(answer) for words in WORDS), (method, address)


def test_neither_journal_nor_steps_nor_notices_name_a_writer(
    database: db.Database, cast: Cast, closed_round: tuple[int, dict[str, int]]
):
    writers = {cast.sam, cast.otto, cast.ann}
    numbers = {str(number) for number in closed_round[1].values()}
    with db.transaction(database) as session:
        entries = list(session.scalars(select(Entry)))
        assert not [e for e in entries if e.actor_id in writers or e.about_id in writers]
        assert not [e for e in entries if e.object_kind == "submission" and e.object_id in numbers]
        assert not list(session.scalars(select(Step)))
        for notice in session.scalars(select(Notice).where(Notice.person_id.not_in(writers))):
            words = f"{notice.sentence} {notice.values} {notice.href}"
            assert not any(one in words for one in ("萨姆", "欧阳同", "安作者", "/submissions/"))


@pytest.mark.usefixtures("closed_round")
def test_one_cannot_join_two_fields_of_one_writer(course: Any, database: db.Database):
    """The order of words is not that of the writers, and another one in each field."""
    with db.transaction(database) as session:
        rounds = session.scalars(select(FeedbackRound)).one()
        assert rounds.closed_at is not None
        assert session.scalars(select(Submission.shared_at)).all() == [None] * 3
    form = course.exercises["peer-view"]
    views = [
        {"keep": f"k{n}", "listening": n % 5 + 1, "ideas": [f"i{n}"], "moments": []}
        for n in range(9)
    ]
    sheets = [draw(form, view, "en") for view in views]
    first, again = rules.summary(sheets, b"key"), rules.summary(sheets[::-1], b"key")
    assert first == again
    keep, ideas = ([int(text[1:]) for text in part.words] for part in (first[0], first[2]))
    assert keep != ideas
    assert keep != sorted(keep)
    assert rules.summary(sheets, b"other")[0].words != first[0].words
    assert rules.summary(sheets[:2], b"key") == []


def test_fewer_than_three_figures_in_a_field_are_not_shown(course: Any):
    form = course.exercises["peer-view"]
    views: list[dict[str, Any]] = [
        {"keep": "a", "listening": 5}, {"keep": "b", "listening": 3}, {"keep": "c", "listening": ""},
    ]  # fmt: skip
    found = rules.summary([draw(form, view, "en") for view in views], b"")
    assert [(part.label, list(part.figures)) for part in found] == [("Keep doing", [])]


def test_pages_about_people_need_few_statements(
    client_of: ClientOf, cast: Cast, closed_round: tuple[int, Any], count_sql: Callable[[], int]
):
    lin = client_of("lin")
    for page, most in (
        (f"/feedback/{closed_round[0]}", 9),
        (f"/exercises/peer-view?about={cast.lin}", 18),
    ):
        before = count_sql()
        assert lin.get(page).status_code == 200
        assert count_sql() - before <= most, page
