"""A few kills; ``benchmarks/kill_recording.py`` does a hundred."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "kill_recording.py"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_recordings_play_and_lack_a_second_at_most():
    done = subprocess.run(
        [
            *(sys.executable, str(BENCHMARK), "--kills", "3", "--both"),
            *("--parallel", "3", "--size", "320x240", "--after", "1.2", "2.0"),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout[done.stdout.index("{") :])
    assert figures["kills"] == figures["playable"] == 3
    assert figures["loss_ms"]["max"] <= 1000
