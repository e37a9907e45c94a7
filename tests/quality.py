"""Measure the small rig and fail where a figure is worse than it was by more than 2 %.

``python tests/quality.py`` compares with ``tests/evaluation/rig_baseline.json``;
``python tests/quality.py --renew`` writes that file anew, to be committed with what changed it.
"""

import argparse
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import tryon_ar  # noqa: E402, F401 the privacy guard comes first
from tryon_ar.evaluation.regression import Change, improved, watched, worsened  # noqa: E402
from tryon_ar.evaluation.rig_suite import measure_rig  # noqa: E402

RIG = ROOT / "tests" / "evaluation" / "rig"
BASELINE = ROOT / "tests" / "evaluation" / "rig_baseline.json"
RENEW = "python tests/quality.py --renew"


def main(arguments: list[str]) -> int:
    """Measure, then compare or renew; 1 when something is worse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renew", action="store_true", help="write the baseline anew")
    renew = parser.parse_args(arguments).renew
    started = time.perf_counter()
    now = watched(measure_rig(RIG))
    taken_s = time.perf_counter() - started
    if renew:
        BASELINE.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
        say(f"Quality: {len(now)} figures written to {BASELINE.relative_to(ROOT)}.")
        return 0
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    worse, better = worsened(baseline, now), improved(baseline, now)
    for change in better:
        say(f"better: {told(change)} (keep it with {RENEW})")
    for change in worse:
        say(f"WORSE: {told(change)}")
    verdict = "passed" if not worse else f"FAILED: {len(worse)} figures are worse"
    say(f"Quality on the small rig {verdict}; {len(baseline)} figures in {taken_s:.0f} s.")
    return 1 if worse else 0


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def told(change: Change) -> str:
    """Return a change in words."""
    now = "gone" if change.now is None else f"{change.now:g}"
    return f"{change.figure} was {change.before:g}, is {now}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
