import errno
from pathlib import Path

import numpy as np
import pytest

from tryon_ar.core import paths
from tryon_ar.core.errors import DiskFull, OutputUnwritable
from tryon_ar.core.images import read_picture
from tryon_ar.recording import snapshot
from tryon_ar.recording.snapshot import save_snapshot

PICTURE = np.random.default_rng(3).integers(0, 255, (48, 64, 3), np.uint8)
PICTURE.flags.writeable = False


def test_goes_to_the_users_pictures_without_loss():
    path = save_snapshot(PICTURE)
    assert path.parent == paths.pictures_folder()
    np.testing.assert_array_equal(read_picture(path), PICTURE)


def test_many_in_one_second_never_replace_one_another(tmp_path):
    saved = [save_snapshot(np.full((4, 4, 3), n, np.uint8), tmp_path) for n in range(12)]
    assert len(set(saved)) == 12
    assert [int(read_picture(path)[0, 0, 0]) for path in saved] == list(range(12))


def test_a_file_name_is_used_as_given_and_replaced(tmp_path):
    path = tmp_path / "me.jpg"
    path.write_bytes(b"older")
    assert save_snapshot(PICTURE, path) == path
    assert read_picture(path).shape == PICTURE.shape


def test_a_folder_is_made(tmp_path):
    path = save_snapshot(PICTURE, tmp_path / "new" / "folder")
    assert path.parent == tmp_path / "new" / "folder"


def test_why_it_failed_is_told_although_the_name_cannot_be_given_back(tmp_path, monkeypatch):
    def failed(*_: object) -> None:
        monkeypatch.setattr(Path, "unlink", read_only)  # as disks become that fail
        raise OutputUnwritable("The disk cannot be written.")

    def read_only(_path: Path, **_: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(snapshot, "write_picture", failed)
    with pytest.raises(OutputUnwritable):
        save_snapshot(PICTURE, tmp_path)


def test_a_failure_leaves_nothing(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise DiskFull("There is no room.")

    monkeypatch.setattr(snapshot, "write_picture", full)
    with pytest.raises(DiskFull):
        save_snapshot(PICTURE, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []
