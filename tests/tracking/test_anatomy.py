import numpy as np
import pytest

from tests.tracking.bodies import SIZE_PX, body_at, mask_of, pose_at
from tryon_ar.core.types import Body
from tryon_ar.tracking import anatomy


def test_scale_from_the_front_is_the_shoulder_width():
    assert anatomy.body_scale_px(pose_at(shoulders_px=120.0)) == pytest.approx(120.0)


def test_scale_survives_turning_sideways():
    pose = pose_at(shoulders_px=120.0)
    middle = pose.points_px[[anatomy.LEFT_SHOULDER, anatomy.RIGHT_SHOULDER]].mean(axis=0)
    pose.points_px[[anatomy.LEFT_SHOULDER, anatomy.RIGHT_SHOULDER]] = middle
    assert 90.0 < anatomy.body_scale_px(pose) < 120.0


def test_torso_box_holds_shoulders_and_hips():
    assert anatomy.torso_box(pose_at(320.0, 180.0, 100.0)) == (270.0, 180.0, 370.0, 340.0)


@pytest.mark.parametrize(
    ("other", "overlap"),
    [((0, 0, 2, 2), 1.0), ((1, 0, 3, 2), 1 / 3), ((2, 0, 4, 2), 0.0), ((5, 5, 5, 5), 0.0)],
)
def test_box_overlap(other, overlap):
    assert anatomy.box_overlap((0, 0, 2, 2), other) == pytest.approx(overlap)
    assert anatomy.box_overlap(other, (0, 0, 2, 2)) == pytest.approx(overlap)


def test_boxes_without_area_do_not_overlap():
    assert anatomy.box_overlap((1, 1, 1, 1), (1, 1, 1, 1)) == 0.0


def test_coverage_counts_the_mask_over_the_torso():
    body = body_at()
    assert anatomy.torso_coverage(body.pose, body) == 1.0
    assert anatomy.torso_coverage(pose_at(x=60.0), body) == 0.0
    half = np.array(body.mask)
    half[:, :320] = 0.0
    assert 0.4 < anatomy.torso_coverage(body.pose, Body(body.pose, half)) < 0.6


def test_coverage_looks_only_inside_the_picture():
    pose = pose_at(y=SIZE_PX[1] - 40.0)  # the hips are below the picture
    body = Body(pose, mask_of(pose))
    assert anatomy.torso_coverage(pose, body) == 1.0
    outside = pose_at(x=-2000.0)
    assert anatomy.torso_coverage(outside, body) is None


def test_doubt_tells_black_and_white_from_grey():
    body = body_at()
    assert anatomy.mask_doubt(body) == 0.0
    grey = Body(body.pose, np.full((48, 64), 0.25, np.float32))
    assert anatomy.mask_doubt(grey) == pytest.approx(1.0)
    assert anatomy.mask_doubt(Body(body.pose, np.full((48, 64), 0.75, np.float32))) < 0.4
    assert anatomy.mask_doubt(Body(body.pose, np.zeros((48, 64), np.float32))) == 1.0
