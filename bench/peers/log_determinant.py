"""ln det(I + W'W) of a square float32 matrix in a file, by Gram and Cholesky and by singular values: log_determinant.py FILE numpy|torch."""

import json
import sys
import time

import numpy

path, library = sys.argv[1:]
weights = numpy.fromfile(path, numpy.float32)
size = round(len(weights) ** 0.5)
weights = weights.reshape(size, size)


def timed(work):
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - started)
    return sorted(seconds)[1], float(found)


def numpy_cholesky():
    gram = numpy.eye(size, dtype=numpy.float32) + weights.T @ weights
    return 2 * numpy.log(numpy.diag(numpy.linalg.cholesky(gram))).sum()


def numpy_singular():
    return numpy.log1p(numpy.linalg.svd(weights, compute_uv=False) ** 2).sum()


if library == "numpy":
    (cholesky, found), (singular, _) = timed(numpy_cholesky), timed(numpy_singular)
    figures = {"cholesky": cholesky, "singularValues": singular}
else:
    import torch

    tensor = torch.from_numpy(weights)

    def torch_cholesky():
        gram = tensor.T @ tensor
        gram.diagonal().add_(1)
        return 2 * torch.linalg.cholesky(gram).diagonal().log().sum()

    def torch_singular():
        return torch.linalg.svdvals(tensor).square().log1p().sum()

    figures = {}
    for threads in (1, 2):
        torch.set_num_threads(threads)
        figures[f"cholesky, {threads} threads"], found = timed(torch_cholesky)
        figures[f"singular values, {threads} threads"], _ = timed(torch_singular)
print(json.dumps({**figures, "logDeterminant": found}))
