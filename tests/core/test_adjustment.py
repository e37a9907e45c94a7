import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.core.adjustment import UNADJUSTED, Adjustment
from tryon_ar.core.dressing import DressingOptions

numbers = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    "wrong",
    [
        {"dx": 2.1},
        {"dy": -3},
        {"scale": 0.0},
        {"width": 2.5},
        {"rotation_deg": 90},
        {"dx": math.nan},
    ],
)
def test_what_is_no_correction_is_refused(wrong):
    with pytest.raises(ValueError, match="bounds"):
        Adjustment(**wrong)


@given(numbers, numbers, st.floats(1e-3, 1e3), numbers)
def test_changes_stop_at_the_bounds(dx, dy, factor, degrees):
    one = Adjustment().moved(dx, dy).scaled(factor).widened(factor).turned(degrees)
    assert abs(one.dx) <= 2.0
    assert abs(one.rotation_deg) <= 45.0
    assert 0.5 <= one.scale == one.width <= 2.0


def test_changes_add_up():
    one = (
        Adjustment().moved(0.1, 0.2).moved(0.1, -0.1).scaled(1.1).turned(3).turned(-1).widened(0.9)
    )
    assert (one.dx, one.dy) == (pytest.approx(0.2), pytest.approx(0.1))
    assert one.scale == pytest.approx(1.1)
    assert one.width == pytest.approx(0.9)
    assert one.rotation_deg == pytest.approx(2.0)
    assert not one.is_none


def test_a_garment_nobody_touched_is_not_adjusted():
    tee = Adjustment(dx=0.1)
    options = DressingOptions(adjustments={"tee": tee})
    assert options.adjustment_of("tee") is tee
    assert options.adjustment_of("jeans") is UNADJUSTED
    assert UNADJUSTED.is_none
