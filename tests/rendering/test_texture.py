import numpy as np
import pytest

from tryon_ar.core.roi import Roi
from tryon_ar.kernels.compositing import composite_over
from tryon_ar.kernels.flow import coarse_flow
from tryon_ar.kernels.remap import warp, warp_over
from tryon_ar.kernels.tps import fit_tps
from tryon_ar.rendering.segment_mask import PhotoMask
from tryon_ar.rendering.texture import clean_photo, part_texture

SIZE = 400
NAVY = np.array([90, 30, 20])


def _photo():
    """A navy square on white, its edge mixed with the background over three pixels."""
    inside = np.zeros((SIZE, SIZE))
    inside[100:300, 100:300] = 1
    for axis in (0, 1):
        inside = sum(np.roll(inside, shift, axis) for shift in (-1, 0, 1)) / 3
    bgr = inside[..., None] * NAVY + (1 - inside[..., None]) * 255
    return np.rint(bgr).astype(np.uint8), np.rint(inside * 255).astype(np.uint8)


def _mask(inside):
    """Return a mask over the whole photo."""
    whole = Roi(0, 0, inside.shape[1], inside.shape[0])
    return PhotoMask(np.where(inside, 255, 0).astype(np.uint8), whole)


def _identity(scale=1.0):
    target = np.array([[0, 0], [SIZE, 0], [0, SIZE], [SIZE, SIZE]], float)
    fit = fit_tps(target * scale, target)
    assert fit
    return fit


def _drawn(texture, room, scale=1.0):
    size = int(SIZE / scale)
    grid = coarse_flow(_identity(scale), (0, 0, size, size))
    canvas = np.full((size, size, 3), room, np.uint8)
    composite_over(canvas, warp(texture.level(grid.scale()), grid), (0, 0, size, size))
    return canvas


@pytest.mark.parametrize("scale", [1.0, 2.8])
def test_no_pale_fringe_in_a_dark_room(scale):
    bgr, alpha = _photo()
    photo = clean_photo(bgr, alpha)
    drawn = _drawn(part_texture(photo, _mask(alpha > 0)), 10, scale).astype(int)
    assert (drawn <= np.maximum(NAVY, 10) + 3).all()


def test_the_photo_alone_would_have_a_fringe():
    bgr, alpha = _photo()
    from tryon_ar.kernels.pyramid import build_pyramid

    drawn = _drawn(build_pyramid(bgr, alpha), 10).astype(int)
    assert (drawn > NAVY + 20).any()


def test_inside_stays_the_photo():
    bgr, alpha = _photo()
    drawn = _drawn(part_texture(clean_photo(bgr, alpha), _mask(alpha > 0)), 10)
    assert np.abs(drawn[110:290, 110:290].astype(int) - NAVY).max() <= 1
    assert (drawn[:95] == 10).all()


def test_small_holes_of_the_matte_are_closed_and_large_ones_stay():
    bgr, alpha = _photo()
    alpha[150:152, 120:280] = 0
    alpha[200:240, 150:250] = 0
    cleaned = clean_photo(bgr, alpha).alpha
    assert cleaned[150, 130:270].min() == 255
    assert cleaned[210:230, 160:240].max() == 0


def test_faint_traces_off_the_garment_are_dropped():
    bgr, alpha = _photo()
    alpha[:60] = 12
    cleaned = clean_photo(bgr, alpha).alpha
    assert not cleaned[:60].any()
    assert (cleaned[120:280, 120:280] == 255).all()


def test_cut_parts_overlap_without_a_gap():
    bgr, alpha = _photo()
    photo = clean_photo(bgr, alpha)
    left = np.zeros((SIZE, SIZE), bool)
    left[:, :200] = True
    roi = (0, 0, SIZE, SIZE)
    grid = coarse_flow(_identity(), roi)
    layer = warp(part_texture(photo, _mask(left)).levels[0], grid)
    warp_over(part_texture(photo, _mask(~left)).levels[0], grid, layer, roi)
    assert layer[120:280, 120:280, 3].min() > 0.99
    alone = warp(part_texture(photo, _mask(left), overlap_px=0).levels[0], grid)
    assert alone[200, 205:, 3].max() == 0


def test_results_are_frozen_and_inputs_unchanged():
    bgr, alpha = _photo()
    bgr.flags.writeable = alpha.flags.writeable = False
    photo = clean_photo(bgr, alpha)
    assert not photo.bgr.flags.writeable
    assert not photo.alpha.flags.writeable


def test_disagreeing_shapes_raise():
    bgr, alpha = _photo()
    with pytest.raises(ValueError, match="belong together"):
        clean_photo(bgr[:-1], alpha)
    beyond = PhotoMask(np.zeros((3, 3), np.uint8), Roi(SIZE - 2, 0, SIZE + 1, 3))
    with pytest.raises(ValueError, match="outside a photo"):
        part_texture(clean_photo(bgr, alpha), beyond)


def test_a_gap_that_opens_outwards_shows_cloth_and_never_the_background():
    bgr, alpha = _photo()
    bgr[200:, 198:202], alpha[200:, 198:202] = 255, 0  # as between a sleeve and the trunk
    photo = clean_photo(bgr, alpha)
    covered = photo.alpha[210:290, 190:210] > 0
    assert (photo.bgr[210:290, 190:210][covered] <= NAVY + 20).all()


def test_a_part_masked_in_its_own_rectangle_is_drawn_the_same():
    bgr, alpha = _photo()
    photo = clean_photo(bgr, alpha)
    inside = np.zeros((SIZE, SIZE), bool)
    inside[150:310, 120:200] = True
    roi = Roi(120, 150, 200, 310)
    small = PhotoMask(np.full((roi.height, roi.width), 255, np.uint8), roi)
    for overlap_px in (0, None):
        whole, own = (
            part_texture(photo, mask, overlap_px=overlap_px) for mask in (_mask(inside), small)
        )
        np.testing.assert_array_equal(own.levels[0].pixels, whole.levels[0].pixels)
        np.testing.assert_array_equal(own.levels[0].transform, whole.levels[0].transform)


def test_an_empty_matte_gives_nothing_to_draw():
    bgr, alpha = _photo()
    photo = clean_photo(bgr, np.zeros_like(alpha))
    assert not photo.alpha.any()
    assert not part_texture(photo, _mask(alpha > 0)).levels[0].pixels.any()


def test_a_garment_at_the_photos_corner_is_cleaned_as_one_in_the_middle():
    bgr, alpha = _photo()
    middle, corner = (
        clean_photo(np.ascontiguousarray(bgr[cut]), np.ascontiguousarray(alpha[cut]))
        for cut in (np.s_[:, :], np.s_[90:, 90:])
    )
    np.testing.assert_array_equal(corner.alpha, middle.alpha[90:, 90:])
    assert np.abs(corner.bgr[20:200, 20:200].astype(int) - NAVY).max() <= 1
