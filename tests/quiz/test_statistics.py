"""Figures of tests agree with published tables and with other ways to compute them."""

import statistics as standard
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.quiz.rules import statistics

#: Wuensch, K. L., "The Kuder-Richardson 20", East Carolina University, core.ecu.edu/wuenschk/StatHelp/KR20.txt:
#: ten students by ten items
WUENSCH = (
    "1111110110 1011011101 1111011001 0010001000 0000010010 "
    "1110111111 1101110111 1111111101 0101111101 1101101110"
)
#: how many of 1,000 people gave each pattern of five right and wrong answers: section 6 of the Law School
#: Admission Test as it is commonly passed on, typed in without the printed source at hand
LSAT = (
    "00000:3 00001:6 00010:2 00011:11 00100:1 00101:1 00110:3 00111:4 01000:1 01001:8 01011:16 01101:3 01110:2 "
    "01111:15 10000:10 10001:29 10010:14 10011:81 10100:3 10101:28 10110:15 10111:80 11000:16 11001:56 11010:21 "
    "11011:173 11100:11 11101:61 11110:28 11111:298"
)
FRACTIONS = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 2 / 3, 1.0])
Matrix = Sequence[Sequence[float]]


def columns(matrix: Matrix) -> list[statistics.Column]:
    """A full matrix, a row a person."""
    return [
        statistics.column(dict(enumerate(item)), len(matrix)) for item in zip(*matrix, strict=True)
    ]


def cronbach(matrix: Matrix) -> float:
    """The formula of 1951 with the variances of the standard library: another way to the same figure."""
    items = list(zip(*matrix, strict=True))
    whole = standard.variance([sum(row) for row in matrix])
    return (
        len(items) / (len(items) - 1) * (1 - sum(standard.variance(item) for item in items) / whole)
    )


def wuensch() -> list[list[float]]:
    return [[float(sign) for sign in row] for row in WUENSCH.split()]


def lsat() -> list[list[float]]:
    counts = (entry.split(":") for entry in LSAT.split())
    return [[float(sign) for sign in row] for row, count in counts for _ in range(int(count))]


def test_kr_20_of_a_published_table():
    # the table gives Σpq = 2.18 and a variance of the totals of 5.84: 10/9 · (1 − 2.18/5.84)
    items = list(zip(*wuensch(), strict=True))
    assert [standard.fmean(item) for item in items] == [
        0.7,
        0.7,
        0.6,
        0.7,
        0.6,
        0.8,
        0.7,
        0.7,
        0.5,
        0.6,
    ]
    assert statistics.alpha(columns(wuensch()), 10) == pytest.approx(10 / 9 * (1 - 2.18 / 5.84))


def test_the_figures_that_go_with_a_table_of_a_thousand_people():
    # α 0.2950 and the item-rest correlations as they are commonly reported for this table; to be confirmed in
    # print. Implementations divide by √n or √(n − 1): apart in the fourth digit
    people = lsat()
    assert len(people) == 1000
    assert statistics.alpha(columns(people), 5) == pytest.approx(0.2950, abs=5e-5)
    totals = [sum(row) for row in people]
    found = [statistics.discrimination(item, totals) for item in zip(*people, strict=True)]
    assert found == pytest.approx([0.1128, 0.1532, 0.1728, 0.1444, 0.1216], abs=1e-4)


def test_the_point_biserial_of_a_published_table():
    # Brown, J. D. (2001), Point-biserial correlation coefficients, JALT Testing & Evaluation SIG, table 2
    totals = [50, 45, 45, 40, 35, 30, 30, 25]
    first = [1, 1, 1, 1, 0, 0, 0, 0]
    # the table prints .91 for 15 / 8.29 · ½ = .9047, from steps that were rounded up
    assert statistics.correlation(first, totals) == pytest.approx(0.91, abs=0.006)
    assert statistics.correlation([1 - x for x in first], totals) == pytest.approx(-0.91, abs=0.006)
    assert statistics.correlation([1] * 8, totals) is None  # everybody right: the table says .00


@given(st.lists(st.tuples(FRACTIONS, st.integers(0, 40)), min_size=2, max_size=60))
def test_correlations_are_those_of_the_standard_library(pairs: list[tuple[float, int]]):
    xs, ys = [x for x, _ in pairs], [float(y) for _, y in pairs]
    found = statistics.correlation(xs, ys)
    try:
        assert found == pytest.approx(standard.correlation(xs, ys), abs=1e-9)
    except standard.StatisticsError:
        assert found is None


@given(
    st.integers(2, 7).flatmap(
        lambda k: st.lists(st.lists(FRACTIONS, min_size=k, max_size=k), min_size=2)
    )
)
def test_when_everybody_has_the_same_questions_it_is_exactly_cronbachs_alpha(matrix: Matrix):
    found = statistics.alpha(columns(matrix), len(matrix[0]))
    if standard.variance([sum(row) for row in matrix]) > 1e-9:
        assert found == pytest.approx(cronbach(matrix), abs=1e-6)
    else:
        assert found is None or found < 1  # the totals do not differ: nothing to be reliable about


@given(st.lists(st.lists(FRACTIONS, min_size=4, max_size=4), min_size=5), st.integers(2, 9))
def test_scaling_to_another_length_is_that_of_spearman_and_brown(matrix: Matrix, times: int):
    one = statistics.alpha(columns(matrix), 4)
    longer = statistics.alpha(columns(matrix), 4 * times)
    if one is not None and longer is not None:
        assert longer == pytest.approx(statistics.spearman_brown(one, times), abs=1e-9)


@pytest.mark.parametrize(
    ("people", "drawn", "tolerance"), [(600, 8, 0.04), (4000, 8, 0.02), (2000, 4, 0.04)]
)
def test_drawn_papers_tell_nearly_what_the_full_matrix_would(
    people: int, drawn: int, tolerance: float
):
    """Each person meets 8 (or 4) of 24 questions; compared with all 24, shortened to the same length."""
    random = Random(11)
    hard = [random.gauss(0, 1) for _ in range(24)]
    full = [simulated(random, hard) for _ in range(people)]
    whole = statistics.spearman_brown(cronbach(full), drawn / 24)
    papers: list[dict[int, float]] = [{} for _ in hard]
    for person, row in enumerate(full):
        for question in random.sample(range(24), drawn):
            papers[question][person] = row[question]
    found = statistics.alpha([statistics.column(paper, people) for paper in papers], drawn)
    assert found == pytest.approx(whole, abs=tolerance)


def simulated(random: Random, hard: list[float]) -> list[float]:
    ability = random.gauss(0, 1.2)
    return [float(random.random() < 1 / (1 + 2.718281828 ** (h - ability))) for h in hard]


def test_without_people_or_variance_there_is_no_figure():
    assert statistics.mean([]) is statistics.median([]) is statistics.deviation([1]) is None
    assert statistics.correlation([], []) is statistics.correlation([1], [1]) is None
    assert statistics.correlation([0, 1], [2, 2]) is None
    assert statistics.discrimination([0, 1], [1, 2]) is None  # the rest is 1 for both
    assert statistics.alpha([], 5) is statistics.alpha(columns([[0.0, 1.0]]), 2) is None
    assert statistics.alpha(columns([[1.0, 1.0], [1.0, 1.0]]), 2) is None
    assert statistics.spearman_brown(-0.5, 3) is None
    with pytest.raises(ValueError, match="one length"):
        statistics.correlation([1], [1, 2])


def test_the_standard_error_follows_from_spread_and_reliability():
    assert statistics.standard_error(10, 0.75) == pytest.approx(5)
    assert statistics.standard_error(10, 1) == 0
    assert statistics.standard_error(10, -0.4) == 10


@given(st.lists(st.integers(0, 12), max_size=80))
def test_quarters_keep_equal_totals_together_and_in_order(totals: list[int]):
    found = statistics.quarters(totals)
    groups = dict(zip(totals, found, strict=True))
    assert [groups[total] for total in totals] == found
    ordered = [groups[total] for total in sorted(groups)]
    assert ordered == sorted(ordered)
    assert set(found) <= {0, 1, 2, 3}


def test_quarters_without_ties_are_even():
    assert statistics.quarters([5, 1, 7, 3, 2, 8, 4, 6]) == [2, 0, 3, 1, 0, 3, 1, 2]
    assert statistics.quarters([1, 1, 1, 1]) == [2, 2, 2, 2]


@given(st.lists(st.integers(0, 300), min_size=1))
def test_medians_are_those_of_the_standard_library(values: list[int]):
    assert statistics.median(values) == standard.median(values)
