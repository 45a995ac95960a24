"""The statistics of tests: correlations, reliability, error of measurement, quarters of a group. Pure.

Numbers in, a number out; `None` wherever the formula has no value (too few, or no variance).
Sources: Lord, F. M. & Novick, M. R. (1968), Statistical Theories of Mental Test Scores, chapters 4 and 15;
Cronbach, L. J. (1951), Coefficient alpha and the internal structure of tests, Psychometrika 16(3), 297-334;
Kuder, G. F. & Richardson, M. W. (1937), The theory of the estimation of test reliability, Psychometrika 2(3).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, groupby
from math import fsum, sqrt

QUARTERS = 4

#: who earned what at one question: fraction → a number whose bit n says that paper n earned it.
#: A thousand papers are compared in one step, so that a pool of 150 questions takes no second.
Column = Mapping[float, int]


def mean(values: Sequence[float]) -> float | None:
    """Arithmetic mean, Σx / n; none for no values."""
    return fsum(values) / len(values) if values else None


def deviation(values: Sequence[float]) -> float | None:
    """Standard deviation of a sample, √(Σ(x − x̄)² / (n − 1)); at least 0; none for n < 2."""
    centre = mean(values)
    if centre is None or len(values) < 2:
        return None
    return sqrt(fsum((x - centre) ** 2 for x in values) / (len(values) - 1))


def median(values: Iterable[float]) -> float | None:
    """The middle value, or the mean of the two in the middle; none for no values."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Pearson's r, Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² · Σ(y − ȳ)²), from -1 to 1.

    With a right/wrong x it is the point-biserial correlation, (M₁ − M₀) / s · √(p·q) (Lord & Novick, 15.3).
    None for n < 2, and when either side has no variance. ValueError when the lengths differ.
    """
    if len(xs) != len(ys):
        raise ValueError("Two sides of a correlation are of one length.")
    x_mean, y_mean = mean(xs), mean(ys)
    if x_mean is None or y_mean is None or len(xs) < 2:
        return None
    if min(xs) == max(xs) or min(ys) == max(ys):  # exact: sums of rounded squares are not
        return None
    x_off, y_off = [x - x_mean for x in xs], [y - y_mean for y in ys]
    spread = sqrt(fsum(x * x for x in x_off)) * sqrt(fsum(y * y for y in y_off))
    if not spread:
        return None
    together = fsum(x * y for x, y in zip(x_off, y_off, strict=True))
    return max(-1.0, min(1.0, together / spread))


def discrimination(item: Sequence[float], totals: Sequence[float]) -> float | None:
    """Corrected item-total correlation: Pearson's r of the item with the total *without* the item, from -1 to 1.

    `item` and `totals` are of the same papers in the same unit, so that `total - item` is the rest. Without the
    correction an item correlates with itself (Lord & Novick, 15.3). None for n < 2 or no variance.
    """
    # what is left by subtracting floats would be a tiny variance where there is none
    rest = [round(total - own, 9) for own, total in zip(item, totals, strict=True)]
    return correlation(item, rest)


def alpha(columns: Sequence[Column], length: float) -> float | None:
    """Cronbach's α of a paper of `length` questions drawn from a pool, at most 1; it can be negative.

    α = m·c̄ / (v̄ + (m − 1)·c̄), with m = `length`, v̄ the mean variance of a question and c̄ the mean covariance of
    two questions, each over the papers that held the question, or both (pairwise complete), and weighted by its
    degrees of freedom n − 1. That is ρ = c̄ / v̄, the reliability of one question, lengthened m times by Spearman
    and Brown. When all papers hold the same m questions it is exactly Cronbach's
    m / (m − 1) · (1 − Σvᵢ / v_total), and Kuder and Richardson's formula 20 when marks are 0 and 1.

    None for fewer than two questions, when no two papers share two questions, or without variance.
    """
    own = [_moments(column, column) for column in columns]
    pairs = [_moments(a, b) for a, b in combinations(columns, 2)]
    variance, covariance = _pooled(own), _pooled(pairs)
    if variance is None or covariance is None or length < 2:
        return None
    whole = variance + (length - 1) * covariance
    if variance <= 0 or whole <= 0:
        return None
    return min(1.0, length * covariance / whole)


def spearman_brown(reliability: float, times: float) -> float | None:
    """The reliability of a test made `times` as long by like questions: k·ρ / (1 + (k − 1)·ρ).

    At most 1 for a reliability of at most 1; none where the denominator is not above 0 (ρ ≤ −1 / (k − 1)).
    """
    whole = 1 + (times - 1) * reliability
    return times * reliability / whole if whole > 0 else None


def standard_error(spread: float, reliability: float) -> float:
    """Standard error of measurement, SD·√(1 − α), in the unit of SD, from 0 to SD (a negative α counts as 0).

    About two of three people's results lie within one of it from what they would get on average over many papers
    (Lord & Novick, 3.8).
    """
    return spread * sqrt(1 - min(1.0, max(0.0, reliability)))


def quarters(totals: Sequence[float]) -> list[int]:
    """The quarter of the group that each total belongs to: 0 the weakest, 3 the strongest.

    Equal totals stay together: each goes where the middle of their ranks lies, so that quarters are as even as
    ties allow and one of them can be empty.
    """
    places = sorted(range(len(totals)), key=totals.__getitem__)
    found = [0] * len(totals)
    start = 0
    for _, group in groupby(places, key=totals.__getitem__):
        same = list(group)
        middle = start + len(same) / 2
        for place in same:
            found[place] = min(QUARTERS - 1, int(QUARTERS * middle / len(totals)))
        start += len(same)
    return found


def column(fractions: Mapping[int, float], papers: int) -> Column:
    """The marks of one question, by the number of the paper (from 0, below `papers`), as `alpha` wants them."""
    levels: dict[float, bytearray] = {}
    for paper, fraction in fractions.items():
        bits = levels.get(fraction)
        if bits is None:
            bits = levels[fraction] = bytearray(papers // 8 + 1)
        bits[paper >> 3] |= 1 << (paper & 7)
    return {fraction: int.from_bytes(bits, "little") for fraction, bits in levels.items()}


def _moments(one: Column, other: Column) -> tuple[int, float, float, float]:
    """Over the papers that hold both: how many, Σx, Σy, Σxy."""
    in_one, in_other = _present(one), _present(other)
    count = (in_one & in_other).bit_count()
    x_sum = fsum(x * (bits & in_other).bit_count() for x, bits in one.items())
    y_sum = fsum(y * (bits & in_one).bit_count() for y, bits in other.items())
    products = fsum(
        x * y * (x_bits & y_bits).bit_count()
        for x, x_bits in one.items()
        if x
        for y, y_bits in other.items()
        if y
    )
    return count, x_sum, y_sum, products


def _present(column_: Column) -> int:
    papers = 0
    for bits in column_.values():
        papers |= bits
    return papers


def _pooled(moments: Iterable[tuple[int, float, float, float]]) -> float | None:
    """Σ(Σxy − Σx·Σy / n) / Σ(n − 1) over those with n ≥ 2; none when there are none."""
    known = [m for m in moments if m[0] > 1]
    freedom = sum(count - 1 for count, *_ in known)
    if not freedom:
        return None
    return fsum(xy - x * y / count for count, x, y, xy in known) / freedom
