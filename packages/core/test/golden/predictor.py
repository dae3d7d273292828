"""Writes predictor.json: Gaussian process regression by NumPy and SciPy, for packages/core/test/predictor.

Run with SciPy 1.10 or later: python3 packages/core/test/golden/predictor.py
"""

import json
import pathlib

import numpy
import scipy
from scipy import stats

random = numpy.random.default_rng(20250325)

FEATURES = [
    "hidden", "depth", "nonEmbedding", "attention", "ffn", "firstAttention", "lastAttention", "firstFfn", "lastFfn",
    "embeddingWidth", "narrowestEmbedding",
]
COMPONENTS = [
    ["hidden", "depth"], ["nonEmbedding"], ["depth", "attention"], ["depth", "ffn"],
    ["depth", "firstAttention", "lastAttention"], ["depth", "firstFfn", "lastFfn"],
    ["embeddingWidth", "narrowestEmbedding"], ["hidden", "embeddingWidth", "narrowestEmbedding"],
]  # fmt: skip
SIZE = 1 + sum(1 + len(names) for names in COMPONENTS)


def covariance(x, z, other_x, other_z, theta):
    total = 0.1 + 0.05 * numpy.outer(z, other_z)
    rest = list(theta[1:])
    for names in COMPONENTS:
        amplitude = numpy.exp(rest.pop(0))
        scaled = []
        for points in (x, other_x):
            lengths = numpy.exp(rest[: len(names)])
            scaled.append(points[:, [FEATURES.index(name) for name in names]] / lengths)
        del rest[: len(names)]
        squares = ((scaled[0][:, None, :] - scaled[1][None, :, :]) ** 2).sum(-1)
        total = total + amplitude * numpy.exp(-squares / 2)
    return total


def standardised(values, by=None):
    by = values if by is None else by
    scale = by.std(ddof=1) or 1
    return (values - by.mean()) / scale, scale


def case(n, lam):
    x = random.normal(size=(n + 4, len(FEATURES))) * 1.5 + 5
    prior = random.normal(size=n + 4) * 2 + 9
    quality = 60 + 3 * random.normal(size=n) + x[:n, 0]
    theta = numpy.concatenate([[-2], random.normal(size=SIZE - 1) * 0.7 - 0.5])
    z, _ = standardised(prior, prior[:n])
    y, first = standardised(quality)
    bent = stats.yeojohnson(y, lam)
    slope = (lam - 1) * numpy.sign(y) * numpy.log1p(abs(y))
    target, second = standardised(bent)
    residual = target - 0.7 * z[:n]
    noise = numpy.exp(theta[0]) + 1e-6
    k = covariance(x[:n], z[:n], x[:n], z[:n], theta) + noise * numpy.eye(n)
    cross = covariance(x[n:], z[n:], x[:n], z[:n], theta)
    own = numpy.diag(covariance(x[n:], z[n:], x[n:], z[n:], theta))
    solved = numpy.linalg.solve(k, cross.T)
    return {
        "lambda": lam,
        "theta": theta.tolist(),
        "rows": [
            {"features": x[i].tolist(), "prior": prior[i], **({"quality": quality[i]} if i < n else {})}
            for i in range(n + 4)
        ],
        "logMarginalLikelihood": stats.multivariate_normal(cov=k).logpdf(residual),
        "logSlope": float((slope - numpy.log(second)).sum()),
        "mean": (0.7 * z[n:] + cross @ numpy.linalg.solve(k, residual)).tolist(),
        "variance": (own - (cross * solved.T).sum(1)).tolist(),
        "firstScale": float(first),
    }


def main():
    cases = [case(n, lam) for n in (2, 3, 8, 25, 60) for lam in (0, 1, 2)]
    students = {str(d): stats.t.ppf(0.975, d) for d in (1, 2, 3, 4, 5, 9, 19, 39, 79, 499)}
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in cases)
    text = f'{{"scipy":"{scipy.__version__}","student95":{json.dumps(students)},"cases":[\n{lines}\n]}}\n'
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


main()
