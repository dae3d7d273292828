"""Sums of squares of every tensor of a safetensors file in BF16 with NumPy, two threads, read warm: stream_bf16.py FOLDER."""

import json
import resource
import struct
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy

path = sys.argv[1] + "/model.safetensors"
with open(path, "rb") as file:
    (length,) = struct.unpack("<Q", file.read(8))
    header = json.loads(file.read(length))
start = 8 + length
ranges = [tensor["data_offsets"] for name, tensor in header.items() if ".layers." in name and "norm" not in name]
PIECE = 1 << 19


def squares(begin_end):
    begin, end = begin_end
    total = 0.0
    wide = numpy.empty(PIECE // 2, numpy.uint32)
    with open(path, "rb", buffering=0) as file:
        file.seek(start + begin)
        buffer = bytearray(PIECE)
        for at in range(begin, end, PIECE):
            size = file.readinto(memoryview(buffer)[: min(PIECE, end - at)])
            halves = numpy.frombuffer(buffer, numpy.uint16, size // 2)
            numpy.left_shift(halves, 16, out=wide[: size // 2], dtype=numpy.uint32, casting="unsafe")
            values = wide[: size // 2].view(numpy.float32)
            total += float(numpy.dot(values, values))
    return total


rates = []
for run in range(4):
    started = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        norm = sum(pool.map(squares, ranges))
    rates.append(sum(end - begin for begin, end in ranges) / 1e9 / (time.perf_counter() - started))
print(
    json.dumps(
        {
            "gigabytesPerSecond": sorted(rates[1:])[1],
            "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "norm": norm,
        }
    )
)
