from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.support.bodies import standing_body
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Body
from tryon_ar.fitting.body_frame import body_frame
from tryon_ar.fitting.fit import NoFit
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.fitting.straps import bare_height, below_ridge
from tryon_ar.garments.builtin import load_builtin

UNIT_PX = 100.0


def fitted(body):
    fit = GarmentFitter(load_builtin("tank-mustard")).fit(body, 0.0)
    assert not isinstance(fit, NoFit)
    return fit


def inside(polygon, point):
    return cv2.pointPolygonTest(polygon.astype(np.float32), [float(v) for v in point], False) > 0


def bare_person(height):
    """A person whose bare shoulders reach so far above the joints."""
    pose = standing_body().pose
    mask = np.zeros((480, 640), np.float32)
    mask[round(150 - height * UNIT_PX) :, 240:401] = 1.0
    shares = np.zeros((8, 640, 640), np.float32)
    shares[Label.BACKGROUND] = 1.0
    body = np.s_[round(150 - height * UNIT_PX) :, 240:401]
    shares[Label.BACKGROUND][body], shares[Label.NECK][body] = 0.0, 1.0
    return Body(pose, mask, labels=Labels(shares, -0.5, -0.5, 640.0))


def test_straps_are_cut_off_above_the_shoulder_and_nothing_above_the_neck():
    body = standing_body()
    fit, frame = fitted(body), body_frame(body.pose)
    torso = next(piece for piece in fit.segments if piece.segment.name == "torso")
    assert torso.outline is not None
    for side in ("left", "right"):
        neck, edge = (np.array(fit.landmarks[f"{name}_{side}"]) for name in ("neck", "shoulder"))
        strap = (neck + edge) / 2
        assert not inside(torso.outline, strap + frame.up * (0.05 * UNIT_PX))
        assert inside(torso.outline, strap - frame.up * (0.03 * UNIT_PX))
    neck_mid = (np.array(fit.landmarks["neck_left"]) + fit.landmarks["neck_right"]) / 2
    assert inside(torso.outline, neck_mid + frame.up * (0.3 * UNIT_PX))
    assert inside(torso.outline, fit.landmarks["hem_center"])


def test_the_ridge_falls_away_from_the_neck_on_both_sides():
    body = standing_body()
    frame = body_frame(body.pose)
    necks = {"neck_left": np.array([342.0, 128.0]), "neck_right": np.array([298.0, 128.0])}
    ridge = below_ridge(necks, frame)
    for sign in (1, -1):
        assert inside(ridge, (320 + sign * 30, 135))
        assert not inside(ridge, (320 + sign * 40, 130))


@pytest.mark.parametrize("height", [0.18, 0.21, 0.24])
def test_straps_lie_on_shoulders_that_are_seen_to_be_bare(height):
    strap = fitted(bare_person(height)).landmarks
    middle = (np.array(strap["neck_left"]) + strap["shoulder_left"]) / 2
    assert (150 - middle[1]) / UNIT_PX == pytest.approx(height, abs=0.02)


@pytest.mark.parametrize("turn", [1.0, 0.6])
@pytest.mark.parametrize("inner", [0.13, 0.25])
def test_straps_end_on_the_bare_shoulder_and_nothing_else_is_cut_off(turn, inner):
    """From the neck on, which says how high the ridge is; shoulder widths shrink with a turn."""
    frame = replace(body_frame(standing_body().pose), width_px=turn * UNIT_PX)
    row = 125.0
    out = inner * turn * UNIT_PX
    necks = {"neck_left": np.array([320 + out, row]), "neck_right": np.array([320 - out, row])}
    ridge = below_ridge(necks, frame)
    for sign in (1, -1):
        for half in (inner + 0.01, 0.3, 0.4, 0.5, 0.55):
            column = 320 + sign * half * turn * UNIT_PX
            top = row - (bare_height(half) - bare_height(inner) + 0.01) * UNIT_PX
            assert not inside(ridge, (column, top - 0.5))
            assert inside(ridge, (column, top + 0.5))
        foot = row + (bare_height(inner) - 0.01) * UNIT_PX
        edge = 0.56 * turn * UNIT_PX
        assert inside(ridge, (320 + sign * (edge + 390), foot + 5))
        assert not inside(ridge, (320 + sign * (edge + 410), foot + 5))
        assert not inside(ridge, (320 + sign * (edge + 5), foot - 5))
        assert inside(ridge, (320 + sign * (edge + 390), foot + 790))
        assert not inside(ridge, (320 + sign * (edge + 390), foot + 810))
        assert inside(ridge, (320 + sign * (out - 2), row - 395))
        assert not inside(ridge, (320 + sign * (out + 2), row - 20))
