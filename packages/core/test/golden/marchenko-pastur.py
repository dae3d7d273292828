"""Writes marchenko-pastur.json: ∫ ln(1 + x·t) dMP_γ(t) by quadrature, for packages/core/test/capacity.

With t = 1 + γ + 2√γ·cos θ the density √((λ₊ − t)(t − λ₋)) / (2πγt) dt becomes 2/π·sin²θ / t dθ on [0, π], which has no ends
where it is steep. Two rules of different kind must agree: tanh-sinh in 40 digits, and the trapezoidal rule (Gauss-Chebyshev
of the second kind), which is what the tests use.

Run with mpmath 1.3 or later: python3 packages/core/test/golden/marchenko-pastur.py
"""

import json
import math
import pathlib

import mpmath
from mpmath import mpf

RATIOS = ["1e-4", "1e-3", "0.01", "0.0625", "0.2", "0.25", "0.5", "0.75", "0.9", "0.99", "0.9999", "1"]
POINTS = ["1e-6", "1e-5", "1e-4", "1e-3", "0.01", "0.1", "1", "10", "100", "1000", "1e4"]

mpmath.mp.dps = 40


def tanh_sinh(ratio, x):
    """Cut at geometric distances from θ = π, where t and with it 1 + x·t may come near zero."""
    root = mpmath.sqrt(ratio)
    cuts = [0] + [mpmath.pi * (1 - mpf(4) ** -k) for k in range(1, 9)] + [mpmath.pi]

    def integrand(theta):
        # 1 + cos θ = 2cos²(θ/2), without cancellation at π
        t = (1 - root) ** 2 + 4 * root * mpmath.cos(theta / 2) ** 2
        return mpmath.sin(theta) ** 2 * mpmath.log1p(x * t) / t

    return 2 / mpmath.pi * mpmath.quad(integrand, cuts)


def trapezoid(ratio, x, intervals=1 << 16):
    root = math.sqrt(ratio)
    angles = (math.pi * k / intervals for k in range(1, intervals))
    terms = []
    for theta in angles:
        t = (1 - root) ** 2 + 4 * root * math.cos(theta / 2) ** 2
        terms.append(math.sin(theta) ** 2 * math.log1p(x * t) / t)
    return 2 / intervals * math.fsum(terms)


def case(ratio, x):
    value = tanh_sinh(mpf(float(ratio)), mpf(float(x)))
    assert abs(trapezoid(float(ratio), float(x)) / value - 1) < 1e-12, (ratio, x)
    return {"ratio": float(ratio), "x": float(x), "value": float(value)}


def main():
    cases = [case(ratio, x) for ratio in RATIOS for x in POINTS]
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in cases)
    text = f'{{"mpmath":"{mpmath.__version__}","cases":[\n{lines}\n]}}\n'
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


main()
