"""What happens to a camera that sends JPEG; run by test_camera.py under the preloaded fake."""

import itertools
from collections.abc import Iterator

import pytest

from tests.support.fake_v4l2 import set_mode
from tryon_ar.capture.camera import CameraSource
from tryon_ar.capture.synthetic import decode_counter
from tryon_ar.core.errors import PicturesBroken

SIZE = (320, 240)


@pytest.fixture
def camera() -> Iterator[CameraSource]:
    set_mode("ok")
    with CameraSource(0, SIZE) as source:
        yield source
    set_mode("ok")


def test_pictures_are_decoded_and_numbered(camera):
    numbers = [decode_counter(camera.read().image_bgr) for _ in range(10)]
    assert None not in numbers
    # There are thirty pictures, over and over; a slow machine leaves some out.
    assert all(before != after for before, after in itertools.pairwise(numbers))
    assert camera.bad_frames == 0


def test_damaged_pictures_are_told_from_a_picture_that_stands_still(camera):
    camera.read()
    set_mode("broken")
    with pytest.raises(PicturesBroken):
        [camera.read() for _ in range(60)]
    assert camera.bad_frames > 5


def test_another_size_is_fitted_into_the_first(camera):
    set_mode("resized")
    frames = [camera.read() for _ in range(20)]
    assert {frame.size for frame in frames} == {SIZE}
