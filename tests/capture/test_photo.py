import numpy as np
import pytest
from PIL import Image

from tryon_ar.capture.photo import PhotoSource
from tryon_ar.core.errors import SourceNotFound, UnsafeImage


def test_is_read_once_with_its_colours(tmp_path):
    path = tmp_path / "a.png"
    Image.fromarray(np.full((4, 6, 3), (10, 20, 30), np.uint8)).save(path)
    with PhotoSource(path) as source:
        assert source.info.frame_count == 1
        np.testing.assert_array_equal(source.read().image_bgr, np.full((4, 6, 3), (30, 20, 10)))
        assert source.read() is None


def test_a_missing_picture_is_a_missing_source(tmp_path):
    with pytest.raises(SourceNotFound, match="no picture at"):
        PhotoSource(tmp_path / "none.png").open()


@pytest.mark.parametrize("content", [b"", b"text", b"\x89PNG\r\n\x1a\n" + bytes(30)])
def test_a_damaged_picture_is_unsafe(tmp_path, content):
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(UnsafeImage) as refusal:
        PhotoSource(path).open()
    assert refusal.value.exit_code == 7
