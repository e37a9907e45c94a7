import numpy as np
import pytest

from tests.support.drawn_person import FRAME_ROI, painted
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Frame
from tryon_ar.rendering.lighting import Lighting
from tryon_ar.rendering.occlusion import find_occluders
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver
from tryon_ar.rendering.removal.worn_mask import Wearing
from tryon_ar.rendering.tone import ToneMatch

UNIT_PX = 100.0
ROI = Roi(270, 130, 370, 290)
PLAIN = ToneMatch(strength=0.0)


def grey_layer():
    layer = np.full((ROI.height, ROI.width, 4), 0.5, np.float32)
    layer[..., 3] = 1.0
    return layer


def lit(image, body, tone=PLAIN, lighting=None, kinds=None, strength=1.0):
    frame = Frame(np.ascontiguousarray(image), 0, 0.0, 0)
    occluders = find_occluders(frame.image_bgr, body, UNIT_PX, ROI, bare_from=(0.25, 0.25))
    lighting = lighting or Lighting(NumbaPoissonSolver(), tone)
    layer = grey_layer()
    lighting.look(frame)
    lighting.apply(frame, occluders, layer, ROI, UNIT_PX, kinds, strength)
    return layer


def test_a_fold_of_the_worn_cloth_shows_on_the_garment():
    frame, body = painted()
    folded = frame.image_bgr.copy()
    rows = np.arange(folded.shape[0])
    shade = 1.0 - 0.35 * np.exp(-(((rows - 215) / 12.0) ** 2))
    folded[:] = np.rint(folded * shade[:, None, None])
    flat, shaded = lit(frame.image_bgr, body), lit(folded, body)
    ratio = shaded[:, 40:60, 1].mean(axis=1) / flat[:, 40:60, 1].mean(axis=1)
    fold, far = ratio[215 - ROI.y0], ratio[265 - ROI.y0]
    assert fold < 0.93 * far


FOLD_ROW = 215


def folded(image):
    rows = np.arange(image.shape[0])
    shade = 1.0 - 0.35 * np.exp(-(((rows - FOLD_ROW) / 12.0) ** 2))
    return np.rint(image * shade[:, None, None]).astype(np.uint8)


def kinds(waist_row, wearing):
    """Labels of a whole frame: upper clothes down to a row, lower ones below it."""
    shares = np.zeros((len(Label), 160, 160), np.float32)
    shares[Label.UPPER, : waist_row // 4] = 1.0
    shares[Label.LOWER, waist_row // 4 :] = 1.0
    return Labels(shares, 0.0, 0.0, 640.0), wearing


@pytest.mark.parametrize(
    ("waist_row", "wearing", "carries"),
    [
        (180, Wearing(upper=True, lower=False), False),  # a fold of trousers, under a top
        (180, Wearing(upper=True, lower=True), True),
        (180, Wearing(upper=False, lower=True), True),
        (260, Wearing(upper=True, lower=False), True),
        (260, Wearing(upper=False, lower=True), False),
    ],
)
def test_only_folds_of_clothes_whose_place_is_taken_show(waist_row, wearing, carries):
    frame, body = painted()
    told = kinds(waist_row, wearing)
    depth = depth_of_fold(frame.image_bgr, folded(frame.image_bgr), body, told)
    assert (depth > 0.055) == carries, depth


def test_the_waist_of_trousers_is_no_fold():
    frame, body = painted()
    rows = np.arange(len(frame.image_bgr))
    shade = 1.0 - 0.3 / (1.0 + np.exp(-(rows - FOLD_ROW) / 4.0))
    darker = np.rint(frame.image_bgr * shade[:, None, None]).astype(np.uint8)
    known = kinds(FOLD_ROW, Wearing(upper=True, lower=True))
    elsewhere = kinds(180, Wearing(upper=True, lower=True))
    at_waist, as_fold = (
        depth_of_fold(frame.image_bgr, darker, body, one) for one in (known, elsewhere)
    )
    assert at_waist < 0.3 * as_fold


def depth_of_fold(plain, folds, body, told):
    flat, shaded = (
        lit(image, body, kinds=told)[:, 40:60, 1].mean(axis=1) for image in (plain, folds)
    )
    ratio = (shaded / flat)[75:105]
    return float(ratio.max() - ratio.min())


def test_alpha_is_left_alone():
    frame, body = painted()
    np.testing.assert_array_equal(lit(frame.image_bgr, body)[..., 3], 1.0)


def test_plain_cloth_stays_its_colour():
    frame, body = painted()
    layer = lit(frame.image_bgr, body)
    middle = layer[30:120, 35:65, :3]
    np.testing.assert_allclose(np.median(middle), 0.5, atol=0.02)


def test_the_tone_of_a_dull_camera_reaches_the_garment():
    frame, body = painted()
    dull = np.asarray(60 + frame.image_bgr * 0.4, np.uint8)
    white = np.full((ROI.height, ROI.width, 4), 1.0, np.float32)
    lighting = Lighting(NumbaPoissonSolver())
    dull_frame = Frame(dull, 0, 0.0, 0)
    found = find_occluders(dull, body, UNIT_PX, ROI, bare_from=(0.25, 0.25))
    lighting.apply(dull_frame, found, white, ROI, UNIT_PX)
    assert white[60:100, 40:60, :3].mean() < 0.85


def test_light_can_be_turned_down_to_nothing():
    frame, body = painted()
    folded = frame.image_bgr.copy()
    folded[200:230] = folded[200:230] // 2
    full, half, off = (
        lit(folded, body, tone=ToneMatch(), strength=strength) for strength in (1.0, 0.5, 0.0)
    )
    np.testing.assert_array_equal(off, grey_layer())
    change = [float(np.abs(one - grey_layer()).mean()) for one in (half, full)]
    assert 0.0 < 1.2 * change[0] < change[1]


def test_a_reset_forgets_the_last_frame():
    frame, body = painted()
    dark = np.asarray(frame.image_bgr * 0.3, np.uint8)
    fresh = lit(frame.image_bgr, body, tone=ToneMatch())
    lighting = Lighting(NumbaPoissonSolver())
    lit(dark, body, lighting=lighting)
    followed = lit(frame.image_bgr, body, lighting=lighting)
    assert np.abs(followed - fresh).max() > 0.02
    lighting.reset()
    np.testing.assert_allclose(lit(frame.image_bgr, body, lighting=lighting), fresh, atol=2e-3)


@pytest.mark.parametrize("roi", [FRAME_ROI, Roi(0, 0, 9, 7)])
def test_any_region_can_be_lit(roi):
    frame, body = painted()
    found = find_occluders(frame.image_bgr, body, UNIT_PX, roi, bare_from=(0.25, 0.25))
    layer = np.zeros((roi.height, roi.width, 4), np.float32)
    lighting = Lighting(NumbaPoissonSolver())
    assert lighting.look(frame) >= 1.0
    lighting.apply(frame, found, layer, roi, UNIT_PX)
    assert not layer.any()
    assert not lighting.degraded
