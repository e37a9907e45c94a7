import numpy as np
import pytest

from tests.golden.scenes import FOLDER, SCENES, golden_path, render_scene
from tests.support.image_compare import assert_pictures_alike, measure_difference, read_golden


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_looks_as_it_did(name, tmp_path):
    assert_pictures_alike(render_scene(name), golden_path(name), tmp_path)


def test_another_pose_is_told_apart(tmp_path):
    picture = render_scene("tee_down")
    with pytest.raises(AssertionError, match="tee_towards_camera"):
        assert_pictures_alike(picture, golden_path("tee_towards_camera"), tmp_path)


def test_a_shift_by_one_pixel_is_told_apart(tmp_path):
    picture = np.roll(read_golden(golden_path("tee_down")), 1, axis=1)
    with pytest.raises(AssertionError, match="mean"):
        assert_pictures_alike(picture, golden_path("tee_down"), tmp_path)


def test_the_pictures_are_small_and_none_is_left_over():
    pictures = list(FOLDER.glob("*.png"))
    assert {path.stem for path in pictures} == set(SCENES)
    assert sum(path.stat().st_size for path in pictures) <= 200_000


def test_pictures_differ_from_one_another():
    first, second = (read_golden(golden_path(name)) for name in ("tee_down", "tee_towards_camera"))
    assert measure_difference(first, second).mean > 1.0
