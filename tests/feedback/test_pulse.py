"""Two questions after a module: who is asked, and that nobody's single answer is ever seen."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from courseware import db
from courseware.accounts.models import Person
from courseware.cohorts.models import CohortMembership, CohortTrainer
from courseware.content.definitions import Course
from courseware.feedback.models import Pulse
from courseware.kit import clock
from courseware.learning.actions import record_step
from courseware.learning.models import Progress
from courseware.learning.types import Done
from tests.world import START, Cast

Browser = Callable[[str], FlaskClient]
MODULE = "01-first-talk"
PATH = f"/modules/{MODULE}/pulse"
ASKED = "Two questions about this module"
SAID = {"useful": "4", "clear": "2", "words": "太快了<b>"}


@pytest.fixture
def passed(database: db.Database, cast: Cast, course: Course) -> None:
    """lin has read the lesson and passed its quiz."""
    with db.transaction(database):
        for kind in ("lesson", "quiz"):
            record_step(course, Done(cast.lin, kind, MODULE, MODULE, passed=True, score=90))


def people(database: db.Database, cohort: int, number: int, *, words: str = "") -> list[int]:
    """So many people of a class have said how the module was: useful 5, clear 1."""
    with db.transaction(database) as session:
        start = session.scalar(select(func.count(Person.id))) or 0
        made = [Person(email=f"p{start + n}@test.example", name=f"名{n}") for n in range(number)]
        session.add_all(made)
        session.flush()
        for n, person in enumerate(made):
            session.add(CohortMembership(cohort_id=cohort, person_id=person.id, from_on=START))
            said = Pulse(person_id=person.id, module=MODULE, useful=5, clear=1, words="")
            said.words = f"{words}{start + n}" if words else ""
            session.add(said)
            session.flush()
        return [person.id for person in made]


def stored(database: db.Database) -> list[tuple[int, int, str]]:
    with db.reading(database) as rows:
        query = select(Pulse.useful, Pulse.clear, Pulse.words).order_by(Pulse.id)
        return [tuple(row) for row in rows.execute(query)]


@pytest.mark.usefixtures("passed")
def test_who_has_passed_is_asked_on_the_page_of_the_module_until_they_answer(
    client_of: Browser, database: db.Database
):
    lin = client_of("lin")
    assert ASKED in lin.get(f"/modules/{MODULE}").text
    assert lin.get(PATH).status_code == 200
    assert lin.post(PATH, data=SAID).status_code == 303
    assert stored(database) == [(4, 2, "太快了<b>")]
    assert ASKED not in lin.get(f"/modules/{MODULE}").text
    assert lin.post(PATH, data=SAID | {"useful": "1"}).status_code == 409
    assert stored(database) == [(4, 2, "太快了<b>")]


@pytest.mark.usefixtures("passed")
def test_who_waves_it_away_is_not_asked_again(client_of: Browser, database: db.Database):
    lin = client_of("lin")
    assert lin.post(f"{PATH}/declines").status_code == 303
    assert ASKED not in lin.get(f"/modules/{MODULE}").text
    assert stored(database) == []
    assert lin.post(PATH, data=SAID).status_code == 303, "and may still say it"


def test_who_has_only_read_is_not_asked(client_of: Browser, database: db.Database, cast: Cast):
    with db.transaction(database) as session:
        row = Progress(person_id=cast.lin, module=MODULE, read_at=clock.now())
        session.add(row)
    lin = client_of("lin")
    assert ASKED not in lin.get(f"/modules/{MODULE}").text
    assert lin.get(PATH).status_code == 409
    assert lin.post(PATH, data=SAID).status_code == 409
    assert stored(database) == []


@pytest.mark.usefixtures("passed")
@pytest.mark.parametrize("wrong", [{"useful": "6"}, {"clear": ""}, {"words": "x" * 1001}])
def test_what_is_no_answer_is_refused(
    client_of: Browser, database: db.Database, wrong: dict[str, str]
):
    assert client_of("lin").post(PATH, data=SAID | wrong).status_code == 422
    assert stored(database) == []


def figures(client: FlaskClient, address: str = "/pulse") -> list[str]:
    """Answers, useful and clear of the first module, as the table shows them."""
    row = client.get(address).text.split(f"/pulse/{MODULE}")
    if len(row) == 1:
        return []
    cells = re.findall(r'<td class="num[^>]*>(.*?)</td>', row[1].split("</tr>")[0])
    return [re.sub("<.*?>", "", cell).replace(" / 5", "").strip() for cell in cells]


def test_below_five_answers_nothing_is_shown(client_of: Browser, database: db.Database, cast: Cast):
    people(database, cast.cohort, 4, words="秘密")
    for who in ("tara", "ann", "ada"):
        client = client_of(who)
        assert "Not enough answers yet" in client.get("/pulse").text
        page = client.get(f"/pulse/{MODULE}").text
        assert "Not enough answers yet" in page
        assert "秘密" not in page
    people(database, cast.cohort, 1)
    assert figures(client_of("tara")) == ["5", "5", "1"]


def test_figures_change_five_answers_at_a_time(
    client_of: Browser, database: db.Database, cast: Cast, course: Course
):
    people(database, cast.cohort, 5, words="话")
    tara = client_of("tara")
    before = figures(tara)
    with db.transaction(database) as session:
        session.add(Pulse(person_id=cast.lin, module=MODULE, useful=1, clear=5, words="我是林"))
    assert figures(tara) == before
    assert "我是林" not in tara.get(f"/pulse/{MODULE}").text
    people(database, cast.cohort, 4)
    assert figures(tara) == ["10", "4.6", "1.4"]
    page = tara.get(f"/pulse/{MODULE}").text
    assert "我是林" in page
    assert "林夏" not in page
    assert course.by_slug[MODULE].title.en in page


def test_who_leaves_the_class_changes_no_figure(
    client_of: Browser, database: db.Database, cast: Cast
):
    members = people(database, cast.cohort, 6)
    before = figures(client_of("tara"))
    with db.transaction(database) as session:
        query = select(CohortMembership).where(CohortMembership.person_id == members[0])
        session.scalars(query).one().to_on = START
    assert figures(client_of("tara")) == before


def test_a_trainer_sees_one_own_class_at_a_time_and_authors_see_all(
    client_of: Browser, database: db.Database, cast: Cast
):
    people(database, cast.other_cohort, 5)
    assert figures(client_of("tara")) == []
    assert figures(client_of("oda")) == ["5", "5", "1"]
    assert figures(client_of("ann")) == ["5", "5", "1"]
    other = f"?class={cast.other_cohort}"
    assert client_of("tara").get(f"/pulse{other}").status_code == 404
    assert client_of("tara").get(f"/pulse/{MODULE}{other}").status_code == 404
    assert client_of("ann").get(f"/pulse{other}").status_code == 404
    assert figures(client_of("ada"), f"/pulse{other}") == ["5", "5", "1"]
    with db.transaction(database) as session:
        session.add(CohortTrainer(cohort_id=cast.other_cohort, person_id=cast.tara))
    assert figures(client_of("tara"), f"/pulse{other}") == ["5", "5", "1"]


@pytest.mark.parametrize("who", ["lin", "mei", "sam"])
def test_others_see_no_pulse(client_of: Browser, who: str):
    assert client_of(who).get("/pulse").status_code == 404
    assert client_of(who).get(f"/pulse/{MODULE}").status_code == 404


def test_the_table_is_sorted_by_what_one_asks_for(
    client_of: Browser, database: db.Database, cast: Cast
):
    people(database, cast.cohort, 5)
    ann = client_of("ann")
    for sort in ("module", "answers", "useful", "clear", "nonsense"):
        assert ann.get(f"/pulse?sort={sort}").status_code == 200
    table = ann.get("/pulse?sort=clear").text.split("<tbody>")[1]
    assert table.index(f"/pulse/{MODULE}") < table.index("not enough answers")


def test_a_module_that_does_not_exist_has_no_pulse(client_of: Browser):
    assert client_of("lin").get("/modules/99-none/pulse").status_code == 404
    assert client_of("lin").post("/modules/99-none/pulse", data=SAID).status_code == 404
    assert client_of("ann").get("/pulse/99-none").status_code == 404
    assert client_of("nobody").get("/pulse").status_code == 302
    assert client_of("nobody").post(PATH, data=SAID).status_code == 401


def test_the_table_costs_the_same_however_many_answered(
    client_of: Browser, database: db.Database, cast: Cast, count_sql: Callable[[], int]
):
    ann, costs = client_of("ann"), []
    ann.get("/pulse")  # what is remembered for a second
    for _ in range(2):
        people(database, cast.cohort, 10)
        before = count_sql()
        ann.get("/pulse")
        costs.append(count_sql() - before)
    assert costs[0] == costs[1]
