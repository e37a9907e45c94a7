import cv2
import numpy as np
import pytest

from tests.support.bodies import make_pose
from tests.support.drawn_person import FRAME_ROI, SHIRT_BGR, SKIN_BGR, paint, painted, posed_points
from tryon_ar.core.roi import Roi
from tryon_ar.rendering.skin import SkinColour, keep_skin, measure_skin


def test_face_and_shirt_are_measured_apart():
    frame, body = painted()
    skin = measure_skin(frame.image_bgr, body.pose)
    assert skin is not None
    patch = np.zeros((20, 40, 3), np.uint8)
    patch[:, :20], patch[:, 20:] = SKIN_BGR, SHIRT_BGR
    likeness = skin.likeness(patch)
    assert likeness[:, :17].min() == 255
    assert likeness[:, 23:].max() == 0


def test_shaded_skin_is_skin():
    frame, body = painted()
    skin = measure_skin(frame.image_bgr, body.pose)
    shaded = np.full((9, 9, 3), np.array(SKIN_BGR) * 0.75, np.uint8)
    assert skin.likeness(shaded).min() > 200


def test_a_shirt_like_skin_gives_no_answer():
    frame, body = paint(posed_points(), shirt_bgr=(112, 142, 196))
    assert measure_skin(frame.image_bgr, body.pose) is None


@pytest.mark.parametrize("shift", [(1000.0, 0.0), (0.0, -400.0)])
def test_a_face_outside_the_picture_gives_no_answer(shift):
    frame, _ = painted()
    assert measure_skin(frame.image_bgr, make_pose(posed_points() + shift)) is None


def test_skin_is_kept_and_cloth_dropped_except_in_the_core():
    roi = Roi(10, 20, 110, 100)
    frame = np.full((120, 130, 3), SHIRT_BGR, np.uint8)
    frame[40:80, 30:60] = SKIN_BGR  # rows and columns of the frame
    mask = np.full((roi.height, roi.width), 255, np.uint8)
    core = np.zeros_like(mask)
    core[60:70, 70:80] = 255
    chroma = measure_skin(*_face()).chroma
    keep_skin(mask, core, frame, roi, SkinColour(chroma, 9.0))
    assert mask[24:56, 24:46].min() == 255
    assert mask[60:70, 70:80].min() == 255
    assert mask[:15].max() == 0
    assert mask[20:60, 56:].max() == 0


def _face():
    frame, body = painted()
    return frame.image_bgr, body.pose


def test_specks_of_skin_colour_are_dropped():
    frame = np.full((60, 60, 3), SHIRT_BGR, np.uint8)
    frame[30, 30] = SKIN_BGR
    mask = np.full((60, 60), 255, np.uint8)
    skin = measure_skin(*_face())
    keep_skin(mask, np.zeros_like(mask), frame, Roi(0, 0, 60, 60), skin)
    assert mask.max() == 0


def test_an_empty_mask_stays_empty():
    frame, body = painted()
    mask = np.zeros((FRAME_ROI.height, FRAME_ROI.width), np.uint8)
    keep_skin(mask, mask, frame.image_bgr, FRAME_ROI, measure_skin(frame.image_bgr, body.pose))
    assert not mask.any()


@pytest.mark.parametrize("shape", [(1, 1), (4, 1), (1, 4), (2, 3)])
def test_patches_of_any_size_are_looked_at(shape):
    skin = SkinColour(np.array([150.3, 110.6], np.float32), 6.0)
    own = cv2.cvtColor(np.full((1, 1, 3), (120, 150, 111), np.uint8), cv2.COLOR_YCrCb2BGR)
    patch = np.ascontiguousarray(np.broadcast_to(own, (*shape, 3)))
    assert skin.likeness(patch).shape == shape
    assert (skin.likeness(patch) == 255).all()
    assert (skin.likeness(np.full((*shape, 3), (200, 30, 30), np.uint8)) == 0).all()
