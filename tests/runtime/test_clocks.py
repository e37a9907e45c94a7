"""Nothing is measured by the wall clock, which people and time servers set."""

import itertools
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np

from tests.support.shifted_clock import ShiftedClock

ROOT = Path(__file__).resolve().parents[2]
FEEDER = ROOT / "benchmarks" / "fed_recording.py"
WALL_CLOCK = re.compile(r"\btime\.time(_ns)?\(|\bdatetime\.(now|utcnow|today)\(|QDateTime\.current")
#: Where the time of day itself is meant: names, dates and ages of files, never durations.
MEANT = {
    "core/crash.py",
    "recording/output.py",
    "recording/naming.py",
    "garments/library/keeping.py",
    "garments/library/leftovers.py",
    "gui/unfinished_notice.py",
}


def test_the_wall_clock_is_asked_only_for_the_time_of_day():
    asked = {
        path.relative_to(ROOT / "tryon_ar").as_posix()
        for path in (ROOT / "tryon_ar").rglob("*.py")
        if WALL_CLOCK.search(path.read_text(encoding="utf-8"))
    }
    assert asked == MEANT


def test_a_recording_does_not_notice_a_wall_clock_that_jumps(tmp_path):
    clock = ShiftedClock(tmp_path)
    film = tmp_path / "film.mp4"
    job = {"paths": [str(film)], "pictures": 60, "sounds": [True], "fps": 30.0, "guarded": True}
    with subprocess.Popen(
        [sys.executable, str(FEEDER), json.dumps(job)],
        env=clock.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as feeder:
        shifts_s = itertools.cycle((3600, -86_400, 10**8, 0))
        while feeder.poll() is None:
            clock.set(next(shifts_s))
            time.sleep(0.1)
        assert feeder.stdout is not None
        told = json.loads(feeder.stdout.readline())
    assert told["told"] == []
    with av.open(str(film)) as container:
        times_s = [float(one.pts * one.time_base) for one in container.decode(video=0)]
    assert len(times_s) >= 30
    assert np.diff(times_s).min() > 0
    assert times_s[-1] < 10.0
