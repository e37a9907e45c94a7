from pathlib import Path

import pytest

from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.tracking.file_lock import exclusive_lock


def test_a_lock_that_is_never_freed_is_told(tmp_path):
    path = tmp_path / ".lock"
    with (
        exclusive_lock(path),
        pytest.raises(TrackerUnavailable, match="Another tryon-ar"),
        exclusive_lock(path, timeout_s=0.05),
    ):
        pytest.fail("two hold the lock")


def test_a_freed_lock_can_be_had_again(tmp_path):
    path = tmp_path / ".lock"
    for _ in range(2):
        with exclusive_lock(path, timeout_s=0.0):
            assert path.exists()


def test_an_error_inside_frees_the_lock(tmp_path):
    path = tmp_path / ".lock"
    with pytest.raises(KeyError), exclusive_lock(path):
        raise KeyError
    with exclusive_lock(path, timeout_s=0.0):
        pass


def test_a_place_that_cannot_be_written_is_an_os_error(tmp_path: Path):
    with pytest.raises(OSError, match="No such"), exclusive_lock(tmp_path / "absent" / ".lock"):
        pytest.fail("there is no such folder")
