import numpy as np
import pytest

from tryon_ar.rendering.removal.lower_extension import LowerExtension

UNIT_PX = 40.0
TOP, JEANS = (0, 0, 200), (200, 40, 20)


def scene(first_row, columns=slice(0, 60), rows=80):
    """Trousers from a row downwards, and their probability."""
    patch = np.full((rows, 60, 3), TOP, np.uint8)
    lower = np.zeros((rows, 60), np.float32)
    patch[first_row:, columns] = JEANS
    lower[first_row:, columns] = 1.0
    return patch, lower


@pytest.mark.parametrize("first_row", [40, 74])
def test_trousers_go_on_upwards_however_little_is_seen(first_row):
    extended = LowerExtension().extend(*scene(first_row), UNIT_PX)
    middle = extended.picture_bgr[: first_row - 2, 20:40].astype(int)
    assert np.abs(middle - JEANS).max() < 12
    assert (extended.edge >= first_row).all()
    assert (extended.edge <= first_row + 4).all()


def test_of_a_thin_strip_no_stripes_are_made():
    patch, lower = scene(74)
    patch[75] = (255, 255, 255)
    picture = LowerExtension().extend(patch, lower, UNIT_PX).picture_bgr
    assert np.abs(np.diff(picture[:70, 30].astype(int), axis=0)).max() <= 1


def test_what_is_seen_deep_enough_keeps_its_pattern():
    patch, lower = scene(40)
    patch[60] = (0, 255, 0)
    picture = LowerExtension().extend(patch, lower, UNIT_PX).picture_bgr
    assert (picture[15:35, 30] == (0, 255, 0)).all(axis=1).any()


def test_its_width_is_that_just_below_the_edge():
    extended = LowerExtension().extend(*scene(40, slice(12, 47)), UNIT_PX)
    assert extended.columns == (12, 47)


def test_a_colour_seen_once_is_remembered_until_forgotten():
    extension = LowerExtension()
    patch, lower = scene(40)
    assert extension.extend(patch, 0 * lower, UNIT_PX) is None
    extension.extend(patch, lower, UNIT_PX)
    later = extension.extend(patch, 0 * lower, UNIT_PX)
    assert np.abs(later.picture_bgr.astype(int) - JEANS).max() < 12
    assert later.columns == (0, 0)
    extension.forget()
    assert extension.extend(patch, 0 * lower, UNIT_PX) is None
