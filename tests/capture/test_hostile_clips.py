"""Hostile clips play within their means or are refused with a sentence."""

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.hostile_clips import Clip, clips

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 512 << 20
LONGEST_STEP_MS = 600_000.0

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="measures memory in /proc"),
    pytest.mark.timeout(600),
]

PROGRAM = """
import json, sys
from pathlib import Path
import tryon_ar
from tests.support.hostile_pictures import own_peak
from tryon_ar.capture.video_file import VideoFileSource
from tryon_ar.core.errors import TryOnError

def play(path):
    with VideoFileSource(path) as source:
        info, times = source.info, []
        while len(times) < 20 and (frame := source.read()) is not None:
            assert frame.image_bgr.shape[1::-1] == info.size_px
            times.append(frame.t_ms)
        return {"times": times, "rate": info.nominal_fps, "size": info.size_px}

results = {}
for name in sys.argv[2:]:
    try:
        results[name] = play(Path(sys.argv[1]) / name)
    except TryOnError as error:
        results[name] = {"refused": error.user_text, "hint": error.hint, "code": error.exit_code}
print(json.dumps({"results": results, "memory": own_peak()}))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, list[Clip]]:
    folder = tmp_path_factory.mktemp("clips")
    (folder / "hostile").mkdir()
    found = list(clips(folder))
    for clip in found:
        path = folder / "hostile" / clip.name
        path.write_bytes(clip.make) if isinstance(clip.make, bytes) else clip.make(path)
    return folder / "hostile", found


@pytest.fixture(scope="module")
def outcome(made) -> dict:
    """Play them all in one process, so that its memory can be told."""
    folder, found = made
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), *(clip.name for clip in found)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=580,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_there_are_many(made):
    assert len(made[1]) >= 50


def test_each_is_what_it_must_be(made, outcome):
    wrong = []
    for clip in made[1]:
        found = outcome["results"][clip.name]
        if clip.says:
            right = clip.says in found.get("refused", "-") and found["hint"] and found["code"] == 3
        else:
            right = len(found.get("times", ())) == clip.frames
        if not right:
            times = found.get("times")
            wrong.append((clip.name, found if times is None else len(times)))
    assert not wrong


def test_times_go_on_and_never_leap(outcome):
    for name, found in outcome["results"].items():
        steps = [b - a for a, b in itertools.pairwise(found.get("times", ()))]
        assert all(0 < step <= LONGEST_STEP_MS for step in steps), name


def test_memory_stays_within_its_means(outcome):
    assert outcome["memory"] < MOST_BYTES
