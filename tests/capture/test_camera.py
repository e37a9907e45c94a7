"""Runs the camera's cases in a process that has a camera, preloaded."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import fake_v4l2
from tryon_ar.capture.camera import CameraSource
from tryon_ar.core.errors import CameraNotFound

TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("names", "jpegs", "least"),
    [
        (["capture/fake_camera_cases.py", "contracts/test_frame_source.py"], False, 25),
        (["capture/fake_jpeg_camera_cases.py"], True, 3),
    ],
)
def test_faults_and_contract_under_the_fake_camera(tmp_path, names, jpegs, least):
    if fake_v4l2.is_present():
        pytest.skip("already running under the fake camera")
    cases = [TESTS / name for name in names]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "camera"]
    done = subprocess.run(
        [*command, *map(str, cases)],
        env=fake_v4l2.environment(tmp_path, jpegs=jpegs),
        cwd=TESTS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= least


def test_an_index_without_a_camera_is_absent():
    if Path("/dev/video63").exists():
        pytest.skip("this machine has 64 cameras")
    with pytest.raises(CameraNotFound) as refusal:
        CameraSource(63).open()
    assert refusal.value.exit_code == 3
