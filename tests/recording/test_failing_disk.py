"""A few disks that fail; ``benchmarks/failing_disk.py`` lets every write fail, in every way."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "failing_disk.py"


@pytest.mark.timeout(600)
@pytest.mark.skipif(shutil.which("strace") is None, reason="faults are injected by strace")
def test_whatever_write_fails_the_file_plays_or_is_absent_and_it_is_said():
    done = subprocess.run(
        [
            *(sys.executable, str(BENCHMARK), "--untimed", "--writes", "9", "--every", "4"),
            *("--only", "ENOSPC", "EIO", "nothing"),
        ],
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout)
    assert figures["recordings"] == 3 * 3 * 4
    assert all(kind["faulted"] == 12 for kind in figures["kinds"].values())
    assert "no room left" in figures["kinds"]["ENOSPC"]["said"]
    assert "input/output error" in figures["kinds"]["EIO"]["said"]
