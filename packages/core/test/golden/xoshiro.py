"""Writes xoshiro.json: first numbers of xoshiro128** seeded by SplitMix32, for packages/core/test/random.

Written from the published C code (Blackman & Vigna, prng.di.unimi.it/xoshiro128starstar.c) in unbounded integers; SplitMix32
with the constants 9e3779b9, 21f0aaad, 735a2d97 and the shifts 16, 15, 15.

Run with Python 3.8 or later: python3 packages/core/test/golden/xoshiro.py
"""

import json
import pathlib

MASK = 0xFFFFFFFF


def rotate_left(x, k):
    return ((x << k) | (x >> (32 - k))) & MASK


class Xoshiro128StarStar:
    def __init__(self, seed):
        self.state = []
        counter = seed & MASK
        for _ in range(4):
            counter = (counter + 0x9E3779B9) & MASK
            z = counter
            z = ((z ^ (z >> 16)) * 0x21F0AAAD) & MASK
            z = ((z ^ (z >> 15)) * 0x735A2D97) & MASK
            self.state.append(z ^ (z >> 15))

    def next(self):
        s = self.state
        result = (rotate_left((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 9) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate_left(s[3], 11)
        return result


def uniform(source):
    high, low = source.next() >> 5, source.next() >> 6
    return ((high << 26) | low) / (1 << 53)


def below_big(source, bound):
    """Words from the most significant down, cut to as many bits as the bound has, drawn again until below it."""
    while True:
        drawn = 0
        for _ in range((bound.bit_length() + 31) // 32):
            drawn = (drawn << 32) | source.next()
        drawn &= (1 << bound.bit_length()) - 1
        if drawn < bound:
            return drawn


def case(seed):
    start = lambda: Xoshiro128StarStar(seed)
    bits, reals, bigs = start(), start(), start()
    return {
        "seed": seed,
        "bits": [bits.next() for _ in range(12)],
        "uniform": [uniform(reals) for _ in range(6)],
        "belowBig": [str(below_big(bigs, 10**20)) for _ in range(6)],
    }


def main():
    cases = [case(seed) for seed in [0, 1, 7, 20250324, -1, 2**31, 2**32 + 7]]
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in cases)
    pathlib.Path(__file__).with_suffix(".json").write_text(f'{{"cases":[\n{lines}\n]}}\n')


main()
