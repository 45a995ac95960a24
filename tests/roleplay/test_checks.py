"""What is found in typed lines: quoted as typed, in both languages; points only where that is measured to be right."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarks import spoken_checks
from courseware import db
from courseware.content.definitions import SPOKEN_CHECKS, Course, Criterion, Text
from courseware.roleplay.models import Session, Turn
from courseware.roleplay.routes.checks import EXPLAINED
from courseware.roleplay.rules import findings
from courseware.roleplay.rules.checks import check_line, standing
from courseware.roleplay.rules.findings import with_findings
from courseware.roleplay.types import Feeling, Said, Talk
from tests.roleplay.conftest import with_roleplay
from tests.roleplay.scenes import begin, play, say, visit

Clients = Callable[[str], FlaskClient]
LANGS = ("zh", "en")

HAS = [
    ("asks-first", "zh", "您这条线现在几个人在盯？", ""),
    ("asks-first", "zh", "麻煩您先跟我說說，去年換供應商是因為什麼。", ""),
    ("asks-first", "en", "Which shift has the most rejects?", ""),
    ("asks-first", "en", "I'd like to understand how you plan your routes.", ""),
    ("gives-evidence", "zh", "他们用了半年，返工率从百分之八降到三。", ""),
    ("gives-evidence", "en", "Their scrap rate dropped from 8 percent to 3 in half a year.", ""),
    ("gives-away", "zh", "那我再给您打九折。", "太贵了。"),
    ("gives-away", "en", "Fine, I'll take ten percent off.", "Too dear."),
    ("over-promises", "zh", "您放心，绝对不会有任何问题。", ""),
    ("over-promises", "en", "It can't fail, no matter what you do.", ""),
    ("takes-up", "zh", "换线要停半天，这半天停在哪一步？", "我们换线要停半天。"),
    (
        "takes-up",
        "en",
        "Two accidents with forklifts: where did they happen?",
        "We had two forklift accidents.",
    ),
    ("next-step", "zh", "周四上午九点我带工程师到您车间。", ""),
    ("next-step", "en", "I'll call you on Thursday at ten.", ""),
]
LACKS = [
    ("asks-first", "zh", "难道您不想省钱吗？", ""),
    ("asks-first", "zh", "我们这款机器特别省电。您现在用的是哪种？", ""),
    ("asks-first", "en", "Our new model saves a third. How many machines do you run?", ""),
    ("asks-first", "en", "Shall we sign today?", ""),
    ("gives-evidence", "zh", "这个我们暂时没有证据。", ""),
    ("gives-evidence", "en", "I have no evidence for that, sorry.", ""),
    ("gives-evidence", "en", "I'll call you on Friday at nine.", ""),
    ("gives-evidence", "en", "I'll ask her about it.", ""),
    ("gives-evidence", "en", "It costs 4,000 plus 90 a month.", ""),
    ("gives-away", "zh", "只要您订满一百台，我就给您打九折。", "太贵了。"),
    ("gives-away", "en", "Our fitter is free this afternoon.", "Can you deliver earlier?"),
    ("gives-evidence", "en", "We have been here since 1952.", ""),
    ("gives-away", "en", "If you order a hundred, I'll take ten percent off.", "Too dear."),
    ("over-promises", "zh", "这件事我不敢保证。", ""),
    ("over-promises", "en", "I won't promise that it never fails.", ""),
    ("takes-up", "zh", "我理解您的感受。", "我们换线要停半天。"),
    ("takes-up", "en", "I hear you, and I understand.", "We had two forklift accidents."),
    ("next-step", "zh", "好的，那我们改天再聊。", ""),
    ("next-step", "en", "I'll be in touch some time soon.", ""),
]


@pytest.mark.parametrize(("check", "lang", "line", "customer"), HAS)
def test_what_is_there_is_found(check: str, lang: str, line: str, customer: str):
    found = check_line(line, lang=lang, customer=customer)
    assert check in found
    assert all(words and words in line for words in found[check])


@pytest.mark.parametrize(("check", "lang", "line", "customer"), LACKS)
def test_what_only_looks_like_it_is_not_found(check: str, lang: str, line: str, customer: str):
    assert check not in check_line(line, lang=lang, customer=customer)


@pytest.mark.parametrize("check", SPOKEN_CHECKS)
@pytest.mark.parametrize("lang", LANGS)
def test_the_examples_that_learners_read_are_true(check: str, lang: str):
    each = EXPLAINED[check]
    customer = each.customer[lang] if each.customer else ""
    for line in each.has:
        assert check in check_line(line[lang], lang=lang, customer=customer), line[lang]
    for line in each.lacks:
        assert check not in check_line(line[lang], lang=lang, customer=customer), line[lang]


def test_words_are_quoted_as_they_were_typed():
    line = "  ＧＵＡＲＡＮＴＥＥＤ, I promise  "
    assert "ＧＵＡＲＡＮＴＥＥＤ" in check_line(line, lang="en")["over-promises"]
    assert "絕對" in "".join(check_line("絕對不會壞。", lang="zh")["over-promises"])


def test_any_text_is_read_and_every_quote_is_in_it():
    dice = random.Random(7)
    pieces = [line for _, _, line, _ in HAS + LACKS] + [
        "😀",
        "é",
        "ﬁ",
        "\u0301",
        "１２",
        "\n",
        "?",
        "，",
        "'",
        "İ",
    ]
    lines = ["", " ", "？", "一" * 1000, "a " * 500, "from one to " * 90]
    lines += ["".join(dice.choices(pieces, k=dice.randrange(1, 12)))[:1000] for _ in range(150)]
    lines += ["".join(chr(dice.randrange(32, 0x2FFFF)) for _ in range(200)) for _ in range(50)]
    for line in lines:
        for lang in LANGS:
            found = check_line(line, lang=lang, customer=dice.choice(lines))
            assert set(found) <= set(SPOKEN_CHECKS)
            assert all(words and words in line for each in found.values() for words in each)


def test_the_bound_is_kept_on_lines_that_no_rule_was_made_on(capsys: pytest.CaptureFixture[str]):
    assert spoken_checks.main() == 0, capsys.readouterr().err


def test_a_broken_rule_fails_the_bound(capsys: pytest.CaptureFixture[str]):
    points = next(key[0] for key, stands in standing.MEASURED.items() if stands.has_points)

    def broken(line: str, *, lang: str, customer: str = "") -> Mapping[str, tuple[str, ...]]:
        found = dict(check_line(line, lang=lang, customer=customer))
        return found | {points: (line,)}

    assert spoken_checks.main(broken) == 1
    assert f"{points} " in capsys.readouterr().err


# marks


@pytest.fixture
def all_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "has_points", lambda *_: True)


@pytest.fixture
def none_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "has_points", lambda *_: False)


@pytest.fixture
def checked(course: Course, serve: Callable[[Course], None]) -> None:
    """The rubric's criteria look for questions and evidence, and for promises."""
    rubric = course.rubrics["talk"]
    wanted = {"tone": ("asks-first",), "value": ("over-promises",)}
    criteria = tuple(replace(c, checks=wanted.get(c.id, ())) for c in rubric.criteria)
    step = replace(criteria[0], id="next-step", checks=("next-step",))  # named like its check
    rubrics = {**course.rubrics, "talk": replace(rubric, criteria=(*criteria, step))}
    serve(with_roleplay(replace(course, rubrics=rubrics), visit()))


def turn(database: db.Database, number: int) -> tuple[dict, dict]:
    with db.reading(database) as reading:
        query = select(Turn.marks, Turn.found).where(Turn.number == number)
        return tuple(reading.execute(query).one())


@pytest.mark.usefixtures("checked", "all_count")
def test_a_good_finding_gives_its_criterion_two_points_with_the_words(
    client_of: Clients, database: db.Database
):
    page = client_of("lin").get(play(client_of("lin"), line="How many machines do you run?")).text
    assert turn(database, 2) == (
        {"tone": 2},
        {
            "tone": ["How many machines do you run"],
            "check:asks-first": ["How many machines do you run"],
        },
    )
    assert "You asked about the customer before offering anything" in page
    assert "counted" in page
    assert 'href="/roleplays/checks#asks-first"' in page


@pytest.mark.usefixtures("checked", "all_count")
def test_a_fault_takes_away_what_the_scenario_gave(client_of: Clients, database: db.Database):
    page = client_of("lin").get(play(client_of("lin"), line="You save, guaranteed.")).text
    marks, found = turn(database, 2)
    assert marks == {"value": 0}
    assert found["value"] == found["check:over-promises"] == ["guaranteed"]
    assert "You promised more than anybody can keep" in page


@pytest.mark.usefixtures("checked", "none_counts")
def test_a_check_below_the_bound_only_gives_a_hint(client_of: Clients, database: db.Database):
    page = client_of("lin").get(play(client_of("lin"), line="How many machines do you run?")).text
    assert turn(database, 2) == ({}, {"hint:asks-first": ["How many machines do you run"]})
    assert "hint, no points" in page


@pytest.mark.usefixtures("checked", "all_count")
def test_own_words_beside_an_offered_line_are_read_too(client_of: Clients, database: db.Database):
    lin = client_of("lin")
    session = begin(lin)
    own = {"number": 1, "token": "t", "choice": "b", "line": "I'll call you on Friday at nine."}
    assert lin.post(f"{session}/turns", data=own).status_code == 303
    marks, found = turn(database, 1)
    assert marks == {"questions": 1, "next-step": 2}
    assert found["next-step"] == ["I'll call you on Friday at nine"]
    say(lin, session, 2, line="Mmm.")
    say(lin, session, 3, choice="a")
    page = lin.get(session).text
    assert page.count("You named a next step and when it comes") == 1
    assert "hint, no points" not in page


@pytest.mark.usefixtures("checked", "all_count")
def test_a_line_without_a_finding_changes_no_mark(client_of: Clients, database: db.Database):
    play(client_of("lin"), line="A case: they save much", first="a")
    assert turn(database, 2)[0] == {"evidence": 3, "value": 2}
    assert turn(database, 1) == ({"questions": 3, "tone": 2}, {})  # an offered line is not read


@pytest.mark.usefixtures("checked", "all_count")
def test_the_marks_of_findings_count_in_the_result(client_of: Clients, database: db.Database):
    play(client_of("lin"), line="How many machines do you run?", first="b")
    with db.reading(database) as reading:
        marks = reading.execute(select(Session.marks)).scalar_one()
    assert marks == {"questions": 1.5, "tone": 2.0}


def test_the_scenario_goes_before_a_good_finding():
    said = Said({"tone": 1}, "x", found={"tone": ("how",)})
    talk = Talk(("Hello.",), (), Feeling(), visit().nodes["say"])
    words = Text("x", "x")
    rubric = [Criterion("tone", words, (words,) * 4, ("asks-first",))]
    again = with_findings(said, "How do you do that today?", talk=talk, criteria=rubric, lang="en")
    assert again.marks == {"tone": 1}
    assert "hint:asks-first" in again.found


# the page


@pytest.mark.parametrize("lang", LANGS)
def test_every_check_is_explained_with_its_figures(client_of: Clients, lang: str):
    lin = client_of("lin")
    page = lin.get(f"/roleplays/checks?lang={lang}")
    assert page.status_code == 200
    for check, each in EXPLAINED.items():
        assert f'id="{check}"' in page.text
        assert check in SPOKEN_CHECKS
        assert len(each.has) == len(each.lacks) == 2
    stands = standing.MEASURED["asks-first", "zh"]
    assert f"{round(100 * stands.precision)}%" in page.text


def test_the_page_is_for_people_who_signed_in(app: Flask):
    assert app.test_client().get("/roleplays/checks").status_code in (302, 303)
    assert app.test_client().post("/roleplays/checks").status_code in (302, 303, 400, 405)
