"""Writes ranking.json: SciPy's rank statistics of 200 random sets of points, for packages/core/test/statistics.

Run with SciPy 1.10 or later: python3 packages/core/test/golden/ranking.py
"""

import json
import math
import pathlib
import warnings

import numpy
import scipy
from scipy import stats

random = numpy.random.default_rng(20250324)


def normal(n):
    return numpy.round(random.normal(size=n), 4)


def integers(n, distinct):
    return random.integers(-distinct // 2, distinct // 2 + 1, size=n).astype(float)


def mostly_one_value(n):
    return numpy.where(random.random(n) < 0.9, 0.0, numpy.round(random.normal(size=n), 2))


def extremes(n):
    """Magnitudes from the smallest double to nearly the largest, and both zeros."""
    return random.choice([-1e300, -1.0, -5e-324, -0.0, 0.0, 5e-324, 1e-10, 1.0, 1 + 2**-52, 1e300], size=n)


def related(n):
    x = normal(n)
    return x, numpy.round(x + 0.5 * normal(n), 1)


KINDS = {
    "no ties": lambda n: (normal(n), normal(n)),
    "related": related,
    "ties in x": lambda n: (integers(n, 5), normal(n)),
    "ties in y": lambda n: (normal(n), integers(n, 5)),
    "ties in both": lambda n: (integers(n, 8), integers(n, 12)),
    "two values": lambda n: (integers(n, 1), integers(n, 1)),
    "mostly one value": lambda n: (mostly_one_value(n), mostly_one_value(n)),
    "extremes": lambda n: (extremes(n), extremes(n)),
    "equal": lambda n: (lambda x: (x, x))(integers(n, n)),
    "opposite": lambda n: (lambda x: (x, -x))(normal(n)),
}


def number(value):
    return None if math.isnan(value) else float(value)


def brief(values):
    return [int(value) if value == int(value) and 0 < abs(value) < 1e6 else float(value) for value in values]


def tau_a(x, y):
    """Straight from the definition."""
    first, second = numpy.triu_indices(len(x), 1)
    signs = numpy.sign(x[first] - x[second]) * numpy.sign(y[first] - y[second])
    return signs.sum() / len(first)


def case(kind, n):
    x, y = KINDS[kind](n)
    return {
        "kind": kind,
        "x": brief(x),
        "y": brief(y),
        "xRanks": brief(stats.rankdata(x)),
        "spearman": number(stats.spearmanr(x, y)[0]),
        "kendall": number(stats.kendalltau(x, y)[0]),
        "kendallTauA": number(tau_a(x, y)),
    }


def main():
    sizes = [2, 3, 200] + [round(2 * 100 ** (step / 16)) for step in range(17)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # constant input: NaN, written as null
        cases = [case(kind, n) for kind in KINDS for n in sizes]
    assert len(cases) == 200
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in cases)
    text = f'{{"scipy":"{scipy.__version__}","cases":[\n{lines}\n]}}\n'
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


main()
