import numpy as np
import pytest

from tests.support.image_compare import (
    Limits,
    assert_pictures_alike,
    measure_difference,
    read_golden,
    write_golden,
)

GREY = np.full((40, 50, 3), 100, np.uint8)


def golden(tmp_path, picture):
    path = tmp_path / "golden.png"
    write_golden(path, picture)
    return path


def test_a_picture_is_like_itself_and_leaves_no_files(tmp_path):
    assert_pictures_alike(GREY, golden(tmp_path, GREY), tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_black_is_not_white_and_the_difference_is_shown(tmp_path):
    white = np.full_like(GREY, 255)
    with pytest.raises(AssertionError, match="mean 255"):
        assert_pictures_alike(np.zeros_like(GREY), golden(tmp_path, white), tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"actual.png", "expected.png", "difference.png"}
    assert read_golden(tmp_path / "out" / "difference.png").min() == 255


def test_one_wrong_pixel_fails_by_the_maximum(tmp_path):
    spot = GREY.copy()
    spot[3, 4] = 255
    with pytest.raises(AssertionError, match="maximum 155"):
        assert_pictures_alike(spot, golden(tmp_path, GREY), tmp_path)


def test_a_shift_of_colour_fails_by_the_mean(tmp_path):
    with pytest.raises(AssertionError, match=r"mean 1\.00"):
        assert_pictures_alike(GREY + np.uint8(1), golden(tmp_path, GREY), tmp_path)


def test_a_moved_edge_fails_by_the_percentile(tmp_path):
    edge = GREY.copy()
    edge[:, :2] = 140
    with pytest.raises(AssertionError, match="percentile_99 40"):
        assert_pictures_alike(edge, golden(tmp_path, GREY), tmp_path, Limits(mean=9.0))


def test_rounding_passes(tmp_path):
    rounded = GREY.copy()
    rounded[::5] += 1
    assert_pictures_alike(rounded, golden(tmp_path, GREY), tmp_path)


def test_another_size_or_type_is_refused(tmp_path):
    with pytest.raises(AssertionError, match="is not"):
        assert_pictures_alike(GREY[:-1], golden(tmp_path, GREY), tmp_path)
    with pytest.raises(ValueError, match="is not"):
        measure_difference(GREY, GREY.astype(np.float32))


def test_channels_keep_their_order(tmp_path):
    blue = np.zeros_like(GREY)
    blue[..., 0] = 200
    np.testing.assert_array_equal(read_golden(golden(tmp_path, blue)), blue)
