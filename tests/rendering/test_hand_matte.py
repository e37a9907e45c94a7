import cv2
import numpy as np
import pytest

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Hand
from tryon_ar.rendering.hand_matte import cut_out_hand
from tryon_ar.rendering.hand_shapes import fill_hand

ROI = Roi(40, 30, 240, 230)
UNIT_PX = 150.0
SKIN, CLOTH = (115, 146, 200), (40, 130, 200)
POINTS = np.array(
    [
        *[(140, 150), (154, 140), (164, 130), (170, 120), (176, 110)],
        *[(155 - 10 * finger, 108 - 11 * joint) for finger in range(4) for joint in range(4)],
    ],
    float,
)


def scene(skin=SKIN, cloth=CLOTH, shift=(0, 0)):
    """Return a picture of a hand, a little thinner than drawn, and where it is."""
    shape = np.zeros((260, 280), np.uint8)
    fill_hand(shape, Roi(0, 0, 280, 260), Hand(POINTS + shift, True, 1.0), UNIT_PX)
    shape = cv2.erode(shape, np.ones((3, 3), np.uint8))
    share = shape[..., None] / 255.0
    picture = (np.array(skin) * share + np.array(cloth) * (1 - share)).astype(np.uint8)
    return picture, shape


def cut(picture, shape, *, confidence=1.0, points=POINTS, labels=None):
    canvas = np.zeros((ROI.height, ROI.width), np.uint8)
    skin = np.ascontiguousarray(shape[ROI.slices]) if labels is None else labels.copy()
    bare = np.ascontiguousarray(skin[::2, ::2])
    cut_out_hand(canvas, skin, picture, ROI, Hand(points, True, confidence), bare, bare, UNIT_PX)
    return canvas, skin


def wrong(canvas, shape):
    truth = shape[ROI.slices] > 127
    return ((canvas > 127) != truth).sum() / truth.sum()


def test_a_hand_is_cut_out_by_its_colour():
    picture, shape = scene()
    assert wrong(cut(picture, shape)[0], shape) < 0.12


def test_shaded_fingers_stay_whole_where_no_label_has_them():
    picture, shape = scene()
    shade = np.linspace(0.5, 1.0, len(picture))[:, None, None]
    picture = (picture * shade).astype(np.uint8)
    nothing = np.zeros((ROI.height, ROI.width), np.uint8)
    assert wrong(cut(picture, shape, labels=nothing)[0], shape) < 0.12


def test_landmarks_a_little_off_still_cut_where_the_hand_is():
    picture, shape = scene()
    canvas, _ = cut(picture, shape, points=POINTS + 4.0)
    assert wrong(canvas, shape) < 0.15


def test_where_cloth_looks_like_skin_the_shape_decides():
    picture, shape = scene(cloth=SKIN)
    assert wrong(cut(picture, shape)[0], shape) < 0.25


def test_a_remembered_hand_claims_no_cloth():
    picture, shape = scene()
    canvas, _ = cut(picture, shape, confidence=0.3, points=POINTS + 40.0)
    beside = canvas[(shape[ROI.slices] == 0)]
    assert (beside > 127).sum() < 0.03 * (shape > 127).sum()


def test_a_remembered_hand_without_bare_labels_is_none():
    picture, shape = scene()
    nothing = np.zeros((ROI.height, ROI.width), np.uint8)
    assert cut(picture, shape, confidence=0.3, labels=nothing)[0].max() == 0


def test_bare_labels_on_cloth_beside_the_hand_are_dropped():
    picture, shape = scene()
    wide = cv2.dilate(shape, np.ones((13, 13), np.uint8))[ROI.slices].copy()
    _, skin = cut(picture, shape, labels=wide)
    rim = (wide > 0) & (cv2.dilate(shape, np.ones((5, 5), np.uint8))[ROI.slices] == 0)
    assert skin[rim].mean() < 0.35 * wide[rim].mean()
    within = cv2.erode(shape, np.ones((3, 3), np.uint8))[ROI.slices] == 255
    assert skin[within].min() > 150


@pytest.mark.parametrize("shift", [(-130.0, 0.0), (400.0, 0.0), (0.0, 110.0)])
def test_hands_partly_or_wholly_outside_are_no_trouble(shift):
    picture, shape = scene()
    canvas, _ = cut(picture, shape, points=POINTS + shift)
    assert canvas.shape == (ROI.height, ROI.width)
