"""A few kills; ``benchmarks/kill_recording.py`` does a hundred."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FRAME_MS = 1000 / 30
BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "kill_recording.py"


@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_recordings_play_and_lack_a_second_at_most():
    done = subprocess.run(
        [
            *(sys.executable, str(BENCHMARK), "--kills", "3", "--both"),
            *("--parallel", "3", "--size", "320x240", "--after", "2.0", "3.0"),
        ],
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
    )
    assert "{" in done.stdout, done.stdout + done.stderr
    figures = json.loads(done.stdout[done.stdout.index("{") :])
    assert figures["kills"] == figures["playable"] == 3, done.stdout
    for kill in figures["failed"]:  # a machine too busy to keep up leaves pictures out and says so
        assert kill["loss_ms"] <= 1000 + kill["dropped"] * FRAME_MS, done.stdout
