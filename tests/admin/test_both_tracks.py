"""Both tracks of the course as it is shipped, from the first page to the certificate."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from courseware import db, worker
from courseware.admin.demo import study
from courseware.certificates.queries import certificates_of
from courseware.content.definitions import Course, ModuleDefinition
from courseware.kit import clock
from courseware.learning.actions import enrol
from courseware.learning.queries import enrolment_of
from tests.world import Cast

TRACKS = {"new-seller": 25, "sales-manager": 50}


def studied(course: Course, cast: Cast, module: ModuleDefinition) -> None:
    """lin reads the lesson, passes the quiz and does what the module requires; tara accepts her forms."""
    lin, tara = study.me(cast.lin), study.me(cast.tara)
    study.read(course, lin, module)
    assert module.quiz is not None
    study.take_quiz(course, lin, module.quiz, knows=10)
    if module.required.any_roleplays or module.required.roleplays:
        scene = next(talk for talk in module.roleplays if talk.industry != "any")
        study.play(course, lin, scene)
    for form in module.exercises:
        if form.id in (*module.required.exercises, *course.completion.exercises):
            study.fill_in(course, lin, form, tara)


@pytest.mark.parametrize("placed", ["sqlite"], indirect=True)
@pytest.mark.parametrize("track", TRACKS)
def test_a_track_leads_from_its_first_page_to_the_certificate(
    app: Flask,
    client_of: Callable[[str], FlaskClient],
    database: db.Database,
    cast: Cast,
    shipped: Course,
    track: str,
):
    found = shipped.track(track)
    assert len(found.modules) == TRACKS[track]
    assert [slug for slug in found.modules if not shipped.by_slug[slug].is_ready] == []
    if track != "new-seller":
        with db.transaction(database):
            enrol(cast.lin, track, shipped.edition)
    lin = client_of("lin")
    begun = clock.now() - timedelta(days=100)
    for number, slug in enumerate(found.modules):
        for lang in ("zh", "en"):
            page = lin.get(f"/modules/{slug}?lang={lang}")
            assert page.status_code == 200
            assert shipped.by_slug[slug].title[lang] in unescape(page.text)
        with db.transaction(database), clock.frozen(begun + timedelta(days=number)):
            studied(shipped, cast, shipped.by_slug[slug])
    worker.do_all(app)
    with db.reading(database):
        assert {each.kind for each in certificates_of(cast.lin)} == {"exercise", "part"}
    with db.transaction(database):
        study.final_exam(shipped, study.me(cast.lin), clock.now())
    worker.do_all(app)
    with db.reading(database):
        held = {each.subject: each for each in certificates_of(cast.lin) if each.kind == "course"}
        course_one = held[track]
        enrolment = enrolment_of(cast.lin)
    assert course_one.subject == track
    assert course_one.facts["modules"] == TRACKS[track]
    assert enrolment is not None
    assert enrolment.outcome == "completed"
    assert lin.get(f"/certificates/{course_one.serial}.pdf").data.startswith(b"%PDF")
    checked = client_of("nobody").get(f"/verify/{course_one.serial}?lang=zh").text
    assert shipped.track(track).title.zh in checked
