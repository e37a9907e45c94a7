"""Let the mirror run for hours, and see whether it stays as it was.

Run: python benchmarks/soak.py live [--minutes 120] [--clip FILE ...]
     python benchmarks/soak.py unpaced [--frames 216000] [--clip FILE ...]
     each with [--warm-up SECONDS] [--plot FILE.svg] [--json FILE]

``live`` is the real window with all its stages, paced by its source: another garment every
15 s, a recording of 20 s every minute, another source every three, each page opened now and
then. ``unpaced`` dresses frames as fast as it can, with another garment every 500 frames, a
recording of 300 every 2,000 and another source every 5,000. Nothing is kept of the recordings.

After the warm-up (5 minutes) wanted are: memory rising by less than 5 MB an hour (told of runs
of half an hour and more, too noisy before) and 30 MB in all, handles and threads as many as
before, fewer than 0.5 % of a recording's frames dropped, 99 % of the frames dressed in at most
1.5 times the median's time. Exits 1 where that is missed.
"""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from soak_counts import Soaked
from soak_health import (
    MOST_DROPPED,
    MOST_GROWTH_MB,
    MOST_SLOPE_MB_H,
    MOST_TAIL,
    Growth,
    growth,
)
from soak_plot import plot
from soak_runs import run_live, run_unpaced

_LONG_ENOUGH_H = 0.5


def main() -> int:
    """Run, print what was found and return the exit code."""
    asked = _arguments().parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        for name in ("CONFIG", "VIDEOS", "PICTURES", "GARMENTS"):
            os.environ[f"TRYON_AR_{name}"] = str(Path(folder) / name.lower())
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        clips = tuple(str(clip.resolve()) for clip in asked.clip)
        if asked.kind == "live":
            soaked = run_live(asked.minutes * 60.0, clips, Path(folder))
        else:
            soaked = run_unpaced(asked.frames, clips, Path(folder))
    grown = growth(soaked.samples, asked.warm_up)
    missed = _missed(soaked, grown)
    summary = _summary(soaked, grown, missed)
    print(json.dumps(summary, indent=1))
    if asked.json is not None:
        samples = [asdict(one) for one in soaked.samples]
        asked.json.write_text(json.dumps({**summary, "samples": samples}))
    if asked.plot is not None:
        asked.plot.write_text(plot(soaked.samples, f"{asked.kind}: {soaked.frames} frames"))
    return 1 if missed else 0


def _missed(soaked: Soaked, grown: Growth) -> list[str]:
    """Return what was wanted and is not so."""
    checks = {
        "memory's slope": grown.hours < _LONG_ENOUGH_H or grown.slope_mb_h < MOST_SLOPE_MB_H,
        "memory's growth": grown.growth_mb < MOST_GROWTH_MB,
        "handles and threads": grown.flat,
        "frames dropped from recordings": soaked.dropped_share < MOST_DROPPED,
        "slow frames": soaked.p99_ms <= MOST_TAIL * soaked.median_ms,
        "recordings": soaked.recordings > 0 and not soaked.unplayable,
        "messages": not soaked.told,
    }
    return [name for name, holds in checks.items() if not holds]


def _summary(soaked: Soaked, grown: Growth, missed: list[str]) -> dict[str, object]:
    return {
        "hours": round(soaked.samples[-1].at_s / 3600.0, 3),
        "frames": soaked.frames,
        "garment switches": soaked.switches,
        "source changes": soaked.changes,
        "recordings": soaked.recordings,
        "unplayable": soaked.unplayable,
        "recorded frames": soaked.recorded,
        "dropped share": round(soaked.dropped_share, 5),
        "passed over share": round(soaked.passed_over_share, 4),
        "median ms": soaked.median_ms,
        "p99 ms": soaked.p99_ms,
        "after warming": {name: value for name, value in asdict(grown).items()},
        "told": soaked.told,
        "missed": missed,
    }


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("kind", choices=("live", "unpaced"))
    parser.add_argument("--minutes", type=float, default=120.0)
    parser.add_argument("--frames", type=int, default=216_000)
    parser.add_argument("--clip", type=Path, action="append", default=[])
    parser.add_argument("--warm-up", type=float, default=300.0)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--json", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
