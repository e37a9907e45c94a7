import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.capture.opencv import cv2
from tryon_ar.capture.synthetic import SyntheticSource, decode_counter, draw_counter
from tryon_ar.core.errors import UsageError


@given(st.integers(0, 2**20 - 1))
def test_any_number_is_read_back(number):
    picture = np.full((96, 128, 3), 90, np.uint8)
    draw_counter(picture, number)
    assert decode_counter(picture) == number


def test_numbers_wrap():
    picture = np.zeros((96, 128, 3), np.uint8)
    draw_counter(picture, 2**20 + 5)
    assert decode_counter(picture) == 5


@pytest.mark.parametrize("size", [(160, 120), (426, 240), (1280, 720), (333, 517)])
@pytest.mark.parametrize("quality", [30, 90])
def test_rescaling_and_jpeg_do_no_harm(size, quality):
    with SyntheticSource((640, 480)) as source:
        for expected in range(0, 40):
            image = cv2.resize(source.read().image_bgr, size, interpolation=cv2.INTER_AREA)
            data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
            assert decode_counter(cv2.imdecode(data, cv2.IMREAD_COLOR)) == expected


def test_darker_and_flatter_pictures_are_read(rng):
    picture = np.full((240, 320, 3), 90, np.uint8)
    draw_counter(picture, 777)
    changed = picture * 0.5 + 40 + rng.normal(0, 8, picture.shape)
    assert decode_counter(np.clip(changed, 0, 255).astype(np.uint8)) == 777


def test_pictures_without_a_number_have_none(rng):
    assert decode_counter(np.zeros((120, 160, 3), np.uint8)) is None
    noise = rng.integers(0, 256, (120, 160, 3)).astype(np.uint8)
    assert decode_counter(noise) is None


@pytest.mark.parametrize("cell", range(2, 26))
def test_one_wrong_cell_is_noticed(cell):
    picture = np.zeros((112, 28 * 8, 3), np.uint8)
    draw_counter(picture, 0x5A5A5)
    strip = picture[-9:, cell * 8 : cell * 8 + 8]
    strip[:] = 255 - strip
    assert decode_counter(picture) is None


def test_the_clock_and_the_end_are_as_asked():
    with SyntheticSource((128, 96), fps=25, frame_count=3) as source:
        frames = [source.read() for _ in range(4)]
    assert [frame.t_ms for frame in frames[:3]] == [0, 40, 80]
    assert frames[3] is None


def test_successive_pictures_differ_above_the_counter():
    with SyntheticSource() as source:
        first, second = source.read().image_bgr, source.read().image_bgr
    assert (first[:400] != second[:400]).any()


@pytest.mark.parametrize(("size", "fps"), [((10, 480), 30), ((640, 480), 0), ((9000, 480), 30)])
def test_impossible_modes_are_refused(size, fps):
    with pytest.raises(UsageError):
        SyntheticSource(size, fps)
