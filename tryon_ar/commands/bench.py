"""``tryon-ar bench``: speed, stage by stage and against peers, in one run."""

import json
import subprocess
import sys
import time
from dataclasses import asdict
from typing import Any

from tryon_ar.commands.console import fetching_models, progress_bar, say
from tryon_ar.commands.cores import share_cores

# What the project promises: ratios of one run, which hold on any machine, and milliseconds on one
# core of today's laptop, beside which the same run's cv2.remap and MediaPipe stand.
LIMITS = {
    "warp_times_faster_than_skimage": (25.0, "at least"),
    "warp_times_remap": (4.0, "at most"),
    "poisson_cold_times_faster_than_seamless_clone": (5.0, "at least"),
    "poisson_warm_times_faster_than_seamless_clone": (10.0, "at least"),
    "poisson_cold_error_mean": (0.5, "at most"),
    "poisson_cold_error_max": (2.0, "at most"),
    "pipeline_overhead_ratio": (2.5, "at most"),
    "dressing_640x480_ms": (9.0, "at most"),
    "dressing_1280x720_ms": (16.0, "at most"),
}


def run_bench(*, as_json: bool) -> int:
    """Measure everything once and print it; the exit code is 0 whatever the figures."""
    fetching_models()
    with progress_bar("Measuring") as advance:
        figures = _measure(advance)
    ratios = _promised(figures)
    if as_json:
        say(json.dumps({"version": 1, "ratios": ratios, **figures}, indent=2))
        return 0
    for name, value in ratios.items():
        limit, sense = LIMITS[name]
        met = value >= limit if sense == "at least" else value <= limit
        say(f"{name:<48} {value:>9.3f}   {sense} {limit:g}: {'met' if met else 'MISSED'}")
    for part, values in figures.items():
        for key, number in values.items():
            shown = f"{number:.3f}" if isinstance(number, float) else number
            say(f"{part + '.' + key:<48} {shown:>9}")
    return 0


def _measure(advance: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401 a progress callback
    from tryon_ar.evaluation.bench_blend import bench_blend, bench_shading
    from tryon_ar.evaluation.bench_dressing import SIZES, bench_dressing
    from tryon_ar.evaluation.bench_pipeline import bench_pipeline
    from tryon_ar.evaluation.bench_warp import time_warp

    advance(0.0, "warp")
    timings = time_warp()
    warp = asdict(timings) | {
        "times_faster_than_skimage": timings.times_faster_than_skimage,
        "times_remap": timings.times_remap,
    }
    advance(0.25, "blend")
    blend = bench_blend()
    advance(0.5, "shading")
    shading = bench_shading()
    advance(0.6, "pipeline")
    share_cores()  # as whatever dresses does
    pipeline = bench_pipeline()
    sized = {}
    for number, (width, height) in enumerate(SIZES):
        advance(0.75 + 0.1 * number, f"dressing at {width}x{height}")
        sized[f"dressing_{width}x{height}"] = bench_dressing((width, height))
    advance(0.95, "start")
    start = {"help_s": _help_seconds()}
    return {
        "warp": warp,
        "blend": blend,
        "shading": shading,
        "pipeline": pipeline,
        **sized,
        "start": start,
    }


def _promised(figures: dict[str, dict[str, Any]]) -> dict[str, float]:
    blend = figures["blend"]
    values = {
        "warp_times_faster_than_skimage": figures["warp"]["times_faster_than_skimage"],
        "warp_times_remap": figures["warp"]["times_remap"],
        "poisson_cold_times_faster_than_seamless_clone": blend["numba_cold_ratio"],
        "poisson_warm_times_faster_than_seamless_clone": blend["numba_warm_ratio"],
        "poisson_cold_error_mean": blend["numba_cold_error_mean"],
        "poisson_cold_error_max": blend["numba_cold_error_max"],
        "pipeline_overhead_ratio": figures["pipeline"]["overhead_ratio"],
        "dressing_640x480_ms": figures["dressing_640x480"]["dressing_ms"],
        "dressing_1280x720_ms": figures["dressing_1280x720"]["dressing_ms"],
    }
    return {name: round(float(value), 3) for name, value in values.items()}


def _help_seconds(runs: int = 5) -> float:
    """Return the fastest of a few ``--help`` runs in fresh processes."""
    command = [sys.executable, "-c", "import tryon_ar.app as a, sys; sys.exit(a.main(['--help']))"]
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return round(min(times), 3)
