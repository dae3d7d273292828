"""Writes capacity.json: capacities of real matrices by NumPy, for packages/core/test/capacity.

Both capacities come from singular values, and ln det(I + WᵀW) also from NumPy's LU factors of the larger Gram matrix, which
the product never builds.

Run with NumPy 1.24 or later: python3 packages/core/test/golden/capacity.py
"""

import json
import pathlib

import numpy

SHAPES = [(1, 1), (1, 7), (7, 1), (2, 3), (8, 3), (3, 8), (16, 16), (4, 40), (40, 4), (24, 31)]

random = numpy.random.default_rng(20250324)


def matrices(rows, cols):
    yield "normal", random.normal(size=(rows, cols))
    yield "small", 0.02 * random.normal(size=(rows, cols))
    yield "large", 300 * random.normal(size=(rows, cols))
    yield "rank one", numpy.outer(random.normal(size=rows), random.normal(size=cols))
    yield "zero", numpy.zeros((rows, cols))


def case(kind, weights):
    weights = weights.round(4)
    rows, cols = weights.shape
    singular = numpy.linalg.svd(weights, compute_uv=False)
    log_determinant = numpy.log1p(singular**2).sum()
    larger = weights.T @ weights if cols > rows else weights @ weights.T
    sign, checked = numpy.linalg.slogdet(numpy.eye(len(larger)) + larger)
    assert sign == 1 and abs(checked - log_determinant) <= 1e-8 * (1 + log_determinant), (kind, weights.shape)
    return {
        "kind": kind,
        "rows": rows,
        "cols": cols,
        "values": weights.ravel().tolist(),
        "logDeterminant": float(log_determinant),
        "frobenius": float((singular**2).sum() / min(rows, cols)),
    }


def main():
    cases = [case(kind, weights) for shape in SHAPES for kind, weights in matrices(*shape)]
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in cases)
    text = f'{{"numpy":"{numpy.__version__}","cases":[\n{lines}\n]}}\n'
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


main()
