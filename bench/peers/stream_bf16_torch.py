"""Sums of squares of every tensor of a safetensors file in BF16 with torch, two threads, read warm: stream_bf16_torch.py FOLDER WAY.

WAY is `norm` (torch's norm of whole tensors over mapped memory), `widen` (whole tensors as float32, then a dot product), or `pieces`
(half a megabyte at a time by two threads, as the NumPy peer reads).
"""

import json
import mmap
import resource
import struct
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import torch

path, way = sys.argv[1] + "/model.safetensors", sys.argv[2]
with open(path, "rb") as file:
    (length,) = struct.unpack("<Q", file.read(8))
    header = json.loads(file.read(length))
    mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
start = 8 + length
ranges = [tensor["data_offsets"] for name, tensor in header.items() if ".layers." in name and "norm" not in name]
PIECE = 1 << 19


def view(begin, end):
    return torch.frombuffer(mapped, dtype=torch.bfloat16, count=(end - begin) // 2, offset=start + begin)


def norm(begin_end):
    return float(torch.linalg.vector_norm(view(*begin_end), dtype=torch.float32)) ** 2


def widen(begin_end):
    wide = view(*begin_end).float()
    return float(torch.dot(wide, wide))


def pieces(begin_end):
    begin, end = begin_end
    total = 0.0
    wide = torch.empty(PIECE // 2)
    buffer = bytearray(PIECE)
    halves = torch.frombuffer(buffer, dtype=torch.bfloat16)
    with open(path, "rb", buffering=0) as file:
        file.seek(start + begin)
        for at in range(begin, end, PIECE):
            count = file.readinto(memoryview(buffer)[: min(PIECE, end - at)]) // 2
            values = wide[:count].copy_(halves[:count])
            total += float(torch.dot(values, values))
    return total


def total():
    if way == "pieces":
        with ThreadPoolExecutor(2) as pool:
            return sum(pool.map(pieces, ranges))
    return sum(map({"norm": norm, "widen": widen}[way], ranges))


torch.set_num_threads(1 if way == "pieces" else 2)
rates = []
for run in range(4):
    started = time.perf_counter()
    squares = total()
    rates.append(sum(end - begin for begin, end in ranges) / 1e9 / (time.perf_counter() - started))
print(
    json.dumps(
        {
            "gigabytesPerSecond": sorted(rates[1:])[1],
            "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "norm": squares,
        }
    )
)
