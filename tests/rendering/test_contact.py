from dataclasses import replace

import numpy as np
import pytest

from tests.support.drawn_person import FRAME_ROI, painted
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering.contact import cast_contact_shadow, shadow_on_garment
from tryon_ar.rendering.light_grid import LightGrid
from tryon_ar.rendering.occlusion import find_occluders

UNIT_PX = 100.0
HEM_ROW = 220


@pytest.fixture
def scene():
    frame, body = painted()
    found = find_occluders(frame.image_bgr, body, UNIT_PX, FRAME_ROI, bare_from=(0.25, 0.25))
    layer = np.zeros((FRAME_ROI.height, FRAME_ROI.width, 4), np.float32)
    layer[120:HEM_ROW, 250:390, 3] = 1.0
    return frame, body, found, layer


def shadowed(scene, opacity=1.0):
    frame, _, found, layer = scene
    picture = frame.image_bgr.copy()
    cast_contact_shadow(picture, layer, FRAME_ROI, found, UNIT_PX, opacity)
    return picture


def test_only_the_person_is_darkened(scene):
    frame, body, _, _ = scene
    picture = shadowed(scene)
    change = picture.astype(int) - frame.image_bgr
    assert change.max() <= 0
    assert change[HEM_ROW + 3, 320].max() <= -12
    # The shadow has a quarter of the resolution: it may reach a little over the outline.
    import cv2

    outside = cv2.erode((body.mask < 0.02).astype(np.uint8), np.ones((15, 15))) > 0
    assert np.abs(change[outside]).max() <= 1


def test_the_shadow_fades_away_from_the_edge(scene):
    frame, _, _, _ = scene
    drop = frame.image_bgr.astype(int) - shadowed(scene)
    column = drop[HEM_ROW : HEM_ROW + 25, 320, 0]
    assert (np.diff(column) <= 1).all()
    assert column[-1] <= 1 < column[0]
    assert np.abs(drop[:90]).max() <= 1


def test_what_is_in_front_stays_lit(scene):
    frame, body, _, layer = scene
    head = body.pose.points_px[Joint.NOSE].round().astype(int)
    layer[20:84, 250:390, 3] = 1.0
    picture = shadowed(scene)
    assert (
        np.abs(picture[head[1], head[0]].astype(int) - frame.image_bgr[head[1], head[0]]).max() <= 1
    )


def test_opacity_scales_the_shadow(scene):
    frame, _, _, _ = scene
    np.testing.assert_array_equal(shadowed(scene, 0.0), frame.image_bgr)
    drops = [
        float(frame.image_bgr[HEM_ROW + 3, 320, 0]) - shadowed(scene, opacity)[HEM_ROW + 3, 320, 0]
        for opacity in (0.5, 1.0)
    ]
    assert drops[0] == pytest.approx(drops[1] / 2, abs=1.5)


def test_no_garment_no_shadow(scene):
    frame, _, _, layer = scene
    layer[:] = 0
    np.testing.assert_array_equal(shadowed(scene), frame.image_bgr)


def test_shadows_fall_away_from_the_light(scene):
    frame, _, found, layer = scene
    aside = []
    for slant in (-1.0, 1.0):
        picture = frame.image_bgr.copy()
        cast_contact_shadow(picture, layer, FRAME_ROI, found, UNIT_PX, 1.0, slant)
        aside.append(frame.image_bgr.astype(int) - picture)
    left, right = (one[HEM_ROW - 40 : HEM_ROW - 10].sum(axis=(0, 2)) for one in aside)
    assert left[:320].sum() > right[:320].sum()
    assert left[320:].sum() < right[320:].sum()


def test_hands_darken_the_garment_below_them_only(scene):
    _, _, found, layer = scene
    hands = np.zeros_like(found.hands)
    hands[150:170, 300:340] = 255
    layer[150:170, 300:340] = 0.0
    before = replace(found, hands=hands, head=np.zeros_like(hands), forearms=np.zeros_like(hands))
    grid = LightGrid(FRAME_ROI, 2)
    shadow = shadow_on_garment(
        replace(before, upper_arms=np.zeros_like(hands)),
        grid.sampled(layer[..., 3]),
        grid,
        UNIT_PX,
    )
    whole = grid.enlarged(shadow)
    assert whole.max() <= 0.0
    assert whole[172, 320] < -0.15
    assert whole[172, 320] < whole[176, 320] < whole[180, 320]
    assert whole[172, 320] < whole[147, 320]
    assert not whole[200:].any()
