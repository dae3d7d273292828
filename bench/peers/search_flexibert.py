"""All 10,621,440 FlexiBERT architectures with NumPy: ZeroLM score (alpha 0.5), top 10, Pareto front against parameters."""
import json
import resource
import time

import numpy as np


def layer_options(hidden):
    """(weighted sum of max(rows, cols), parameters) of each of the 48 layer options, alpha 0.5."""
    options = []
    for operation in ("sdp", "wma", "dft", "dct", "conv5", "conv9"):
        for heads in (2, 4):
            if operation in ("sdp", "wma"):
                mixer = [(hidden, hidden)] * (4 if operation == "sdp" else 5)
                vectors = 6 * hidden
            elif operation in ("dft", "dct"):
                mixer = [(hidden, hidden)]
                vectors = hidden
            else:
                kernel, inner = int(operation[4:]), hidden // 2
                mixer = [(inner, hidden)] * 5 + [(hidden, kernel), (heads // 2 * kernel, inner), (hidden, hidden)]
                vectors = 5 * inner + heads // 2 * kernel + 3 * hidden
            for width in (512, 1024):
                for stacks in (1, 3):
                    ffn = [(width, hidden)] + [(width, width)] * (stacks - 1) + [(hidden, width)]
                    score = sum(max(m, n) for m, n in mixer + ffn)
                    parameters = sum(m * n for m, n in mixer + ffn) + vectors + stacks * width + 3 * hidden
                    options.append((score, parameters))
    return np.array(options, dtype=np.float64).T


def outer_sum(values, depth):
    total = values
    for _ in range(depth - 1):
        total = (total[:, None] + values[None, :]).ravel()
    return total


started = time.perf_counter()
embedding = {128: 30522 * 128 + 512 * 128 + 2 * 128 + 256, 256: 30522 * 128 + 512 * 128 + 2 * 128 + 256 + 128 * 256 + 256}
scores, parameters = [], []
for hidden in (128, 256):
    score, size = layer_options(hidden)
    for depth in (2, 4):
        scores.append(outer_sum(score, depth))
        parameters.append(outer_sum(size, depth) + embedding[hidden])
scores = np.concatenate(scores) * (0.02**2 / 2)
parameters = np.concatenate(parameters)
top = np.sort(np.partition(scores, -10)[-10:])[::-1]
order = np.lexsort((-scores, parameters))
ordered = scores[order]
front = np.flatnonzero(ordered > np.concatenate(([-np.inf], np.maximum.accumulate(ordered)[:-1])))
seconds = time.perf_counter() - started
print(
    json.dumps(
        {
            "seconds": seconds,
            "evaluated": len(scores),
            "paretoSize": len(front),
            "bestScore": float(top[0]),
            "perSecond": round(len(scores) / seconds),
            "peakMegabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
    )
)
