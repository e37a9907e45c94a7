"""No fringe on any ground: the recomposed picture against the true one, in CIEDE2000."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.color import deltaE_ciede2000, rgb2lab

from tests.support.drawn_cut_outs import TSHIRT, DrawnPhoto, fill, laid_on, photograph, weave
from tryon_ar.garments.cutting.foreground import estimate_foreground

SHAPE = (400, 308)


@pytest.fixture
def drawn(rng: np.random.Generator) -> DrawnPhoto:
    soft = cv2.GaussianBlur(fill(SHAPE, TSHIRT), (0, 0), 0.8)
    ground = np.full((*SHAPE, 3), 255, np.float32)
    return photograph(soft, weave(SHAPE, (70, 40, 30), 6, rng), ground)


def as_bytes(alpha: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.round(alpha * 255).astype(np.uint8)


def fringe(colours: NDArray[np.uint8], drawn: DrawnPhoto, ground: tuple[int, int, int]) -> float:
    rim = (drawn.alpha > 0.02) & (drawn.alpha < 0.98)
    laid, true = laid_on(colours, drawn.alpha, ground), drawn.on(ground)
    lab = [rgb2lab(picture[:, :, ::-1])[rim] for picture in (laid, true)]
    return float(np.percentile(deltaE_ciede2000(*lab), 95))


@pytest.mark.parametrize("ground", [(255, 0, 255), (0, 0, 0), (60, 120, 60)])
def test_no_white_fringe_is_left(drawn, ground):
    cleaned = estimate_foreground(drawn.photo_bgr, as_bytes(drawn.alpha))
    assert fringe(drawn.photo_bgr, drawn, ground) > 12
    assert fringe(cleaned, drawn, ground) < 6


def test_a_matte_a_pixel_too_wide_shows_no_white_rim(drawn):
    wide = cv2.dilate(as_bytes(drawn.alpha), np.ones((3, 3), np.uint8))
    cleaned = estimate_foreground(drawn.photo_bgr, wide)
    rim = (wide > 128) & (drawn.alpha < 0.6)
    assert drawn.photo_bgr[rim].mean() > 150
    assert cleaned[rim].mean() < 70


def test_colours_deep_inside_are_untouched(drawn):
    alpha = as_bytes(drawn.alpha)
    deep = cv2.erode(alpha, np.ones((9, 9), np.uint8)) == 255
    cleaned = estimate_foreground(drawn.photo_bgr, alpha)
    assert np.array_equal(cleaned[deep], drawn.photo_bgr[deep])


@pytest.mark.parametrize("value", [0, 255])
def test_without_an_edge_the_photo_stays(drawn, value):
    alpha = np.full(SHAPE, value, np.uint8)
    assert np.array_equal(estimate_foreground(drawn.photo_bgr, alpha), drawn.photo_bgr)


def test_the_photo_is_not_written_to(drawn):
    drawn.photo_bgr.flags.writeable = False
    estimate_foreground(drawn.photo_bgr, as_bytes(drawn.alpha))
