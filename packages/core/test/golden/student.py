"""Writes student.json: both tails of Student's t, for packages/core/test/statistics.

Run with SciPy 1.10 or later: python3 packages/core/test/golden/student.py
"""

import json
import pathlib

import scipy
from scipy import stats

DEGREES = [0.7, 1, 2, 3, 4, 5, 7, 10, 19, 37.5, 63, 64, 65, 119, 199, 499, 1000, 20000]
DISTANCES = [1e-9, 1e-3, 0.1, 0.5, 1, 1.7, 1.8, 2, 2.5, 3, 4, 6.5, 10, 13, 17, 22, 30, 37, 60, 150, 1e4, 1e9, 1e100, 1e200]
# Where the tail is about 1e-300.
FARTHEST = [(447.175, 199), (85.727, 499), (41.748, 3000), (37.712, 20000)]


def main():
    tails = [[float(t), float(degrees), 2 * stats.t.sf(t, degrees)] for degrees in DEGREES for t in DISTANCES]
    tails += [[t, float(degrees), 2 * stats.t.sf(t, degrees)] for t, degrees in FARTHEST]
    lines = ",\n".join(json.dumps(row) for row in tails if row[2] > 9e-301)
    text = f'{{"scipy":"{scipy.__version__}","tails":[\n{lines}\n]}}\n'
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


main()
