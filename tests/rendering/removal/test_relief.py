import numpy as np

from tests.support.bodies import SIZE_PX, standing_body
from tryon_ar.core.roi import Roi
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.rendering.removal.relief import draw_relief

WHOLE = Roi(0, 0, *SIZE_PX)


def test_the_chin_shades_the_neck_and_collarbones_stand_out():
    pose = standing_body().pose
    axes = body_frame(pose)
    relief = draw_relief(axes, pose, WHOLE, 1)
    assert relief.shape == SIZE_PX[::-1]
    mouth = (pose.points_px[Joint.MOUTH_LEFT] + pose.points_px[Joint.MOUTH_RIGHT]) / 2
    x, y = mouth.round().astype(int)
    assert relief[y + 12, x] < -0.1
    chest = relief[135:160, 345]
    assert chest.max() > 0.01
    assert chest.argmin() > chest.argmax()
    assert not relief[200:].any()


def test_relief_is_the_same_whatever_part_is_looked_at():
    pose = standing_body().pose
    axes = body_frame(pose)
    part = Roi(216, 60, 424, 300)
    whole = draw_relief(axes, pose, WHOLE, 4)
    np.testing.assert_allclose(draw_relief(axes, pose, part, 4), whole[15:75, 54:106], atol=0.01)
