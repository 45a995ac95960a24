"""Scenarios and forms written here are asked for like the course's, of the classes that may use them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from courseware import db
from tests.assignments.conftest import form, owed_by
from tests.authoring.test_own_forms import draft_of, publish
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]


@pytest.fixture
def own(client_of: ClientOf, course: Any, database: db.Database, cast: Cast) -> str:
    """tara's copy of the plan, published to her class: its name."""
    assert course.by_slug
    tara = client_of("tara")
    copied = tara.post("/authoring/forms/copies", data={"copy": "plan"})
    answer = publish(tara, copied.location, database, cast.cohort)
    assert answer.status_code == 303, answer.text
    return draft_of(database).name


def test_a_form_written_here_can_be_asked_of_its_class(
    own: str, client_of: ClientOf, cast: Cast, database: db.Database
):
    tara = client_of("tara")
    assert f'value="exercise:{own}"' in tara.get("/assignments/new").text
    data = form(item=f"exercise:{own}", places=[f"cohort:{cast.cohort}"], reviewer=cast.tara)
    answer = tara.post("/assignments/new", data=data)
    assert answer.status_code == 303, answer.text
    (owed,) = owed_by(database, cast.lin)
    assert owed.item == own
    assert own not in tara.get(answer.location).text.split("<h1>")[1].split("</h1>")[0]
    home = client_of("lin").get("/").text
    assert f'href="/exercises/{own}"' in home
    assert f">{own}<" not in home  # by its title
    assert "谭老师" in client_of("lin").get(f"/exercises/{own}").text


def test_it_is_not_offered_to_others_nor_asked_of_people_who_may_not_use_it(
    own: str, client_of: ClientOf, cast: Cast, database: db.Database
):
    data = form(item=f"exercise:{own}", people=[cast.otto], reviewer=cast.oda)
    assert own not in client_of("oda").get("/assignments/new").text
    assert client_of("oda").post("/assignments/new", data=data).status_code == 422
    ada = client_of("ada")
    refused = ada.post("/assignments/new", data=data | {"reviewer": cast.ada})
    assert refused.status_code == 422
    assert "in no class that may use it" in refused.text
    assert owed_by(database, cast.otto) == []
