import numpy as np
import pytest

from tests.support.bodies import SIZE_PX, standing_body
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.rendering.removal.own_shape import (
    draw_arms,
    draw_creases,
    draw_legs,
    draw_trunk,
    measure_arms,
    seen_bare,
)

WHOLE = Roi(0, 0, *SIZE_PX)
UNIT_PX = 100.0


def labels_of(mask):
    shares = np.zeros((len(Label), 640, 640), np.float32)
    shares[Label.ARMS, : SIZE_PX[1]] = mask
    shares[Label.BACKGROUND] = 1.0 - shares[Label.ARMS]
    return Labels(shares, -0.5, -0.5, 640.0)


@pytest.mark.parametrize("thickness", [0.9, 1.0, 1.15])
def test_bare_arms_are_as_thick_as_they_are_seen(thickness):
    pose = standing_body().pose
    bare = draw_arms(pose, thickness * UNIT_PX, WHOLE) > 127
    assert measure_arms(labels_of(bare), pose, UNIT_PX) == pytest.approx(thickness, abs=0.1)


def test_hidden_arms_are_not_measured():
    pose = standing_body().pose
    assert measure_arms(labels_of(np.zeros(SIZE_PX[::-1])), pose, UNIT_PX) is None


def test_limbs_reach_from_joint_to_joint():
    pose = standing_body().pose
    arms, legs = draw_arms(pose, UNIT_PX, WHOLE), draw_legs(pose, UNIT_PX, WHOLE)
    for canvas, joints in ((arms, ("SHOULDER", "WRIST")), (legs, ("HIP", "KNEE"))):
        for side in ("LEFT", "RIGHT"):
            for joint in joints:
                x, y = pose.points_px[Joint[f"{side}_{joint}"]].round().astype(int)
                assert canvas[y, x] == 255
    assert not arms[:100].any()


def test_arms_begin_where_sleeves_end():
    pose = standing_body().pose
    whole, left_sleeved = (
        draw_arms(pose, UNIT_PX, WHOLE, bare_from=(start, 0.0)) for start in (0.0, 1.5)
    )
    points = pose.points_px.round().astype(int)
    cuff = (points[Joint.LEFT_ELBOW] + points[Joint.LEFT_WRIST]) // 2
    above, below = np.s_[: cuff[1] - 15], np.s_[cuff[1] + 1 :]
    left = np.zeros(whole.shape, bool)
    left[:, min(points[Joint.LEFT_SHOULDER][0], cuff[0]) - 30 :] = True
    assert not left_sleeved[above][left[above]].any()
    assert whole[above][left[above]].any()
    differing = (left_sleeved[below] > 127) != (whole[below] > 127)
    assert differing.sum() < 0.02 * (whole[below] > 127).sum()
    assert np.array_equal(left_sleeved[~left], whole[~left])


def test_shoulders_slope_hollow_from_the_neck():
    axes = body_frame(standing_body().pose)
    trunk = draw_trunk(axes, WHOLE)

    def at(across, up):
        point = axes.shoulder_mid + (axes.across * across + axes.up * up) * axes.unit_px
        x, y = point.round().astype(int)
        return trunk[y, x]

    assert at(0.0, 0.24) == at(0.10, 0.24) == at(0.4, 0.08) == 255
    for side in (-1, 1):  # where hoods and collars stand
        assert at(0.22 * side, 0.26) == 0
        assert at(0.40 * side, 0.19) == 0


def test_a_forearm_ends_where_the_hand_is_seen():
    pose = standing_body().pose
    wrist = pose.points_px[Joint.LEFT_WRIST]
    bone = wrist - pose.points_px[Joint.LEFT_ELBOW]
    across = np.array([-bone[1], bone[0]]) / np.hypot(*bone) * 0.10 * UNIT_PX
    y, x = np.mgrid[: SIZE_PX[1], : SIZE_PX[0]]
    centre = wrist + across
    hand = np.hypot(x - centre[0], y - centre[1]) < 0.10 * UNIT_PX
    blind = draw_arms(pose, UNIT_PX, WHOLE)
    seeing = draw_arms(pose, UNIT_PX, WHOLE, labels_of(hand))
    x, y = (wrist + across).round().astype(int)
    assert blind[y, x] < 128
    assert seeing[y, x] == 255
    assert np.array_equal(blind, draw_arms(pose, UNIT_PX, WHOLE, labels_of(hand * 0.0)))


def test_what_is_seen_bare_is_bare():
    bare = np.zeros(SIZE_PX[::-1])
    bare[100:200, 50:80] = 1.0
    seen = seen_bare(labels_of(bare), WHOLE)
    assert seen[150, 65] == 255
    assert not seen[150, 90:].any()


def test_upper_arms_have_an_edge_to_each_side_from_the_armpits_down():
    body = standing_body()
    unit_px = body_frame(body.pose).unit_px
    lines = draw_creases(body.pose, unit_px, WHOLE, 2)
    shoulder, elbow = (
        body.pose.points_px[joint] for joint in (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW)
    )
    crossed = [
        np.flatnonzero(lines[round(row / 2), round(shoulder[0] / 2) - 25 :]).size
        for row in shoulder[1] + np.array([0.1, 0.8]) * (elbow - shoulder)[1]
    ]
    assert crossed[0] == 0
    assert crossed[1] >= 2
