"""What a person can rely on about pictures of figures: every cell is there and reads without colour."""

import re
from xml.etree import ElementTree as ET

import pytest

from courseware.kit.charts import (
    MARKS,
    ROWS_A_PAGE,
    Bar,
    HeatMap,
    HeatRow,
    State,
    bar_chart,
    heat_map,
    state_sample,
)
from tests.kit.paper import STATES

SVG = "{http://www.w3.org/2000/svg}"
KEYS = [state.key for state in STATES]


def heat(rows: int = 3, columns: int = 10) -> HeatMap:
    cells = [[KEYS[(line + column) % 5] for column in range(columns)] for line in range(rows)]
    names = [f"学员{line}" for line in range(rows)]
    people = [HeatRow(name, row, "1 / 10") for name, row in zip(names, cells, strict=True)]
    return HeatMap("进度", [f"{n:02}" for n in range(1, columns + 1)], people, STATES)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def paths(svg: str, *classes: str) -> list[str]:
    wanted = set(classes)
    found = parsed(svg).iter(f"{SVG}path")
    return [path.get("d", "") for path in found if wanted <= set(path.get("class", "").split())]


def test_every_cell_of_a_marked_state_has_its_mark() -> None:
    picture = heat_map(heat())
    for state in STATES:
        if state.mark != "none":
            (drawn,) = paths(picture, "mark", state.key)
            expected = sum(row.cells.count(state.key) for row in heat().rows)
            assert len(re.findall(r"M", drawn)) == expected


def test_the_grounds_cover_every_cell_once() -> None:
    picture = heat_map(heat(1, 10))
    runs = [
        (float(x), float(w))
        for d in paths(picture, "ground")
        for x, w in re.findall(r"M([\d.]+) [\d.]+h([\d.]+)", d)
    ]
    pitch = sum(width for _, width in runs) / 10
    starts = sorted(start for start, _ in runs)
    assert [round((start - starts[0]) / pitch) for start in starts] == list(range(10))


def test_neighbours_in_the_same_state_are_one_shape() -> None:
    row = HeatRow("甲", ["passed"] * 50)
    picture = heat_map(HeatMap("进度", ["01"] * 50, [row], STATES))
    (ground,) = paths(picture, "ground", "passed")
    assert ground.count("M") == 1


def test_states_differ_by_shape_and_not_by_colour_alone() -> None:
    shapes = [
        re.sub(r' (fill|stroke)="[^"]*"|class="[^"]*"|<title>.*?</title>', "", state_sample(state))
        for state in STATES
    ]
    assert len(set(shapes)) == len(STATES)


@pytest.mark.parametrize("mark", [*MARKS, "none"])
def test_every_mark_can_be_drawn(mark: str) -> None:
    parsed(state_sample(State("x", "某状态", mark, "#fff", "#000")))


def test_a_picture_has_words_for_those_who_do_not_see_it() -> None:
    for svg in (
        heat_map(heat()),
        state_sample(STATES[0]),
        bar_chart([Bar("甲", 0.5, "50 %")], title="完成率"),
    ):
        title = parsed(svg).find(f"{SVG}title")
        assert title is not None
        assert title.text


def test_many_rows_are_parted_with_their_columns_at_the_same_places() -> None:
    whole = heat(rows=ROWS_A_PAGE * 2 + 1)
    parts = list(whole.pages())
    assert [len(part.rows) for part in parts] == [ROWS_A_PAGE, ROWS_A_PAGE, 1]
    heads = [re.findall(r'class="head" x="([\d.]+)"', heat_map(part)) for part in parts]
    assert heads[0] == heads[1] == heads[2]


def test_names_are_text_and_never_markup() -> None:
    row = HeatRow("<script>&", ["passed"], "<b>")
    picture = heat_map(HeatMap("<进度>", ["<1>"], [row], STATES))
    texts = [node.text for node in parsed(picture).iter(f"{SVG}text")]
    assert texts == ["<1>", "<script>&", "<b>"]
    assert "<script>" in {
        node.text for node in parsed(bar_chart([Bar("<script>", 1, "")])).iter(f"{SVG}text")
    }


def test_a_long_name_is_shortened_before_the_cells() -> None:
    row = HeatRow("阿卜杜热合曼·买买提艾力·阿卜杜热合曼", ["passed"])
    assert "…" in heat_map(HeatMap("进度", ["01"], [row], STATES))


def test_an_empty_map_is_drawn_without_a_row() -> None:
    parsed(heat_map(HeatMap("进度", [], [], STATES)))
    assert list(HeatMap("进度", [], [], STATES).pages()) == []


@pytest.mark.parametrize(("share", "length"), [(0, 0), (0.5, 84.5), (1, 169), (7, 169), (-1, 0)])
def test_a_bar_is_as_long_as_its_share(share: float, length: float) -> None:
    (drawn,) = paths(bar_chart([Bar("甲", share, "")]), "bar")
    assert float(re.findall(r"h([\d.]+)", drawn)[0]) == length
