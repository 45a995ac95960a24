"""`flask courseware graph ID` draws any scenario."""

from xml.etree import ElementTree as ET

import pytest

from courseware.content.definitions import Course
from courseware.content.drawing import draw
from tests.roleplay.scenes import visit


def test_every_node_and_every_way_is_in_the_picture():
    svg = draw(visit(), "en")
    ET.fromstring(svg)
    for node in visit().nodes:
        assert f">{node} " in svg
    assert svg.count("marker-end") == 9
    assert "+2/+1" in svg
    assert "good ending" in svg


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_scenarios_of_the_course_can_be_drawn(course: Course, lang: str):
    for roleplay in course.roleplays.values():
        ET.fromstring(draw(roleplay, lang))
