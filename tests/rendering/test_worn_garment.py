import numpy as np
import pytest

from tests.support.bodies import flat_tee
from tests.support.drawn_person import FRAME_ROI, painted
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.garments.builtin import builtin_ids, load_builtin
from tryon_ar.garments.garment import LOWER_CATEGORIES
from tryon_ar.rendering.occlusion import Occluders
from tryon_ar.rendering.worn_garment import WornGarment

SEAM_POSES = ("down", "raised", "sideways", "hand_on_hip", "elbow_bent_120", "crossed")
TOPS = tuple(name for name in builtin_ids() if load_builtin(name).category not in LOWER_CATEGORIES)


def nothing_in_front():
    empty = np.zeros((FRAME_ROI.height, FRAME_ROI.width), np.uint8)
    return Occluders(*[empty] * 6)


def drawn(garment, name):
    """Return the layer over the whole frame with nothing in front of it, and the fit."""
    _, body = painted(name)
    garment.reset()
    fit = garment.fit(body, 0.0)
    canvas = np.zeros((FRAME_ROI.height, FRAME_ROI.width, 4), np.float32)
    garment.draw(fit, nothing_in_front(), canvas, FRAME_ROI)
    return canvas, fit, body


def sampled(alpha, points):
    columns, rows = np.rint(np.asarray(points)).astype(int).T
    keep = (rows >= 0) & (rows < alpha.shape[0]) & (columns >= 0) & (columns < alpha.shape[1])
    return alpha[rows[keep], columns[keep]]


def band(start, end, half_px=2.0):
    """Points within ``half_px`` of the middle of a line."""
    along = end - start
    normal = np.array([-along[1], along[0]]) / np.hypot(*along)
    stations = start + np.linspace(0.2, 0.85, 40)[:, None] * along
    return np.concatenate([stations + normal * side for side in np.linspace(-half_px, half_px, 7)])


@pytest.mark.parametrize("garment_id", TOPS)
def test_no_gap_opens_at_shoulder_seams_and_elbows(garment_id):
    garment = WornGarment(load_builtin(garment_id))
    for name in SEAM_POSES:
        canvas, fit, body = drawn(garment, name)
        alpha = canvas[..., 3]
        if not fit.has_sleeves:
            continue
        for side in ("left", "right"):
            ends = (np.array(fit.landmarks[f"{mark}_{side}"]) for mark in ("shoulder", "armpit"))
            assert sampled(alpha, band(*ends)).min() > 0.9, (name, side)
            if fit.long_sleeves:
                elbow = body.pose.points_px[Joint[f"{side.upper()}_ELBOW"]]
                offsets = np.stack(np.mgrid[-8:9, -8:9], axis=-1).reshape(-1, 2)
                around = elbow + offsets[np.hypot(*offsets.T) <= 8]
                assert sampled(alpha, around).min() > 0.9, (name, side)


@pytest.mark.parametrize("name", SEAM_POSES)
def test_layers_are_premultiplied_and_bounded(name):
    canvas, _, _ = drawn(WornGarment(flat_tee(long=True)), name)
    assert canvas.min() >= 0.0
    assert canvas[..., 3].max() <= 1.0 + 1e-6
    assert (canvas[..., :3] <= canvas[..., 3:] + 1e-5).all()


def test_what_is_in_front_is_left_out():
    garment = WornGarment(flat_tee())
    _, body = painted()
    fit = garment.fit(body, 0.0)
    found = nothing_in_front()
    head = found.head.copy()
    head[150:200, 300:340] = 255
    hidden = Occluders(found.person, head, *[found.person] * 4)
    canvas = np.zeros((FRAME_ROI.height, FRAME_ROI.width, 4), np.float32)
    garment.draw(fit, hidden, canvas, FRAME_ROI)
    assert not canvas[150:200, 300:340].any()
    assert canvas[205:215, 300:340, 3].min() > 0.99


def test_a_sleeve_shades_the_trunk_but_not_its_own_upper_half():
    canvas, _, body = drawn(WornGarment(flat_tee(long=True)), "crossed")
    free, _, _ = drawn(WornGarment(flat_tee(long=True)), "sideways")
    wrist = body.pose.points_px[Joint.LEFT_WRIST]
    x, y = int(wrist[0]) - 12, int(wrist[1]) + 22
    beside = canvas[y - 6 : y + 12, x - 4 : x + 4, 2] / free[y - 6 : y + 12, x - 4 : x + 4, 2]
    assert beside.min() < 0.97
    straight, _, body = drawn(WornGarment(flat_tee(long=True)), "sideways")
    elbow = np.rint(body.pose.points_px[Joint.LEFT_ELBOW]).astype(int)
    across = straight[elbow[1] - 4 : elbow[1] + 5, elbow[0] - 30 : elbow[0] + 31, 2]
    assert across.min() > 0.97 * across.max()


def test_drawing_in_a_part_of_the_frame_is_that_part():
    garment = WornGarment(flat_tee(long=True))
    whole, fit, _ = drawn(garment, "down")
    from tryon_ar.core.roi import Roi

    roi = Roi(260, 130, 400, 260)
    front = nothing_in_front()
    part = Occluders(*[front.person[roi.slices]] * 6)
    canvas = np.zeros((roi.height, roi.width, 4), np.float32)
    garment.draw(fit, part, canvas, roi)
    inner = np.s_[12:-12, 12:-12]
    assert np.abs(canvas[inner] - whole[roi.slices][inner]).max() < 0.05


def test_the_hull_ends_softly():
    """A sharply bent elbow is cut by its hull: its outline must not be a staircase."""
    canvas, _, body = drawn(WornGarment(flat_tee(long=True)), "hand_on_hip")
    x, y = np.rint(body.pose.points_px[Joint.LEFT_ELBOW]).astype(int)
    rim = canvas[y - 12 : y + 13, x : x + 40, 3]
    soft = ((rim > 0.05) & (rim < 0.95)).sum(axis=1)
    assert (soft >= 1).mean() > 0.8
