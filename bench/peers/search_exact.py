"""The dynamic program of exact search, with NumPy or in plain Python: a list of best values by cost, one maximum an option and layer.

    search_exact.py          with NumPy
    search_exact.py plain    lists and loops

Prints the optimum of nsc-transformer-xl at 38.4M +- 5 % non-embedding parameters, its front over all budgets, and the same for
lonas-llama-7b at 5.7B parameters (NSC, std 0.02, Q, K and V merged). Tables of options are made before the clock starts.
"""
import json
import math
import sys
import time

import numpy as np

WIDTHS = list(range(512, 2049, 128)) + list(range(2304, 4097, 256))


def psi(m, n, std=0.02):
    """Expected ln det(I + W W^T) of an m x n matrix: Shannon transform of Marchenko-Pastur."""
    small, large = min(m, n), max(m, n)
    snr, beta = std * std * small, large / small
    f = (math.sqrt(snr * (1 + math.sqrt(beta)) ** 2 + 1) - math.sqrt(snr * (1 - math.sqrt(beta)) ** 2 + 1)) ** 2
    v = beta * math.log(1 + snr - f / 4) + math.log(1 + snr * beta - f / 4) - f / (4 * snr)
    return small * v


def best_by_cost(costs, values, depth, cells):
    """Best value of `depth` layers at every cost, in units above the cheapest choice, up to `cells` of them."""
    best = np.full(1, 0.0)
    widest = max(costs)
    for _ in range(depth):
        following = np.full(min(cells, len(best) + widest), -np.inf)
        for cost, value in zip(costs, values):
            end = min(len(following), len(best) + cost)
            if end > cost:
                part = following[cost:end]
                np.maximum(part, best[: end - cost] + value, out=part)
        best = following
    return best


def best_by_cost_plain(costs, values, depth, cells):
    best = [0.0]
    widest = max(costs)
    for _ in range(depth):
        following = [-math.inf] * min(cells, len(best) + widest)
        for cost, value in zip(costs, values):
            for at, known in enumerate(best, cost):
                if at >= len(following):
                    break
                if known + value > following[at]:
                    following[at] = known + value
        best = following
    return best


PLAIN = sys.argv[1:] == ["plain"]


def tables():
    macros = []
    for d in (128, 256, 384, 512, 640, 768, 1024):
        values = [psi(3 * d, d) + psi(d, d) + 2 * psi(f, d) for f in WIDTHS]
        costs = [4 * d * d + 9 * d + f * (2 * d + 1) for f in WIDTHS]
        for depth in (12, 14, 16, 18):
            macros.append((depth, costs, values, 0))
    return macros


def lonas():
    d = 4096
    widths = (5504, 6880, 8256, 9632, 11008)
    values = [psi(3 * d, d) + psi(d, d) + 3 * psi(f, d) for f in widths]
    # Adapters of rank 28 on query, key, value, gate and up, 32 on down; rank 32 throughout costs more for no more value and is left out.
    adapters = [28 * 3 * 2 * d + 28 * 2 * (d + f) + 32 * (d + f) for f in widths]
    costs = [4 * d * d + 3 * d * f + 2 * d + more for f, more in zip(widths, adapters)]
    return [(32, costs, values, 2 * 32000 * d + d)]


def solve(macros, minimum, maximum):
    best = -math.inf
    points = []
    for depth, costs, values, rest in macros:
        unit = math.gcd(*(cost - min(costs) for cost in costs))
        offsets = [(cost - min(costs)) // unit for cost in costs]
        base = rest + depth * min(costs)
        last = depth * max(offsets) if maximum is None else (maximum - base) // unit
        if last < 0:
            continue
        by_cost = np.array((best_by_cost_plain if PLAIN else best_by_cost)(offsets, values, depth, int(last) + 1))
        price = base + unit * np.arange(len(by_cost))
        if maximum is None:
            points.append((price, by_cost))
        else:
            best = max(best, np.max(by_cost[price >= minimum], initial=-math.inf))
    if maximum is not None:
        return best
    price, value = (np.concatenate(part) for part in zip(*points))
    order = np.lexsort((-value, price))
    value = value[order]
    return int(np.sum(value > np.concatenate(([-np.inf], np.maximum.accumulate(value)[:-1]))))


def timed(macros, minimum=None, maximum=None):
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        result = solve(macros, minimum, maximum)
        seconds.append(time.perf_counter() - started)
    return 1000 * sorted(seconds)[1], result


nsc = tables()
optimum, score = timed(nsc, 38.4e6 * 0.95, 38.4e6 * 1.05)
front, size = timed(nsc)
lonas_optimum, lonas_score = timed(lonas(), 0, 5.7e9)
lonas_front, lonas_size = timed(lonas())
print(
    json.dumps(
        {
            "optimumMilliseconds": optimum,
            "optimumScore": score,
            "frontMilliseconds": front,
            "frontSize": size,
            "lonasOptimumMilliseconds": lonas_optimum,
            "lonasScore": lonas_score,
            "lonasFrontMilliseconds": lonas_front,
            "lonasFrontSize": lonas_size,
        }
    )
)
