"""The live page of the design system: there while one develops, nowhere else."""

from typing import Any

import pytest

from courseware import config, db
from tests.web.conftest import build


@pytest.fixture
def developing(settings: config.Settings, database: db.Database) -> Any:
    app = build(settings, reload_course=True)
    app.extensions["database"] = database
    return app.test_client()


def test_it_shows_every_component_in_both_languages(developing: Any):
    for lang, words in (("en", "A heat map"), ("zh", "热力图")):
        page = developing.get(f"/design?lang={lang}")
        assert page.status_code == 200
        assert words in page.text
        for name in (
            "card link",
            "table-cards",
            'class="ring',
            "heatmap",
            'class="steps"',
            'class="toast',
            "<dialog",
            'class="empty"',
            'class="skeleton',
            'class="error"',
            "filedrop",
            'class="chart',
        ):
            assert name in page.text, name


def test_nobody_finds_it_where_people_learn(lin: Any):
    assert lin.get("/design").status_code == 404
