"""A trainer writes a scenario, tries it, publishes it to a class, withdraws it and takes it home as a file."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from courseware import db
from courseware.authoring.models import Audience, OwnDefinition, OwnVersion
from courseware.authoring.rules.own import MOST_BYTES, copy_of, from_nothing, name_for
from courseware.authoring.types import FrameOf
from courseware.cohorts.models import Cohort
from courseware.content import catalogue, current
from courseware.content.definitions import Course, Text
from courseware.content.own import read_own_roleplay
from courseware.learning.models import Step
from courseware.notices.models import Notice
from courseware.roleplay.models import Session
from tests.content.sample import Sample
from tests.world import Cast

LIST = "/authoring/scenarios"
Clients = Callable[[str], FlaskClient]


@pytest.fixture
def tara(client_of: Clients, course: Course) -> FlaskClient:
    assert course.by_slug
    return client_of("tara")


@pytest.fixture
def copy(tara: FlaskClient) -> str:
    """The address of tara's copy of the long talk."""
    answer = tara.post(f"{LIST}/copies", data={"copy": "long-talk"})
    assert answer.status_code == 303, answer.text
    return answer.location


def draft_of(database: db.Database) -> OwnDefinition:
    with db.reading(database) as rows:
        return rows.execute(select(OwnDefinition)).one()  # type: ignore[return-value]  # a row with its columns


def name_of(database: db.Database) -> str:
    return draft_of(database).name


def publish(
    client: FlaskClient, address: str, database: db.Database, *cohorts: int, text: str = ""
) -> TestResponse:
    own = draft_of(database)
    data = {"yaml": text or own.draft, "counter": own.counter, "cohorts": list(cohorts)}
    return client.post(f"{address}/versions", data=data)


def count(database: db.Database, table: type[db.Base]) -> int:
    with db.reading(database) as rows:
        return rows.scalar(select(func.count()).select_from(table)) or 0


def play(client: FlaskClient, name: str, *, line: str = "A case from a peer") -> str:
    """Play the long talk to its good ending; the session's address."""
    answer = client.post(f"/roleplays/{name}/sessions")
    assert answer.status_code == 303, answer.text
    session = answer.location.split("#")[0]
    for number in range(1, 20):
        page = client.get(session).text
        if 'name="choice"' in page:
            data = {"number": number, "token": "t", "choice": "a"}
        elif 'name="line"' in page:
            data = {"number": number, "token": "t", "line": line}
        else:
            break
        client.post(f"{session}/turns", data=data)
    return session


# ---- who may -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [LIST, f"{LIST}/new", "{copy}", "{copy}/file"])
def test_trainers_authors_and_nobody_else(client_of: Clients, copy: str, page: str):
    address = page.format(copy=copy)
    assert client_of("tara").get(address).status_code == 200
    assert client_of("ada").get(address).status_code == 200
    for name in ("lin", "mei", "sam"):
        assert client_of(name).get(address).status_code == 404, name
    assert client_of("nobody").get(address).location.startswith("/login")
    own = page.startswith("{")
    for name in ("oda", "ann"):  # a trainer of another class, an author
        assert client_of(name).get(address).status_code == (404 if own else 200), name


def test_bad_ids_and_wrong_methods(tara: FlaskClient, copy: str):
    for address in (f"{LIST}/999", f"{LIST}/x", f"{LIST}/99999999999999999999"):
        assert tara.get(address).status_code == 404
    assert tara.delete(copy).status_code == 405
    assert tara.get(f"{copy}/versions").status_code == 405
    assert tara.post(f"{copy}/audiences/999/withdrawals").status_code == 404


def test_a_stranger_changes_nothing(client_of: Clients, copy: str, database: db.Database):
    oda = client_of("oda")
    before = draft_of(database).draft
    data = {"yaml": "id: x", "counter": 0}
    for address in (copy, f"{copy}/checks", f"{copy}/trials", f"{copy}/versions"):
        assert oda.post(address, data=data).status_code == 404
    assert oda.post(f"{copy}/removals").status_code == 404
    assert oda.put(copy, json={"counter": 0, "data": {"yaml": "id: x"}}).status_code == 404
    assert draft_of(database).draft == before


def test_a_colleague_reads_and_copies_but_does_not_write(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    tara.post(
        f"/cohorts/{cast.cohort}/trainers", data={"email": "oda@test.example"}
    )  # now both train it
    oda = client_of("oda")
    page = oda.get(copy)
    assert page.status_code == 200
    assert "readonly" in page.text
    assert oda.put(copy, json={"counter": 0, "data": {"yaml": "id: x"}}).status_code == 403
    assert oda.post(copy, data={"yaml": "id: x", "counter": 0}).status_code == 403
    assert publish(oda, copy, database, cast.cohort).status_code == 403
    name = name_of(database)
    assert oda.post(f"{LIST}/copies", data={"copy": name}).status_code == 303


# ---- beginning ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("copy")
def test_a_copy_keeps_everything_but_the_id(course: Course, database: db.Database):
    own = draft_of(database)
    assert own.name.startswith("own-")
    assert own.copied_from == "long-talk"
    found = read_own_roleplay(course, own.draft, name=own.name, module=own.module)
    assert found.is_green
    assert found.definition.digest == course.roleplays["long-talk"].digest


def test_one_from_nothing_passes_every_check(
    tara: FlaskClient, course: Course, database: db.Database
):
    data = {
        "title_zh": '价格："最后"一次',
        "title_en": "Price: the \\ last talk",
        "module": "01-first-talk",
        "industry": "retail",
        "rubric": "talk",
    }
    answer = tara.post(LIST, data=data)
    assert answer.status_code == 303
    own = draft_of(database)
    assert re.fullmatch(r"own-price-the-last-talk-[0-9a-f]{6}", own.name)
    found = read_own_roleplay(course, own.draft, name=own.name, module=own.module)
    assert found.problems == ()
    assert found.definition.title == Text(data["title_zh"], data["title_en"])
    assert "Every check is passed" in tara.get(answer.location).text


def test_a_frame_fits_every_rubric():
    for size in range(1, 9):
        criteria = tuple(f"criterion-{n}" for n in range(size))
        text = from_nothing(FrameOf("own-x", Text("一", "x"), "any", "r", criteria, "1#say-it"))
        best = {c for c in criteria if f"{{{c}: 3}}" in text or f"criterion: {c}, mark: 3" in text}
        assert best == set(criteria)


def test_an_unfinished_form_says_so(tara: FlaskClient, database: db.Database):
    assert tara.post(LIST, data={"title_en": "x"}).status_code == 422
    assert tara.post(f"{LIST}/copies", data={"copy": "nothing"}).status_code == 422
    assert count(database, OwnDefinition) == 0


def test_names_are_ids():
    assert name_for("Price — talk!", "1f") == "own-price-talk-1f"
    assert name_for("价格", "1f") == "own-1f"
    assert copy_of("title: x\n", "own-1") == "id: own-1\ntitle: x\n"
    assert copy_of("\ufeffid: a # b\r\nx: {id: c}", "own-1") == "id: own-1\nx: {id: c}\n"


# ---- writing -----------------------------------------------------------------------------------------------


def test_a_draft_is_saved_while_it_is_written(tara: FlaskClient, copy: str, database: db.Database):
    answer = tara.put(copy, json={"counter": 0, "data": {"yaml": "id: half\r\n"}})
    assert answer.json["counter"] == 1
    assert draft_of(database).draft == "id: half\n"
    again = tara.put(copy, json={"counter": 0, "data": {"yaml": "id: half"}})
    assert again.json["counter"] == 1  # the same text once more


def test_a_stale_draft_is_not_lost(tara: FlaskClient, copy: str, database: db.Database):
    tara.put(copy, json={"counter": 0, "data": {"yaml": "id: first"}})
    late = tara.put(copy, json={"counter": 0, "data": {"yaml": "id: second"}})
    assert late.status_code == 409
    assert late.json["data"] == {"yaml": "id: first\n"}
    assert late.json["counter"] == 1
    plain = tara.post(copy, data={"yaml": "id: second", "counter": 0})
    assert plain.status_code == 409
    assert "id: first" in plain.text
    assert "id: second" in plain.text
    assert draft_of(database).draft == "id: first\n"
    counter = re.search(r'name="counter" value="(\d+)"', plain.text)[1]
    assert tara.post(copy, data={"yaml": "id: second", "counter": counter}).status_code == 303
    assert draft_of(database).draft == "id: second\n"


def test_a_text_too_long_is_refused(tara: FlaskClient, copy: str, database: db.Database):
    before = draft_of(database).draft
    text = "界" * (MOST_BYTES // 3 + 1)
    assert tara.put(copy, json={"counter": 0, "data": {"yaml": text}}).status_code == 422
    assert tara.post(copy, data={"yaml": text, "counter": 0}).status_code == 422
    assert tara.post(f"{copy}/checks", data={"yaml": text}).status_code == 422
    assert draft_of(database).draft == before


@pytest.mark.parametrize("sent", [[], {}, {"data": {"yaml": 1}, "counter": 0}, {"data": 1}])
def test_what_is_no_draft_is_refused(tara: FlaskClient, copy: str, sent: object):
    assert tara.put(copy, json=sent).status_code == 422


def test_the_checks_follow_the_text_without_saving_it(
    tara: FlaskClient, copy: str, database: db.Database
):
    own = draft_of(database)
    fine = tara.post(f"{copy}/checks", data={"yaml": own.draft}).text
    assert "Every check is passed" in fine
    assert "<svg" in fine
    broken = own.draft.replace("next: c4", "next: nowhere")
    line = next(n for n, words in enumerate(broken.splitlines(), 1) if "  r3:" in words)
    said = tara.post(f"{copy}/checks", data={"yaml": broken}).text
    assert f'data-line="{line}"' in said
    assert "there is no node &#39;nowhere&#39;" in said
    assert "<svg" in said  # what can be drawn is drawn
    assert draft_of(database).draft == own.draft


def test_the_checks_speak_chinese(tara: FlaskClient, copy: str, database: db.Database):
    broken = draft_of(database).draft.replace("next: c4", "next: nowhere")
    said = tara.post(f"{copy}/checks?lang=zh", data={"yaml": broken}).text
    assert "没有节点" in said
    assert "nowhere" in said


def test_words_in_the_picture_are_no_markup(tara: FlaskClient, copy: str, database: db.Database):
    bad = draft_of(database).draft.replace("第1句", "<script>alert(1)</script>")
    said = tara.post(f"{copy}/checks?lang=zh", data={"yaml": bad}).text
    assert "<script>" not in said


@pytest.mark.parametrize("text", ["[" * 100_000, "a: &a [*a]", "- " * 90_000, "\0", "{{{", "x"])
def test_a_text_made_to_do_harm_is_only_a_text(tara: FlaskClient, copy: str, text: str):
    answer = tara.post(f"{copy}/checks", data={"yaml": text})
    assert answer.status_code in (200, 400)
    assert tara.post(copy, data={"yaml": text, "counter": 0}).status_code in (303, 400, 422)
    assert tara.get(copy).status_code == 200


# ---- trying and publishing ---------------------------------------------------------------------------------


def test_the_author_tries_the_draft_and_it_counts_nowhere(
    tara: FlaskClient, copy: str, database: db.Database
):
    own = draft_of(database)
    answer = tara.post(f"{copy}/trials", data={"yaml": own.draft, "counter": own.counter})
    assert answer.location == f"/roleplays/{own.name}"
    assert "counts nowhere" in tara.get(answer.location).text
    session = play(tara, own.name)
    assert "100" in tara.get(session).text
    assert count(database, Session) == 1
    assert count(database, Step) == 0


def test_an_unfinished_draft_can_be_tried_a_broken_one_not(
    tara: FlaskClient, copy: str, database: db.Database
):
    own = draft_of(database)
    short = own.draft.replace("next: c2", "next: c3")
    tried = tara.post(f"{copy}/trials", data={"yaml": short, "counter": 0})
    assert tried.location == f"/roleplays/{own.name}"
    broken = tara.post(f"{copy}/trials", data={"yaml": "id: x", "counter": 1})
    assert broken.location == copy
    assert tara.get(f"/roleplays/{own.name}").status_code == 404


def test_published_to_a_class_it_is_played_and_recorded(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    name, lin = name_of(database), client_of("lin")
    assert lin.get(f"/roleplays/{name}").status_code == 404
    assert publish(tara, copy, database, cast.cohort).status_code == 303
    shelf = lin.get("/roleplays").text
    assert "From your trainer" in shelf
    assert f"/roleplays/{name}" in shelf
    assert "谭老师" in shelf
    assert "谭老师" in lin.get(f"/roleplays/{name}").text
    session = play(lin, name)
    assert lin.get(session).status_code == 200
    with db.reading(database) as rows:
        step = rows.execute(select(Step.item, Step.module, Step.passed, Step.person_id)).one()
        told = rows.scalars(select(Notice.href).where(Notice.person_id == cast.lin)).all()
    assert tuple(step) == (name, "02-team-plan", True, cast.lin)
    assert f"/roleplays/{name}" in told
    for stranger in ("otto", "oda", "sam", "mei"):
        assert client_of(stranger).get(f"/roleplays/{name}").status_code == 404, stranger
        assert client_of(stranger).post(f"/roleplays/{name}/sessions").status_code == 404, stranger


def test_a_talk_that_was_handed_in_waits_for_the_trainer_under_its_title(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    publish(tara, copy, database, cast.cohort)
    lin = client_of("lin")
    session = play(lin, name_of(database))
    assert lin.post(f"{session}/hand-ins").status_code == 303
    assert "long-talk" in tara.get("/reviews").text
    assert tara.get(session).status_code == 200


def test_two_may_practise_it_in_a_pair(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    publish(tara, copy, database, cast.cohort)
    lin = client_of("lin")
    opened = lin.post(f"/roleplays/{name_of(database)}/pairs", data={"role": "seller"})
    assert opened.status_code == 303, opened.text
    assert "long-talk" in lin.get(opened.location).text


def test_a_copy_of_what_was_played_before_keeps_its_own_name(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    lin = client_of("lin")
    lin.post("/roleplays/long-talk/sessions")  # the same words are kept under this name
    publish(tara, copy, database, cast.cohort)
    play(lin, name_of(database))
    with db.reading(database) as rows:
        assert rows.scalars(select(Step.item)).all() == [name_of(database)]


def test_it_completes_no_module(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    publish(tara, copy, database, cast.cohort)
    lin = client_of("lin")
    before = re.findall(r"<li[^>]*done[^>]*>", lin.get("/modules/02-team-plan").text)
    play(lin, name_of(database))
    assert re.findall(r"<li[^>]*done[^>]*>", lin.get("/modules/02-team-plan").text) == before


def test_a_scenario_with_problems_is_not_published(
    tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    text = draft_of(database).draft.replace("next: c4", "next: nowhere")
    answer = publish(tara, copy, database, cast.cohort, text=text)
    assert answer.status_code == 422
    assert "Mend what the checks found" in answer.text
    assert "next: nowhere" in answer.text  # the text is still on the page
    assert count(database, OwnVersion) == 0
    assert count(database, Audience) == 0


def test_a_stale_text_is_not_published(
    tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    text = draft_of(database).draft
    tara.put(copy, json={"counter": 0, "data": {"yaml": f"{text}# here"}})
    data = {"yaml": f"{text}# there", "counter": 0, "cohorts": [cast.cohort]}
    answer = tara.post(f"{copy}/versions", data=data)
    assert answer.status_code == 409
    assert "# here" in answer.text
    assert "# there" in answer.text
    assert count(database, OwnVersion) == 0


def test_only_to_classes_that_one_trains(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    assert publish(tara, copy, database).status_code == 422
    assert publish(tara, copy, database, cast.other_cohort).status_code == 422
    assert count(database, OwnVersion) == 0
    assert "二班" not in tara.get(copy).text
    assert publish(client_of("ada"), copy, database, cast.other_cohort).status_code == 303


def test_a_new_version_is_for_new_talks(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    publish(tara, copy, database, cast.cohort)
    name, lin = name_of(database), client_of("lin")
    session = lin.post(f"/roleplays/{name}/sessions").location
    changed = draft_of(database).draft.replace("Line 1:", "Rewritten 1:")
    tara.put(copy, json={"counter": 0, "data": {"yaml": changed}})
    assert "Line 1:" in lin.get(session).text
    assert lin.get(f"/roleplays/{name}").status_code == 200
    publish(tara, copy, database, cast.cohort)
    assert count(database, OwnVersion) == 2
    page = lin.get(session).text
    assert "Line 1:" in page
    assert "revised since you began" in page
    assert "Rewritten 1:" in lin.get(lin.post(f"/roleplays/{name}/sessions").location).text


def test_the_same_text_makes_no_new_version(
    tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    publish(tara, copy, database, cast.cohort)
    publish(tara, copy, database, cast.cohort)
    assert count(database, OwnVersion) == 1
    assert count(database, Audience) == 1


def test_withdrawn_nobody_begins_and_talks_go_on(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    publish(tara, copy, database, cast.cohort)
    name, lin = name_of(database), client_of("lin")
    session = lin.post(f"/roleplays/{name}/sessions").location
    assert tara.post(f"{copy}/audiences/{cast.cohort}/withdrawals").status_code == 303
    assert lin.get(f"/roleplays/{name}").status_code == 404
    assert lin.post(f"/roleplays/{name}/sessions").status_code == 404
    assert lin.get(session).status_code == 200
    said = lin.post(f"{session}/turns", data={"number": 1, "token": "t", "choice": "a"})
    assert said.status_code == 303
    assert "withdrawn" in tara.get(LIST).text
    publish(tara, copy, database, cast.cohort)  # and once more
    assert lin.get(f"/roleplays/{name}").status_code == 200


def test_a_closed_class_and_a_removed_scenario_show_it_no_more(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    publish(tara, copy, database, cast.cohort)
    name, lin = name_of(database), client_of("lin")
    with db.transaction(database) as session:
        session.execute(update(Cohort).values(closed_at=func.now()))
    assert lin.get(f"/roleplays/{name}").status_code == 404
    with db.transaction(database) as session:
        session.execute(update(Cohort).values(closed_at=None))
    assert lin.get(f"/roleplays/{name}").status_code == 200
    assert tara.post(f"{copy}/removals").location == LIST
    assert lin.get(f"/roleplays/{name}").status_code == 404
    assert tara.get(copy).status_code == 404
    assert tara.post(f"{copy}/removals").status_code == 404


def test_a_file_of_the_same_name_is_what_is_served(
    tara: FlaskClient,
    copy: str,
    course: Course,
    database: db.Database,
    monkeypatch: pytest.MonkeyPatch,
):
    name = name_of(database)
    shipped = replace(course.roleplays["deck-talk"], id=name)
    made = replace(course, roleplays={**course.roleplays, name: shipped})
    assert "long-talk" in tara.get(f"/roleplays/{name}").text
    monkeypatch.setattr(current, "course", lambda: made)
    page = tara.get(f"/roleplays/{name}").text
    assert "deck-talk" in page
    assert "Written by" not in page
    assert tara.get(copy).status_code == 200


def test_the_export_is_a_file_of_the_course(
    tara: FlaskClient, copy: str, course: Course, database: db.Database, tmp_path: Path
):
    own = draft_of(database)
    answer = tara.get(f"{copy}/file")
    assert f"{own.name}.yaml" in answer.headers["Content-Disposition"]
    sample = Sample(tmp_path)
    sample.write(f"modules/{own.module}/roleplays/{own.name}.yaml", answer.get_data(as_text=True))
    assert sample.problems() == []
    shipped = catalogue.load(sample.root).course.roleplays[own.name]
    here = read_own_roleplay(course, own.draft, name=own.name, module=own.module).definition
    assert shipped == here


def test_the_list_takes_few_queries(tara: FlaskClient, copy: str, count_sql: Callable[[], int]):
    assert copy
    before = count_sql()
    tara.get(LIST)
    first = count_sql() - before
    for _ in range(3):
        tara.post(f"{LIST}/copies", data={"copy": "long-talk"})
    before = count_sql()
    tara.get(LIST)
    assert count_sql() - before == first


def test_the_shelf_takes_few_queries(
    client_of: Clients,
    tara: FlaskClient,
    copy: str,
    cast: Cast,
    count_sql: Callable[[], int],
    database: db.Database,
):
    publish(tara, copy, database, cast.cohort)
    lin = client_of("lin")
    lin.get("/roleplays")
    before = count_sql()
    lin.get("/roleplays")
    first = count_sql() - before
    text = draft_of(database).draft
    for _ in range(3):
        address = tara.post(f"{LIST}/copies", data={"copy": "long-talk"}).location
        name = re.search(r"own-[a-z0-9-]+", tara.get(f"{address}/file").text)[0]
        data = {"yaml": re.sub(r"^id:.*", f"id: {name}", text), "counter": 0}
        answer = tara.post(f"{address}/versions", data=data | {"cohorts": [cast.cohort]})
        assert answer.status_code == 303, answer.text
    before = count_sql()
    assert lin.get("/roleplays").text.count("/roleplays/own-") == 4
    assert count_sql() - before == first
