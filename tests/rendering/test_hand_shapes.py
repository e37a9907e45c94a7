import numpy as np

from tests.support.drawn_person import FRAME_ROI
from tryon_ar.core.types import Hand
from tryon_ar.rendering import shapes
from tryon_ar.rendering.hand_shapes import fill_hand, hand_length_px

UNIT_PX = 100.0
SPREAD = np.array([-60, -25, 0, 22, 45])


def spread_hand(scale=1.0):
    """A left palm of 30 px with spread fingers that point up, wrist at (300, 300)."""
    angles = np.deg2rad(SPREAD)
    ways = np.stack([np.sin(angles), -np.cos(angles)], axis=1)
    points = [(0.0, 0.0)]
    for way in ways:
        points += [tuple(way * reach) for reach in (30, 42, 52, 60)]
    return Hand(np.array(points) * scale + (300.0, 300.0), True, 0.9)


def test_palm_and_fingers_are_filled_and_gaps_between_fingers_are_not():
    canvas = shapes.empty(FRAME_ROI)
    hand = spread_hand()
    fill_hand(canvas, FRAME_ROI, hand, UNIT_PX)
    columns, rows = np.rint(hand.points_px).astype(int).T
    assert (canvas[rows, columns] > 250).all()
    assert canvas[285, 300] > 250
    thumb, index = hand.points_px[4], hand.points_px[8]
    x, y = np.rint((thumb + index) / 2).astype(int)
    assert canvas[y, x] == 0
    assert canvas[330:].max() == 0


def test_fingers_are_as_wide_as_the_hand_is_large():
    widths = []
    for scale in (1.0, 2.0):
        canvas = shapes.empty(FRAME_ROI)
        fill_hand(canvas, FRAME_ROI, spread_hand(scale), UNIT_PX)
        row = round(300 - 55 * scale)
        widths.append(int((canvas[row, 285:316] > 127).sum()))
    assert 7 <= widths[0] <= 10
    assert abs(widths[1] - 2 * widths[0]) <= 2


def test_a_hand_seen_from_its_fingertips_is_no_smaller():
    fist = Hand(np.tile((300.0, 300.0), (21, 1)), True, 0.9)
    assert hand_length_px(fist, UNIT_PX) == 18.0
    assert hand_length_px(spread_hand(), UNIT_PX) >= 30.0
