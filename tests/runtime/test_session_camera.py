"""Runs the session's camera cases in a process that has a camera, preloaded."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import fake_v4l2

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(600)
def test_session_survives_camera_faults(tmp_path):
    if fake_v4l2.is_present():
        pytest.skip("already running under the fake camera")
    cases = Path(__file__).with_name("fake_camera_session.py")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(cases)],
        env=fake_v4l2.environment(tmp_path),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) == 4
