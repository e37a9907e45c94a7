import numpy as np
import pytest

from tests.support.bodies import SIZE_PX, standing_body
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.rendering.removal.own_shape import draw_arms, find_sleeve_ends
from tryon_ar.rendering.removal.sleeve_ends import SleeveEnd

WHOLE = Roi(0, 0, *SIZE_PX)


def dressed(thickness):
    """Labels of somebody whose arms are so thick, in sleeves down to the middle of upper arms."""
    body = standing_body()
    unit_px = body_frame(body.pose).unit_px
    bare, wide = (draw_arms(body.pose, unit_px * share, WHOLE) > 127 for share in (thickness, 1.5))
    shoulder, elbow = (
        body.pose.points_px[joint] for joint in (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW)
    )
    hem = round((shoulder[1] + elbow[1]) / 2)
    shares = np.zeros((len(Label), 640, 640), np.float32)
    shares[Label.UPPER, :hem] = wide[:hem]
    shares[Label.ARMS, hem : SIZE_PX[1]] = bare[hem:]
    shares[Label.BACKGROUND] = 1.0 - shares.sum(axis=0)
    return Labels(shares, -0.5, -0.5, 640.0), body.pose, unit_px, hem


@pytest.mark.parametrize("thickness", [0.7, 1.0, 1.25])
def test_made_up_arms_are_as_thick_as_real_ones_where_sleeves_end(thickness):
    labels, pose, unit_px, hem = dressed(thickness)
    ends = find_sleeve_ends(labels, pose, unit_px)
    drawn = draw_arms(pose, unit_px, WHOLE, labels, ends) > 127
    real = labels.shares[Label.ARMS, : SIZE_PX[1]] > 0.5
    row, half = hem + 6, SIZE_PX[0] // 2
    for side in (np.s_[:half], np.s_[half:]):
        assert abs(int(drawn[row, side].sum()) - int(real[row, side].sum())) <= 5


def test_a_side_that_lies_against_the_trunk_is_not_measured():
    labels, pose, unit_px, _ = dressed(1.0)
    shares = labels.shares.copy()
    x = int(pose.points_px[Joint.LEFT_ELBOW][0])
    shares[Label.BACKGROUND, :, 320:x] = 0.0
    shares[Label.UPPER, :, 320:x] = 1.0 - shares[Label.ARMS, :, 320:x]
    end = find_sleeve_ends(Labels(shares, -0.5, -0.5, 640.0), pose, unit_px)[0]
    assert end is not None
    assert 1.0 in (end.before, end.beyond)


def test_no_end_is_found_where_arms_are_bare_or_covered():
    labels, pose, unit_px, _ = dressed(1.0)
    for kind in (Label.ARMS, Label.UPPER):
        shares = np.zeros_like(labels.shares)
        shares[kind] = 1.0 - labels.shares[Label.BACKGROUND]
        shares[Label.BACKGROUND] = labels.shares[Label.BACKGROUND]
        found = find_sleeve_ends(Labels(shares, -0.5, -0.5, 640.0), pose, unit_px)
        assert found == (None, None)


def test_an_end_seen_anew_is_gone_over_to_slowly_and_fades_along_the_arm():
    first, second = SleeveEnd(0.5, 1.0, 1.2), SleeveEnd(1.0, 0.8, 1.2)
    mixed = second.mixed(first)
    assert second.mixed(None) == second
    assert 0.5 < mixed.at < 1.0
    before, beyond = second.ratios(np.array([1.0, 2.0]))
    assert np.isclose(before[0], 0.8)
    assert np.isclose(beyond[0], 1.2)
    assert np.allclose((before[1], beyond[1]), 1.0, atol=0.01)
