"""Start the real program as a person would and see whether it does its job.

``python tests/smoke.py`` renders a clip, then opens the window offscreen and, where Xvfb is
installed, on a display of its own. The last line says how many of these passed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.own_folders import folders_in  # noqa: E402
from tests.support.xvfb import own_display  # noqa: E402

CLIP = ROOT.parent / "shared" / "data" / "webcam" / "milk.mkv"
# A slow machine has hardly begun after the first, and gets the next.
WINDOW_SECONDS = (6, 30, 90)
# The first start on a machine compiles.
TIMEOUT_S = 400
CRASH_MARKS = (
    "Traceback",
    "Segmentation fault",
    "core dumped",
    "QThread: Destroyed",
    "Fatal Python error",
    "should not have",
    "QPaintDevice: Cannot destroy",
)


class SmokeFailure(Exception):
    """What the program did wrong."""


def run(arguments: list[str], environment: dict[str, str]) -> str:
    """Run the program and return what it printed; raise where it failed or crashed."""
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SmokeFailure(f"it did not end within {TIMEOUT_S} s") from error
    printed = done.stdout + done.stderr
    marks = [mark for mark in CRASH_MARKS if mark in printed]
    if done.returncode or marks:
        raise SmokeFailure(f"exit code {done.returncode}, {marks or 'no crash mark'}:\n{printed}")
    return printed


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment without a display whose files go to a folder."""
    ours = dict(os.environ)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        ours.pop(name, None)
    ours["PYTHONFAULTHANDLER"] = "1"
    return ours | folders_in(folder) | more


def check_render(folder: Path) -> str:
    """Render a clip of a person and play the result."""
    source = str(CLIP) if CLIP.is_file() else "demo"
    output, report = folder / "render.mp4", folder / "render.json"
    wanted = ["render", source, "-g", "longsleeve-green", "-o", str(output)]
    run([*wanted, "--seconds", "2", "--report", str(report)], environment(folder))
    summary = json.loads(report.read_text(encoding="utf-8"))["summary"]
    frames = count_frames(output)
    if frames != summary["frames"] or frames < 20:
        raise SmokeFailure(f"{frames} frames play, {summary['frames']} were rendered")
    if summary["dressed"] < 0.9 * frames:
        raise SmokeFailure(f"{summary['dressed']} of {frames} frames are dressed")
    return f"{Path(source).name}: {frames} frames, {summary['dressed']} dressed"


def count_frames(path: Path) -> int:
    """Return how many pictures of a video can be decoded."""
    import av

    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


def check_headless(folder: Path) -> str:
    """Start without any display: the dressed demo is recorded."""
    run(["--seconds", "1"], environment(folder))
    videos = list((folder / "videos").glob("*.mp4"))
    frames = [count_frames(path) for path in videos]
    if len(frames) != 1 or frames[0] < 20:
        raise SmokeFailure(f"videos of {frames} frames")
    return f"{frames[0]} frames"


def check_window(folder: Path, name: str, **display: str) -> str:
    """Open the window on the demo for some seconds."""
    report = folder / f"{name}.json"
    options = ["--source", "demo", "--garment", "tee-striped", "--report", str(report)]
    found = []
    for seconds in WINDOW_SECONDS:
        run([*options, "--seconds", str(seconds)], environment(folder, **display))
        summary = json.loads(report.read_text(encoding="utf-8"))["summary"]
        found.append(f"{summary['dressed']} of {summary['frames']} frames in {seconds} s dressed")
        if summary["dressed"] and summary["dressed"] >= 0.9 * summary["frames"]:
            return f"{', then '.join(found)}, {summary['unique_fps']} a second"
    raise SmokeFailure(f"only {', then '.join(found)}")


def attempt(title: str, check: Callable[[], str]) -> bool:
    """Run one check and print how it went."""
    started = time.monotonic()
    try:
        found, passed = check(), True
    except (SmokeFailure, OSError, ValueError, KeyError) as error:
        found, passed = str(error), False
    verdict = "ok" if passed else "FAILED"
    print(f"smoke: {title}: {verdict} ({time.monotonic() - started:.1f} s) {found}", flush=True)  # noqa: T201
    return passed


def main() -> int:
    """Run all checks; the exit code is 1 when one failed."""
    folder = Path(tempfile.mkdtemp(prefix="tryon-ar-smoke-"))
    try:
        results = [
            attempt("render", lambda: check_render(folder)),
            attempt("no display", lambda: check_headless(folder)),
            attempt(
                "offscreen", lambda: check_window(folder, "offscreen", QT_QPA_PLATFORM="offscreen")
            ),
        ]
        with own_display() as display:
            if display is None:
                print("smoke: Xvfb: skipped, it is not installed", flush=True)  # noqa: T201
            else:
                results.append(
                    attempt("Xvfb", lambda: check_window(folder, "xvfb", DISPLAY=display))
                )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"smoke: {sum(results)} passed, {len(results) - sum(results)} failed")  # noqa: T201
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
