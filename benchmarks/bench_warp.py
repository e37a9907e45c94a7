"""Time the garment warp against its peers and say whether it is fast enough.

Run: python benchmarks/bench_warp.py [--repeats 60] [--json]

Exits 1 when the warp, fit included, is less than 25 times faster than scikit-image's, or
flow and gather take more than 4 times a bare ``cv2.remap`` of the same four float32 channels.
"""

import argparse
import json
import sys
from dataclasses import asdict

from tryon_ar.evaluation.bench_warp import time_warp

LEAST_TIMES_SKIMAGE = 25.0
MOST_TIMES_REMAP = 4.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    timings = time_warp(options.repeats)
    ratios = {
        "times_faster_than_skimage": timings.times_faster_than_skimage,
        "times_remap": timings.times_remap,
    }
    if options.json:
        print(json.dumps(asdict(timings) | ratios, indent=1))
    else:
        for name, value in (asdict(timings) | ratios).items():
            print(f"{name:28} {value:10.3f}")
    fast = (
        timings.times_faster_than_skimage >= LEAST_TIMES_SKIMAGE
        and timings.times_remap <= MOST_TIMES_REMAP
    )
    return 0 if fast else 1


if __name__ == "__main__":
    sys.exit(main())
