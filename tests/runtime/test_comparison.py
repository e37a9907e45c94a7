import numpy as np
import pytest

from tryon_ar.core.dressing import DressingOptions
from tryon_ar.runtime.comparison import (
    Comparison,
    Look,
    put_coverage_together,
    put_together,
)

WORN, OTHER = 60, 180


def plain(value: int, size=(40, 64)) -> np.ndarray:
    return np.full((*size, 3), value, np.uint8)


def split(divider=0.5, mirrored=False) -> Comparison:
    return Comparison((Look(("skirt",)),), divider, mirrored)


def grid(looks=3, mirrored=False) -> Comparison:
    return Comparison(tuple(Look((str(number),)) for number in range(looks)), mirrored=mirrored)


def as_seen(picture: np.ndarray, comparison: Comparison) -> np.ndarray:
    return picture[:, ::-1] if comparison.mirrored else picture


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("divider", [0.0, 0.25, 0.7, 1.0])
def test_what_is_worn_shows_left_of_the_divider_in_any_view(divider, mirrored):
    one = split(divider, mirrored)
    seen = as_seen(put_together([plain(WORN), plain(OTHER)], one), one)[20, :, 0]
    at = round(divider * 64)
    assert (seen[: max(at - 2, 0)] == WORN).all()
    assert (seen[at + 2 :] == OTHER).all()


def test_a_thin_light_line_parts_the_looks_and_the_originals_stay():
    worn, other = plain(WORN), plain(OTHER)
    picture = put_together([worn, other], split())
    assert picture[:, 31:33].tolist() == [[[255] * 3] * 2] * 40
    assert (picture != np.hstack([worn[:, :32], other[:, 32:]])).any(axis=(0, 2)).sum() <= 4
    assert (worn == WORN).all()
    assert (other == OTHER).all()


@pytest.mark.parametrize("mirrored", [False, True])
def test_four_looks_are_read_from_the_top_left_in_any_view(mirrored):
    one = grid(mirrored=mirrored)
    pictures = [plain(value) for value in (10, 20, 30, 40)]
    for enlarged in (1, 2):
        picture = put_together(pictures, one, enlarged)
        assert picture.shape == (40 * enlarged, 64 * enlarged, 3)
        seen = as_seen(picture, one)
        rows, columns = (10 * enlarged, 30 * enlarged), (16 * enlarged, 48 * enlarged)
        assert [int(seen[row, column, 0]) for row in rows for column in columns] == [10, 20, 30, 40]


def test_a_grid_at_twice_the_size_keeps_every_pixel(rng):
    pictures = [rng.integers(0, 256, (40, 64, 3), dtype=np.uint8) for _ in range(4)]
    picture = put_together(pictures, grid(), enlarged=2)
    np.testing.assert_array_equal(picture[41:, 65:], pictures[3][1:, 1:])


def test_a_picture_that_is_alone_is_shown_as_it_is():
    worn = plain(WORN)
    assert put_together([worn], split()) is worn


def test_coverage_is_cut_as_the_picture_is():
    whole = np.ones((40, 64), np.float32)
    for mirrored in (False, True):
        one = split(0.25, mirrored)
        seen = as_seen(put_coverage_together([whole, None], one), one)
        assert seen[:, :16].all()
        assert not seen[:, 16:].any()
    assert put_coverage_together([None, None], split()) is None
    four = put_coverage_together([None, whole, None, None], grid())
    assert four[:20, 32:].all()
    assert four.mean() == 0.25


@pytest.mark.parametrize(
    "wrong", [{"looks": ()}, {"looks": (Look(()),) * 4}, {"looks": (Look(()),), "divider": 1.2}]
)
def test_what_cannot_be_compared_is_refused(wrong):
    with pytest.raises(ValueError, match=r"compare|divider"):
        Comparison(**wrong)


def test_a_look_differs_from_what_is_worn_by_its_size_alone():
    worn = DressingOptions(size="M", tucked=True, light=0.5)
    assert Look(("tee",)).options(worn) is worn
    assert Look(("tee",), "XL").options(worn) == DressingOptions("XL", tucked=True, light=0.5)
