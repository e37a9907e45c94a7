import numpy as np

from tests.support.bodies import SIZE_PX, standing_body
from tryon_ar.core.roi import Roi
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.rendering.removal.relief import draw_relief, round_light

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


def test_limbs_are_lighter_on_the_side_the_light_comes_from():
    limb = np.zeros((60, 60), np.float32)
    limb[:, 20:40] = 1.0
    lit = round_light(limb, np.array([0.3, 0.0], np.float32), 80.0)
    assert lit[30, 38] > 0.05
    assert lit[30, 21] < -0.05
    assert abs(float(lit[30, 29:31].mean())) < 0.02
    assert not round_light(limb, np.zeros(2, np.float32), 80.0).any()
