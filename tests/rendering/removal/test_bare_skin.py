import cv2
import numpy as np
import pytest

from tests.support.bodies import SIZE_PX, standing_body
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.kernels.skin_paint import lay_enlarged_nb
from tryon_ar.rendering.removal.bare_skin import OtherSkin, _averaged, synthesise_skin
from tryon_ar.rendering.removal.own_shape import draw_arms
from tryon_ar.rendering.removal.skin_tone import SkinTone

WHOLE = Roi(0, 0, *SIZE_PX)
TONE = SkinTone((np.array([110, 140, 190], np.float32) / 255) ** 2.2)
CLOTH = (40, 30, 200)


def sleeved(skin_bgr):
    """Red sleeves to below the elbow, real skin of a colour beyond."""
    pose = standing_body().pose
    axes = body_frame(pose)
    arms = draw_arms(pose, axes.unit_px, WHOLE)
    cuff = round(float(pose.points_px[Joint.LEFT_ELBOW][1])) + 12
    real = (arms > 127) & (np.arange(len(arms))[:, None] >= cuff)
    frame = np.full((*arms.shape, 3), 160, np.uint8)
    frame[arms > 127] = CLOTH
    frame[real] = skin_bgr
    shares = np.zeros((len(Label), 640, 640), np.float32)
    shares[Label.BACKGROUND] = 1.0
    for label, where in ((Label.UPPER, (arms > 127) & ~real), (Label.ARMS, real)):
        shares[label, : len(arms)] = where
        shares[Label.BACKGROUND, : len(arms)][where] = 0.0
    skin = synthesise_skin(
        frame, Labels(shares, 0.0, 0.0, 640.0), TONE, OtherSkin(), arms, WHOLE, axes, pose
    )
    made, everywhere = np.zeros_like(frame), np.full(arms.shape, 255, np.uint8)
    lay_enlarged_nb(made, everywhere, skin.bgr, skin.step, everywhere)
    return made, real, pose, cuff


@pytest.mark.parametrize("skin_bgr", [(95, 125, 175), (60, 85, 125), (130, 160, 215)])
def test_made_up_skin_continues_the_real_skin_without_a_step(skin_bgr):
    made, real, _, cuff = sleeved(skin_bgr)
    edge = made[cuff - 2 : cuff + 1][real[cuff][None].repeat(3, 0)]
    assert np.abs(np.median(edge, axis=0) - skin_bgr).max() < 16


def test_far_from_real_skin_the_face_sets_the_tone():
    made, _, pose, _ = sleeved((60, 85, 125))
    x, y = pose.points_px[Joint.LEFT_SHOULDER].round().astype(int)
    luma = cv2.cvtColor(made[y : y + 6, x - 3 : x + 4], cv2.COLOR_BGR2GRAY).mean()
    assert luma > 105  # the real skin's is 88


def test_what_is_no_skin_does_not_set_the_tone():
    made, real, _, cuff = sleeved((8, 6, 10))  # a glove, labelled as arm
    edge = made[cuff - 2 : cuff + 1][real[cuff][None].repeat(3, 0)]
    assert np.median(edge, axis=0)[2] > 110


def test_far_from_real_skin_it_leans_to_that():
    lumas = []
    for skin_bgr in ((60, 85, 125), (110, 140, 190)):
        made, _, pose, _ = sleeved(skin_bgr)
        x, y = pose.points_px[Joint.LEFT_SHOULDER].round().astype(int)
        lumas.append(cv2.cvtColor(made[y : y + 6, x - 3 : x + 4], cv2.COLOR_BGR2GRAY).mean())
    assert lumas[0] < lumas[1] - 8.0


def test_other_skin_that_appears_is_followed_slowly():
    others = OtherSkin()
    first = others.follow(np.array([0.0, 0.0, 0.0, 1.0]))
    second = others.follow(np.array([1.0, 1.0, 1.0, 1.0]))
    assert first.tolist() == [0.0, 0.0, 0.0, 1.0]
    assert 0.0 < second[0] < 0.2
    for _ in range(100):
        second = others.follow(np.array([1.0, 1.0, 1.0, 1.0]))
    assert second[0] > 0.99
    others.forget()
    assert others.follow(np.array([0.5, 0.5, 0.5, 1.0]))[0] == 0.5


def test_part_of_a_picture_that_is_small_already_is_whole_in_memory():
    part = np.zeros((20, 20, 3), np.uint8)[2:12, 3:15]
    assert not part.flags.c_contiguous
    assert _averaged(part, 1).flags.c_contiguous
