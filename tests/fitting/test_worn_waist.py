"""The waistband that is really worn, as labels see it."""

from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import standing_body
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Body
from tryon_ar.fitting.body_frame import body_frame
from tryon_ar.fitting.steadying import SteadyOffsets
from tryon_ar.fitting.wearer import Wearer
from tryon_ar.fitting.worn_waist import WornWaist, _line, _sampled, worn_waist


def wearer(lower, turn=1.0, t_ms=0.0):
    """Somebody upright whose lower clothes are where a function of (across, up) says so.

    Both in shoulder widths, from the middle of the hips, which lies at (320, 300).
    """
    rows, columns = np.mgrid[0:640, 0:640].astype(np.float32)
    shares = np.zeros((len(Label), 640, 640), np.float32)
    shares[Label.LOWER] = lower((columns - 320) / 100, (300 - rows) / 100)
    body = standing_body()
    frame = replace(body_frame(body.pose), width_px=100.0 * turn)
    labels = Labels(shares, 0.0, 0.0, 640.0)
    return Wearer(Body(body.pose, body.mask, labels), frame, SteadyOffsets(), t_ms)


def below(height, slope=0.0, half=9.0):
    """Lower clothes below a line, within so much of the middle."""
    return lambda across, up: (up < height + slope * across) & (np.abs(across) < half)


def test_heights_are_right_to_half_a_row_and_on_the_whole():
    heights = np.linspace(0.20, 0.87, 17)
    found = [worn_waist(wearer(below(height))) for height in heights]
    assert all(abs(slope) < 1e-9 for _, slope in found)
    off = np.array([height for height, _ in found]) - heights
    assert np.abs(off).max() < 0.036
    assert abs(off.mean()) < 0.005


@pytest.mark.parametrize("slope", [-0.3, -0.12, 0.12, 0.3])
def test_slopes_go_up_to_the_wearers_left(slope):
    height, found = worn_waist(wearer(below(0.5, slope)))
    assert found == pytest.approx(slope, abs=0.06)
    assert height == pytest.approx(0.5, abs=0.03)


def test_what_slopes_more_is_no_waistband():
    assert worn_waist(wearer(below(0.5, 0.5))) is None
    assert worn_waist(wearer(below(0.5, -0.5))) is None


@pytest.mark.parametrize(("height", "told"), [(0.1, False), (0.12, False), (0.22, True)])
def test_an_edge_below_is_the_hem_of_a_top(height, told):
    assert (worn_waist(wearer(below(height))) is not None) is told


def test_what_goes_on_up_to_the_chest_is_a_dress():
    assert worn_waist(wearer(below(0.86))) is not None
    assert worn_waist(wearer(below(0.95))) is None
    assert worn_waist(wearer(below(2.0))) is None


def test_without_labels_or_lower_clothes_nothing_is_known():
    bare = wearer(below(-9.0))
    assert worn_waist(bare) is None
    assert worn_waist(replace(bare, body=replace(bare.body, labels=None))) is None


def test_three_rows_are_a_waistband_and_two_are_a_stain():
    """Rows are 0.04 apart, at 0.98, 0.94, …"""
    for last, told in ((0.455, False), (0.405, True)):

        def band(across, up, last=last):
            return (up < 0.52) & (up > last)

        assert (worn_waist(wearer(band)) is not None) is told


@pytest.mark.parametrize(
    ("half", "turn", "told"),
    [
        (0.14, 1.0, False),  # three columns: 0 and 0.095 to both sides
        (0.25, 1.0, True),
        (0.08, 0.6, False),
        (0.14, 0.6, True),  # turned, columns move together
        (0.09, 0.1, True),  # ... but no further than to two fifths
        (0.05, 0.1, False),
    ],
)
def test_four_columns_must_see_it(half, turn, told):
    assert (worn_waist(wearer(below(0.5, half=half), turn)) is not None) is told


def test_four_columns_are_enough():
    def to_the_left(across, up):
        return (up < 0.5) & (across > 0.05)

    height, slope = worn_waist(wearer(to_the_left))
    assert (height, slope) == pytest.approx((0.5, 0.0), abs=0.03)


def test_columns_off_the_line_are_left_out():
    """Two on the left see a pocket much further down, or a jumper's hem further up."""
    for stray in (0.25, 0.78):

        def lower(across, up, stray=stray):
            return up < np.where(across > 0.24, stray, 0.5)

        height, slope = worn_waist(wearer(lower))
        assert (height, slope) == pytest.approx((0.5, 0.0), abs=0.03)


def test_when_too_few_agree_nothing_is_known():
    def stairs(across, up):
        return up < 0.5 + 0.16 * np.round(4 * np.sin(across * 21.0)) / 4

    assert worn_waist(wearer(stairs)) is None


def test_half_a_share_is_not_yet_lower_clothes():
    for share, told in ((0.5, False), (0.51, True)):

        def some(across, up, share=share):
            return share * (up < 0.5)

        assert (worn_waist(wearer(some)) is not None) is told


def test_what_was_seen_is_believed_for_a_moment():
    waist = WornWaist()
    first = waist.look(wearer(below(0.3)))
    assert waist.look(wearer(below(0.6), t_ms=199.0)) == first
    second = waist.look(wearer(below(0.6), t_ms=200.0))
    assert second == worn_waist(wearer(below(0.6)))
    assert waist.look(wearer(below(0.3), t_ms=399.0)) == second
    assert waist.look(wearer(below(0.3), t_ms=150.0)) == first, "time went back"
    waist.reset()
    assert waist.look(wearer(below(0.6), t_ms=151.0)) == second
    assert waist.look(wearer(below(0.3), t_ms=151.0)) == second


def test_the_line_is_that_of_least_squares(rng):
    x, y = rng.uniform(-1, 3, 9), rng.uniform(-1, 3, 9)
    slope, height = np.polyfit(x, y, 1)
    assert _line(x, y) == pytest.approx((height, slope))
    assert _line(np.array([0.2, 0.2 + 1e-3]), np.array([0.0, 2e-3])) == pytest.approx((-0.4, 2.0))
    assert _line(np.full(3, 0.5), np.array([1.0, 2.0, 3.0])) == (2.0, 0.0)


def test_labels_are_asked_at_their_nearest_and_tell_nothing_beyond(rng):
    shares = np.zeros((len(Label), 4, 4), np.float32)
    shares[Label.LOWER] = rng.uniform(0.2, 1.0, (4, 4))
    labels = Labels(shares, 10.0, 21.0, 10.0)  # each 2.5 px wide
    x, y = np.meshgrid(np.arange(6.0, 25.0), np.arange(17.0, 36.0))
    found = _sampled(labels, np.stack([x, y], axis=-1))
    for row in range(17, 36):
        for column in range(6, 25):
            inside = 10 <= column + 0.5 <= 20 and 21 <= row + 0.5 <= 31
            at = int((row + 0.5 - 21) / 2.5), int((column + 0.5 - 10) / 2.5)
            expected = shares[Label.LOWER][at] if inside else 0.0
            assert found[row - 17, column - 6] == expected
