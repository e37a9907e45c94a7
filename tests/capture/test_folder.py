import numpy as np
import pytest
from PIL import Image

from tryon_ar.capture.folder import FolderSource
from tryon_ar.core.errors import SourceNotFound


def save(path, level, size=(20, 10)):
    Image.new("RGB", size, (level,) * 3).save(path)


def test_pictures_come_in_natural_order(tmp_path):
    for number in (10, 2, 1):
        save(tmp_path / f"shot {number}.png", number)
    save(tmp_path / "after.PNG", 0)
    with FolderSource(tmp_path, interval_ms=40) as source:
        frames = [source.read() for _ in range(4)]
        assert source.read() is None
    assert [int(frame.image_bgr[0, 0, 0]) for frame in frames] == [0, 1, 2, 10]
    assert [frame.t_ms for frame in frames] == [0, 40, 80, 120]


def test_what_cannot_be_decoded_is_left_out_and_counted(tmp_path):
    (tmp_path / "0.png").write_bytes(b"")
    save(tmp_path / "1.png", 1)
    (tmp_path / "2.jpg").write_bytes(b"text")
    save(tmp_path / "3.png", 3)
    (tmp_path / "notes.txt").write_text("not looked at")
    with FolderSource(tmp_path) as source:
        levels = [int(source.read().image_bgr[0, 0, 0]) for _ in range(2)]
        assert source.read() is None
        assert (levels, source.skipped) == ([1, 3], 2)


def test_other_sizes_are_fitted_into_the_first_on_black(tmp_path):
    save(tmp_path / "1.png", 200, (40, 20))
    save(tmp_path / "2.png", 200, (20, 40))
    with FolderSource(tmp_path) as source:
        source.read()
        image = source.read().image_bgr
        assert source.fitted == 1
    assert image.shape == (20, 40, 3)
    assert (image[:, 15:25] == 200).all()
    assert not np.delete(image, np.s_[15:25], axis=1).any()


def test_folders_without_usable_pictures_are_refused(tmp_path):
    with pytest.raises(SourceNotFound, match="no pictures"):
        FolderSource(tmp_path).open()
    with pytest.raises(SourceNotFound, match="cannot be read"):
        FolderSource(tmp_path / "none").open()
    (tmp_path / "0.png").write_bytes(b"")
    with pytest.raises(SourceNotFound, match="can be decoded"):
        FolderSource(tmp_path).open()
