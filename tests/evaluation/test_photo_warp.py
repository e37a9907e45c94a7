"""Photos bent by known flows, and detail that is kept, lost or made up."""

import cv2
import numpy as np
import pytest

from tryon_ar.core.roi import Roi
from tryon_ar.evaluation.photo_warp import detail_retention, lanczos_warp, warped_photo
from tryon_ar.fitting.fit import Layer, Segment
from tryon_ar.garments.garment import Garment, Part
from tryon_ar.kernels.flow import coarse_flow
from tryon_ar.kernels.tps import fit_tps
from tryon_ar.rendering.trace import Trace, TracedPiece

SEGMENT = Segment("torso", frozenset({Part.TORSO}), Layer.TRUNK)
CORNERS = np.array([(0, 0), (60, 0), (0, 60), (60, 60)], np.float64)


def flow(shift=(0.0, 0.0), scale=1.0):
    """Return the flow of a frame in which the photo lies so much shifted and scaled."""
    return coarse_flow(fit_tps(CORNERS, CORNERS * scale + shift), (0, 0, 60, 60), step_px=4)


def photo(rng):
    soft = cv2.GaussianBlur(rng.integers(0, 256, (80, 80, 3), np.uint8), (0, 0), 1.0)
    return np.ascontiguousarray(soft)


def test_a_shift_moves_whole_pixels_exactly(rng):
    picture = photo(rng)
    seen = lanczos_warp(picture, flow((-10.0, -5.0)))
    np.testing.assert_allclose(seen, picture[5:65, 10:70], atol=0.6)


def test_a_smaller_photo_is_filtered_not_sampled():
    rows = np.arange(80)[:, None, None] % 2 * 255
    stripes = np.ascontiguousarray(np.broadcast_to(rows, (80, 80, 3)).astype(np.uint8))
    seen = lanczos_warp(stripes, flow(scale=0.5))[4:34, 4:34]
    assert np.abs(seen - 127.5).max() < 30


@pytest.fixture
def trace(rng):
    garment = Garment(
        "t", "T", "tshirt", photo(rng), np.full((80, 80), 255, np.uint8),
        np.full((80, 80), Part.TORSO, np.uint8), {},
    )  # fmt: skip
    alpha, front = np.full((60, 60), 1.0, np.float32), np.zeros((60, 60), np.uint8)
    front[:, 30:] = 255
    made = Trace(roi=Roi(0, 0, 60, 60))
    made.pieces.append(TracedPiece(garment, SEGMENT, flow((-10.0, -5.0)), alpha, front))
    return made


def test_the_layer_shows_the_photo_where_nothing_lies_before_it(trace):
    layer = warped_photo(trace)
    own = trace.pieces[0].garment.photo_bgr[10:60, 15:35] / 255.0
    np.testing.assert_allclose(layer[5:55, 5:25, :3], own, atol=0.01)
    assert (layer[:, :30, 3] == 1.0).all()
    assert not layer[:, 30:].any()


def test_detail_is_one_when_kept_less_when_blurred_more_when_sharpened(trace):
    layer = warped_photo(trace)
    picture = np.rint(layer[..., :3] * 255).astype(np.uint8)
    inside = np.zeros((60, 60), np.bool_)
    inside[5:55, 5:25] = True

    def kept(shown):
        return detail_retention(shown, layer, trace.roi, inside)

    assert kept(picture) == pytest.approx(1.0, abs=0.02)
    blurred = cv2.GaussianBlur(picture, (0, 0), 1.5)
    assert kept(blurred) < 0.2
    sharper = np.clip(2.0 * picture - blurred, 0, 255).astype(np.uint8)
    assert kept(sharper) > 1.3
    assert detail_retention(picture, layer, trace.roi, inside & False) is None
