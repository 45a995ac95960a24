"""One rubric in several hands: pinned, evidenced, side by side; a desk that two trainers never share."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from courseware import db
from courseware.accounts.models import Person
from courseware.authoring.rules import rubric_from, to_json
from courseware.cohorts.models import CohortMembership, CohortTrainer
from courseware.content.definitions import Course, Digest, Text
from courseware.kit import clock
from courseware.learning.actions import oblige
from courseware.learning.models import Obligation, Step
from courseware.notices.models import Notice
from courseware.review.models import Review, ReviewDraft, ReviewLock
from courseware.roleplay import rules
from courseware.roleplay.models import Pair, PairMember, Session
from courseware.roleplay.rules.marks import compare, needs_reason, remarks, without_evidence
from courseware.roleplay.types import Outcome
from courseware.roleplay.types.marks import Column, Mark, Remark
from tests.roleplay.scenes import begin, play, say
from tests.world import START, Cast

Clients = Callable[[str], FlaskClient]
Serve = Callable[[Course], None]
pytestmark = pytest.mark.usefixtures("course")

MARKS = {"mark-questions": "3", "rests-questions": "1", "summary": "well asked"}
OWN = {"mark-questions": "3", "rests-questions": "1", "why-questions": "I asked twice"}


# ---- the rubric that was in force ---------------------------------------------------------------------------


def rewritten(course: Course) -> Course:
    """The same course after an author has written other levels into the rubric."""
    rubric = course.rubrics["talk"]
    levels = tuple(Text(f"新{n}", f"NEW LEVEL {n}") for n in range(4))
    criteria = tuple(replace(c, levels=levels) for c in rubric.criteria)
    changed = replace(rubric, criteria=criteria, digest=Digest("v-new", "t-new"))
    return replace(course, rubrics={**course.rubrics, "talk": changed})


def test_a_talk_keeps_its_rubric_when_the_file_changes(
    client_of: Clients, course: Course, serve: Serve
):
    lin, tara = client_of("lin"), client_of("tara")
    session = handed_in(lin)
    old = course.rubrics["talk"].criteria[0].levels
    serve(rewritten(course))
    form = tara.get(session).text
    assert old[1].en in form
    assert "NEW LEVEL" not in form
    assert tara.post(f"{session}/reviews", data=MARKS).status_code == 303
    for who in (lin, tara):
        assert old[3].en in who.get(session).text
        assert "NEW LEVEL" not in who.get(session).text
    assert "NEW LEVEL 3" in lin.get(play(lin)).text


def test_a_talk_begun_but_untouched_is_not_gone_on_with_by_another_rubric(
    client_of: Clients, course: Course, serve: Serve, database: db.Database
):
    lin = client_of("lin")
    first = begin(lin)
    assert begin(lin) == first
    serve(rewritten(course))
    assert begin(lin) != first
    digests = {row[0] for row in found(database, Session.rubric)}
    assert len(digests) == 2
    assert None not in digests


def test_a_review_names_the_rubric_it_was_given_by(client_of: Clients, database: db.Database):
    session = handed_in(client_of("lin"))
    client_of("tara").post(f"{session}/reviews", data=MARKS)
    (version,) = [row[0] for row in found(database, Review.rubric_version)]
    assert version == found(database, Session.rubric)[0][0]


def test_a_kept_rubric_reads_as_it_was(course: Course):
    for rubric in course.rubrics.values():
        assert rubric_from(to_json(rubric)) == rubric


# ---- evidence and reasons -----------------------------------------------------------------------------------


def test_no_mark_without_evidence(client_of: Clients, database: db.Database):
    session = handed_in(client_of("lin"))
    tara = client_of("tara")
    bare = {"mark-questions": "3", "rests-questions": "", "summary": "my words"}
    answer = tara.post(f"{session}/reviews", data=bare)
    assert answer.status_code == 422
    assert "No mark without evidence" in answer.text
    assert "my words" in answer.text
    assert found(database, Review.id) == []
    by_words = bare | {"why-questions": "she listened"}
    assert tara.post(f"{session}/reviews", data=by_words).status_code == 303
    assert found(database, Review.comments)[0][0] == {"mark:questions": "she listened"}


def test_the_line_is_chosen_beforehand_where_the_scenario_found_it(client_of: Clients):
    session = handed_in(client_of("lin"))
    page = client_of("tara").get(session).text
    select_box = page.split('name="rests-evidence"')[1].split("</select>")[0]
    assert '<option value="2" selected' in select_box
    assert 'value="" selected' in page.split('name="rests-value"')[1].split("</select>")[0] or (
        '<option value="2" selected' in page.split('name="rests-value"')[1].split("</select>")[0]
    )


def test_a_trainer_who_differs_by_two_levels_says_why(client_of: Clients, database: db.Database):
    session = handed_in(client_of("lin"))
    tara = client_of("tara")
    far = {"mark-evidence": "1", "mark-questions": "3", "comment-2": "thin"}
    answer = tara.post(f"{session}/reviews", data=far)
    assert answer.status_code == 422
    assert "Please say why" in answer.text
    assert "thin" in answer.text
    assert 'value="1" checked' in answer.text
    assert found(database, Review.id) == []
    assert tara.post(f"{session}/reviews", data=far | {"summary": "a case?"}).status_code == 303


def test_a_trainer_who_differs_from_the_learners_own_marks_says_why(client_of: Clients):
    lin, tara = client_of("lin"), client_of("tara")
    session = handed_in(lin)
    lin.post(f"{session}/own-marks", data={"mark-tone": "0", "rests-tone": "1"})
    marks = {"mark-tone": "2", "mark-questions": "3"}
    assert tara.post(f"{session}/reviews", data=marks).status_code == 422
    assert tara.post(f"{session}/reviews", data=marks | {"summary": "warm"}).status_code == 303


def test_turning_the_result_round_needs_a_reason(client_of: Clients, database: db.Database):
    lin, tara = client_of("lin"), client_of("tara")
    session = handed_in(lin, last="b")  # a fair ending: not passed
    marks = {"mark-questions": "3", "mark-evidence": "3"}
    assert tara.post(f"{session}/reviews", data=marks).status_code == 422
    assert found(database, func.count(Step.id)) == [(1,)]
    assert tara.post(f"{session}/reviews", data=marks | {"summary": "so"}).status_code == 303


def test_rules_of_evidence_and_reason():
    assert without_evidence({"a": 1, "b": 0}, {"rests:a": "2"}) == ["b"]
    assert without_evidence({"a": 1}, {"mark:a": "words"}) == []
    passed = Outcome({}, 80, passed=True)
    assert not needs_reason({"a": 3}, passed, others=[{"a": 1.5}, {"b": 0}], passed=True)
    assert needs_reason({"a": 3}, passed, others=[{"a": 1.0}], passed=True)
    assert needs_reason({"a": 3}, passed, others=[{"a": 3.0}], passed=False)
    assert not needs_reason({"a": 3}, passed, others=[], passed=None)


def test_words_of_a_review_are_told_apart_by_their_anchor():
    words = {
        "1": "plain",
        "1:missed": "no",
        "2:try": "do",
        "mark:a": "x",
        "rests:a": "1",
        "3:x": "?",
    }
    assert remarks(words) == {
        1: [Remark("", "plain"), Remark("missed", "no")],
        2: [Remark("try", "do")],
    }


def test_two_levels_apart_are_named_with_the_line(course: Course):
    rubric = course.rubrics["talk"]
    criterion = rubric.criteria[0].id
    own = Column("self", "Lin", {criterion: Mark(3, 1)})
    rule = Column("scenario", "", {criterion: Mark(2.0, 2)})
    trainer = Column("trainer", "Tara", {criterion: Mark(1, 4)})
    (row,) = compare(rubric.criteria, [rule, own, trainer])
    assert row.gap is not None
    assert (row.gap.high, row.gap.low, row.gap.turn) == (own, trainer, 4)
    (row,) = compare(rubric.criteria, [rule, own])
    assert row.gap is None
    assert compare(rubric.criteria, []) == []


# ---- the learner's own marks ----------------------------------------------------------------------------------


def test_the_learner_marks_himself_before_the_trainer(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    session = play(lin)
    assert "Mark yourself before your trainer does" in lin.get(session).text
    for mark in ("1", "3"):
        data = OWN | {"mark-questions": mark}
        assert lin.post(f"{session}/own-marks", data=data).status_code == 303
    assert found(database, Review.id, Review.role, Review.verdict)[0][1:] == ("self", "marked")
    assert len(found(database, Review.id)) == 2  # append-only
    page = lin.get(session).text
    table = side_by_side(page)
    assert "I asked twice" in table
    assert "own marks" in table
    assert found(database, func.count(Step.id)) == [(1,)]
    assert "trainer, final" not in page


def test_own_marks_that_cannot_be_are_refused(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    session = play(lin)
    for data in ({}, {"mark-questions": "9"}, {"mark-questions": "1", "rests-questions": ""}):
        answer = lin.post(f"{session}/own-marks", data=data | {"summary": "kept words"})
        assert answer.status_code == 422
        assert "kept words" in answer.text
    assert lin.post(f"{begin(lin)}/own-marks", data=OWN).status_code == 409
    assert found(database, Review.id) == []


def test_self_marks_do_not_end_the_waiting(client_of: Clients):
    lin, tara = client_of("lin"), client_of("tara")
    session = handed_in(lin)
    lin.post(f"{session}/own-marks", data=OWN)
    assert tara.post(f"{session}/reviews", data=MARKS).status_code == 303
    lin.post(f"{session}/own-marks", data=OWN | {"mark-questions": "1"})
    assert "Marked by 谭老师" in lin.get(session).text


# ---- side by side -----------------------------------------------------------------------------------------------


def test_scenario_learner_colleague_and_trainer_stand_side_by_side(
    client_of: Clients, cast: Cast, database: db.Database
):
    lin, tara = client_of("lin"), client_of("tara")
    session = handed_in(lin)
    lin.post(f"{session}/own-marks", data=OWN)
    otto = asked_otto(client_of, cast, database, session)
    otto.post(link_of(database, cast.otto), data=data_of(database, cast.otto, mark="2"))
    tara.post(f"{session}/reviews", data=MARKS | {"mark-questions": "1", "why-questions": "closed"})
    for who, name in ((lin, "You"), (tara, "林夏")):
        table = side_by_side(who.get(session).text)
        for words in ("The scenario", name, "欧阳同", "谭老师", "trainer, final", "closed"):
            assert words in table
        assert 'href="#turn-1"' in table
    assert "You: 3, 谭老师: 1." in lin.get(session).text
    manager = client_of("mei").get(session).text
    for secret in ("欧阳同", "I asked twice", "closed", "own marks", "well asked", "#turn-"):
        assert secret not in manager
    assert "trainer, final" in manager


def test_remarks_to_a_line_are_shown_there_by_kind(client_of: Clients, database: db.Database):
    lin, tara = client_of("lin"), client_of("tara")
    session = handed_in(lin)
    said = {
        "comment-1": "ask more",
        "kind-1": "missed",
        "comment-2": "name a figure",
        "kind-2": "try",
    }
    assert tara.post(f"{session}/reviews", data=MARKS | said).status_code == 303
    comments = found(database, Review.comments)[0][0]
    assert comments["1:missed"] == "ask more"
    page = lin.get(session).text
    assert page.index('id="turn-1"') < page.index("ask more") < page.index('id="turn-2"')
    assert 'class="bubble remark missed"' in page
    assert 'class="bubble remark try"' in page
    assert "Missed here" in page
    assert "Try this" in page


# ---- colleagues -------------------------------------------------------------------------------------------------


def test_a_colleague_is_asked_and_marks(client_of: Clients, cast: Cast, database: db.Database):
    lin = client_of("lin")
    session = play(lin, line="my very own words")
    otto = asked_otto(client_of, cast, database, session)
    link = link_of(database, cast.otto)
    page = otto.get(link).text
    assert "my very own words" in page
    assert "coach a" not in page
    sent = data_of(database, cast.otto, mark="2")
    assert otto.post(link, data=sent | {"rests-questions": ""}).status_code == 422
    assert otto.post(link, data=sent).status_code == 303
    assert "You have marked this talk" in otto.get(link).text
    assert "has marked your role-play" in notices(database, cast.lin)[0]
    assert "欧阳同" in side_by_side(lin.get(session).text)
    assert found(database, Review.role, Review.reviewer_id) == [("peer", cast.otto)]


def test_the_link_opens_for_the_colleague_only_and_not_for_ever(
    client_of: Clients, cast: Cast, database: db.Database
):
    lin = client_of("lin")
    session = play(lin)
    otto = asked_otto(client_of, cast, database, session)
    link = link_of(database, cast.otto)
    for name in ("tara", "mei", "oda", "sam", "ada", "lin"):
        assert client_of(name).get(link).status_code == 404
        assert client_of(name).post(link, data=data_of(database, cast.otto)).status_code == 404
    assert client_of("nobody").get(link).status_code == 302
    assert otto.get(f"{session}/peer-marks").status_code == 404
    assert otto.get(f"{link}x").status_code == 404
    assert otto.get(session).status_code == 404
    other = play(lin)
    assert otto.get(f"{other}/peer-marks?{link.split('?')[1]}").status_code == 404
    with clock.frozen(clock.now() + timedelta(days=15)):
        assert otto.get(link).status_code == 404
        assert otto.post(link, data=data_of(database, cast.otto)).status_code == 404


def test_only_people_of_my_class_or_team_can_be_asked(
    client_of: Clients, cast: Cast, database: db.Database
):
    lin = client_of("lin")
    session = play(lin)
    assert "There is nobody to ask" in lin.get(f"{session}/colleagues").text
    answer = lin.post(f"{session}/colleagues", data={"colleague": str(cast.otto)})
    assert answer.status_code == 422
    assert notices(database, cast.otto) == []
    for name in ("tara", "sam"):
        assert client_of(name).get(f"{session}/colleagues").status_code == 404
        assert client_of(name).post(f"{session}/colleagues").status_code == 404


def test_a_partner_of_the_pair_marks_without_a_link(
    client_of: Clients, cast: Cast, database: db.Database
):
    lin, sam = client_of("lin"), client_of("sam")
    session = play(lin)
    with db.transaction(database) as writing:
        row = writing.get(Session, int(session.rsplit("/", 1)[1]))
        row.mode = "pair"
        pair = Pair(
            code="ABCD", roleplay="visit", version=row.version, text=row.text, lang="en",
            session_id=row.id, node="c1", step="ended", ended_at=clock.now(),
        )  # fmt: skip
        writing.add(pair)
        writing.flush()
        writing.add(PairMember(pair_id=pair.id, person_id=cast.sam, role="customer"))
    lin.post(f"{session}/own-marks", data=OWN)
    assert sam.get(f"{session}/peer-marks").status_code == 200
    assert "I asked twice" not in sam.get(session).text
    data = {"mark-questions": "2", "why-questions": "clear"}
    assert sam.post(f"{session}/peer-marks", data=data).status_code == 303
    assert "萨姆" in side_by_side(lin.get(session).text)


# ---- the desk ---------------------------------------------------------------------------------------------------


def test_two_trainers_never_collide(client_of: Clients, cast: Cast, database: db.Database):
    lin, tara, oda = client_of("lin"), client_of("tara"), client_of("oda")
    second_trainer(database, cast)
    session = handed_in(lin)
    assert tara.post(f"{session}/locks").status_code == 200
    refused = oda.post(f"{session}/locks", headers={"Accept": "application/json"})
    assert refused.status_code == 409
    assert "谭老师" in refused.json["error"]
    page = oda.get(session).text
    assert "谭老师 is reviewing this right now" in page
    assert '<fieldset class="desk" disabled>' in page
    answer = oda.post(f"{session}/reviews", data=MARKS)
    assert answer.status_code == 409
    assert "well asked" in answer.text
    assert found(database, Review.id) == []
    assert '<fieldset class="desk" disabled>' not in tara.get(session).text


def test_a_lock_that_is_given_back_or_too_old_lets_the_other_in(
    client_of: Clients, cast: Cast, database: db.Database
):
    lin, tara, oda = client_of("lin"), client_of("tara"), client_of("oda")
    second_trainer(database, cast)
    session = handed_in(lin)
    tara.post(f"{session}/locks")
    assert tara.post(f"{session}/releases").status_code == 303
    assert found(database, ReviewLock.reviewer_id) == []
    assert oda.post(f"{session}/locks").status_code == 200
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert "is reviewing this right now" not in tara.get(session).text
        assert tara.post(f"{session}/locks").status_code == 200
        assert oda.post(f"{session}/reviews", data=MARKS).status_code == 409
        assert tara.post(f"{session}/reviews", data=MARKS).status_code == 303
    assert found(database, ReviewLock.reviewer_id) == []
    assert oda.post(f"{session}/locks").status_code == 403


def test_what_a_trainer_writes_is_kept_while_it_is_written(
    client_of: Clients, cast: Cast, database: db.Database
):
    lin, tara, oda = client_of("lin"), client_of("tara"), client_of("oda")
    second_trainer(database, cast)
    session = handed_in(lin)
    written = {"mark-questions": "2", "comment-1": "half a sentence", "kind-1": "better", "x": "y"}
    saved = tara.put(f"{session}/review-draft", json={"counter": 0, "data": written})
    assert saved.json["counter"] == 1
    assert "x" not in found(database, ReviewDraft.content)[0][0]
    page = tara.get(session).text
    assert "half a sentence" in page
    assert 'data-counter="1"' in page
    assert '<option value="better" selected' in page
    assert "half a sentence" not in oda.get(session).text
    assert found(database, ReviewLock.reviewer_id) == [(cast.tara,)]
    stale = tara.put(f"{session}/review-draft", json={"counter": 0, "data": {"summary": "other"}})
    assert stale.status_code == 409
    assert stale.json["data"]["comment-1"] == "half a sentence"
    assert tara.put(f"{session}/review-draft", json=[]).status_code in (400, 422)
    tara.post(f"{session}/reviews", data=MARKS)
    assert found(database, ReviewDraft.id) == []


def test_after_marking_the_next_one_is_offered(
    client_of: Clients, cast: Cast, database: db.Database
):
    lin, tara, oda = client_of("lin"), client_of("tara"), client_of("oda")
    second_trainer(database, cast)
    first, second, third = (handed_in(lin) for _ in range(3))
    oda.post(f"{second}/locks")
    assert "2 more waiting for you" in tara.get(first).text
    page = tara.post(f"{first}/reviews", data=MARKS, follow_redirects=True).text
    assert "Marked. The learner has been told." in page
    assert "2 more waiting for you" in page
    desk = page.split('id="desk"')[1].split("</p>")[0]
    assert f'href="{third}"' in desk  # the second is in other hands
    tara.post(f"{third}/reviews", data=MARKS)
    assert "Others are working on all of them now" in tara.get(third).text
    oda.post(f"{second}/reviews", data=MARKS)
    assert "Nothing else waits for you" in tara.get(third).text


@pytest.mark.parametrize("path", ["locks", "releases", "own-marks", "colleagues", "peer-marks"])
def test_strangers_and_signed_out_find_nothing(client_of: Clients, path: str):
    session = handed_in(client_of("lin"))
    for name in ("otto", "oda", "sam", "ada"):
        assert client_of(name).post(f"{session}/{path}").status_code == 404
    assert client_of("nobody").post(f"{session}/{path}").status_code == 401
    assert client_of("lin").post(f"/sessions/999999/{path}").status_code == 404
    assert client_of("lin").delete(f"{session}/{path}").status_code == 405


def test_owner_and_manager_have_no_desk(client_of: Clients):
    session = handed_in(client_of("lin"))
    for name in ("lin", "mei"):
        client = client_of(name)
        for path in ("locks", "releases"):
            assert client.post(f"{session}/{path}").status_code == 403
        draft = {"counter": 0, "data": {}}
        assert client.put(f"{session}/review-draft", json=draft).status_code == 403
        assert "data-lock-url" not in client.get(session).text
    assert client_of("mei").post(f"{session}/own-marks", data=OWN).status_code == 403


# ---- beside the button ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Private until you hand it in", "never by a manager", "Shows every line")),
        ("zh", ("提交之前只有您自己能看到", "主管看不到", "每一句话")),
    ],
)
def test_the_page_says_beside_each_button_who_will_see_what(
    client_of: Clients, lang: str, words: tuple[str, ...]
):
    lin = client_of("lin")
    page = lin.get(f"{play(lin)}?lang={lang}").text
    for sentence in words:
        assert sentence in page


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "your trainer sees every line, your manager the result and the criteria"),
        ("zh", "看到每一句话"),
    ],
)
def test_assigned_work_says_so_at_every_step(
    client_of: Clients, cast: Cast, database: db.Database, lang: str, words: str
):
    with db.transaction(database):
        oblige(asked(cast, reviewer=cast.mei), earlier_work_counts=False)
    lin = client_of("lin")
    pages = [lin.get(f"/roleplays/visit?lang={lang}").text]
    session = begin(lin, assigned="1")
    pages.append(lin.get(f"{session}?lang={lang}").text)
    say(lin, session, 1, choice="c")
    page = lin.get(f"{session}?lang={lang}").text
    pages.append(page.split('id="next"')[1].split("/hand-ins")[0])  # beside the button
    for page in pages:
        assert words in page


def test_marks_weigh_the_line_that_earned_least(client_of: Clients):
    session = play(client_of("lin"))
    assert rules.TOP_MARK == 3
    table = client_of("lin")
    table.post(f"{session}/own-marks", data=OWN)
    row = side_by_side(table.get(session).text).split("Questions")[1].split("</tr>")[0]
    assert 'href="#turn-3"' in row  # 3 in the first line, 2 in the third


# ---- scenes -----------------------------------------------------------------------------------------------------


def asked(cast: Cast, *, reviewer: int) -> Obligation:
    return Obligation(
        person_id=cast.lin,
        kind="roleplay",
        item="visit",
        asked_by_id=cast.mei,
        reviewer_id=reviewer,
        source_kind="assignment",
        source_id=1,
    )


def handed_in(lin: FlaskClient, **how: str) -> str:
    session = play(lin, **how)
    assert lin.post(f"{session}/hand-ins").status_code == 303
    return session


def asked_otto(client_of: Clients, cast: Cast, database: db.Database, session: str) -> FlaskClient:
    with db.transaction(database) as writing:
        writing.add(CohortMembership(cohort_id=cast.cohort, person_id=cast.otto, from_on=START))
    lin = client_of("lin")
    assert "欧阳同" in lin.get(f"{session}/colleagues").text
    answer = lin.post(f"{session}/colleagues", data={"colleague": str(cast.otto)})
    assert answer.status_code == 303
    return client_of("otto")


def link_of(database: db.Database, person_id: int) -> str:
    with db.reading(database) as reading:
        query = select(Notice.href).where(Notice.person_id == person_id)
        return reading.scalar(query.order_by(Notice.id.desc())) or ""


def data_of(database: db.Database, person_id: int, *, mark: str = "1") -> dict[str, str]:
    key = link_of(database, person_id).split("key=")[1]
    return {"key": key, "mark-questions": mark, "rests-questions": "1"}


def second_trainer(database: db.Database, cast: Cast) -> None:
    with db.transaction(database) as writing:
        writing.add(CohortTrainer(cohort_id=cast.cohort, person_id=cast.oda))
        writing.get(Person, cast.oda).is_trainer = True


def side_by_side(page: str) -> str:
    assert 'id="side-by-side"' in page
    return page.split('id="side-by-side"')[1].split("</section>", maxsplit=1)[0]


def found(database: db.Database, *columns: Any) -> list[tuple]:
    with db.reading(database) as reading:
        return [tuple(row) for row in reading.execute(select(*columns))]


def notices(database: db.Database, person_id: int) -> list[str]:
    with db.reading(database) as reading:
        query = select(Notice.sentence).where(Notice.person_id == person_id)
        return list(reading.scalars(query.order_by(Notice.id)))
